import type { Manifest } from '../../../src/assembly/manifest';
import { readManifest } from '../../../src/assembly/read';
import { complete, type Candidate, type Sources } from '../completion/candidates';
import { SCRIPTS } from '../completion/scripts';
import { GLOBAL_OPTIONS, type Call, type CommandSpec, type Completable } from '../command';
import { INSTALLED, listTemplates } from '../init/templates';
import { lastOutput } from '../project/project';
import type { Registered } from '../registry';

export const command: CommandSpec = {
  description: 'Answers the completion scripts. The words stand behind «--», the unfinished one last.',
  arguments: [{ syntax: '[WORDS...]', summary: 'what was typed behind the name of the program' }],
  run: answer,
};

async function answer({ arguments: words, terminal, cwd, commands }: Call): Promise<number> {
  const candidates = await complete(
    words,
    sources(
      cwd,
      commands.filter(({ hidden }) => !hidden),
    ),
  );
  for (const { word, meaning } of candidates) terminal.out.line(meaning ? `${word}\t${meaning}` : word);
  return 0;
}

const sources = (cwd: string, commands: readonly Registered[]): Sources => ({
  commands,
  globals: GLOBAL_OPTIONS,
  load: async (name) => (await commands.find((entry) => entry.name === name || entry.alias === name)?.load())?.command,
  list: (what) => LISTS[what](cwd),
});

const LISTS: Readonly<Record<Completable, (cwd: string) => readonly Candidate[]>> = {
  shells: () => Object.keys(SCRIPTS).map((word) => ({ word })),
  templates: () => listTemplates(INSTALLED).map(({ name, summary }) => ({ word: name, meaning: summary })),
  stacks,
  inputs: (cwd) => Object.entries(lastManifest(cwd)?.inputs ?? {}).map(([word, { url }]) => ({ word, meaning: url })),
  snapshots: (cwd) => [...stacks(cwd), { word: 'verify', meaning: 'check a snapshot' }, { word: 'open', meaning: 'open a snapshot' }],
};

function stacks(cwd: string): readonly Candidate[] {
  return (lastManifest(cwd)?.stacks ?? []).map(({ name, kind, hostName }) => ({ word: name, meaning: hostName ?? kind }));
}

/** As of the last synthesis: running the app would take too long, and an error has no place on this line. */
function lastManifest(cwd: string): Manifest | undefined {
  try {
    return readManifest(lastOutput(cwd, {}));
  } catch {
    return undefined;
  }
}
