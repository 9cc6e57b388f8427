import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, StackEntry } from '../../../src/assembly/manifest';
import { readManifest } from '../../../src/assembly/read';
import { FORMAT_MEANINGS } from '../access/formats';
import { complete, type Candidate, type Sources } from '../completion/candidates';
import { SCRIPTS } from '../completion/scripts';
import { GLOBAL_OPTIONS, type Call, type CommandSpec, type Completable } from '../command';
import { ENGINES, GOAL_MEANINGS } from '../deploy/deploy-options';
import { INSTALLED, listTemplates } from '../init/templates';
import { lastOutput } from '../project/project';
import type { Registered } from '../registry';
import { TRANSPORTS } from '../ssh/transports';

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
  machines: (cwd) => stackEntries(cwd).flatMap(({ name, target }) => (target ? [{ word: name, meaning: target.host }] : [])),
  tags: (cwd) => [...new Set(stackEntries(cwd).flatMap(({ tags = [] }) => tags))].sort().map((word) => ({ word })),
  goals: () => Object.entries(GOAL_MEANINGS).map(([word, meaning]) => ({ word, meaning })),
  units,
  formats: () => Object.entries(FORMAT_MEANINGS).map(([word, meaning]) => ({ word, meaning })),
  transports: () => TRANSPORTS.map((word) => ({ word })),
  engines: () => ENGINES.map((word) => ({ word })),
  places: (cwd) => [{ word: 'target', meaning: 'the machine itself' }, { word: 'here', meaning: 'this computer' }, ...hosts(cwd)],
  inputs: (cwd) => Object.entries(lastManifest(cwd)?.inputs ?? {}).map(([word, { url }]) => ({ word, meaning: url })),
  snapshots: (cwd) => [...stacks(cwd), { word: 'verify', meaning: 'check a snapshot' }, { word: 'open', meaning: 'open a snapshot' }],
};

const stackEntries = (cwd: string): readonly StackEntry[] => lastManifest(cwd)?.stacks ?? [];

const hosts = (cwd: string): readonly Candidate[] =>
  stackEntries(cwd).flatMap(({ target }) => (target ? [{ word: `${target.user}@${target.host}` }] : []));

function stacks(cwd: string): readonly Candidate[] {
  return stackEntries(cwd).map(({ name, kind, hostName }) => ({ word: name, meaning: hostName ?? kind }));
}

/** They fail now and then for reasons of their own. */
const MOODY = ['NetworkManager-wait-online', 'alsa-store', 'bluetooth', 'rtirq', 'rtkit-daemon', 'systemd-networkd-wait-online'];

/** Those, and what the studio itself makes; a machine has many more, which only it knows. */
function units(cwd: string): readonly Candidate[] {
  const folder = lastOutput(cwd, {});
  const files = stackEntries(cwd).flatMap((stack) => stack.files.filter((name) => name.endsWith('.nix')));
  const own = files.flatMap((name) =>
    [...textOf(join(folder, name)).matchAll(/\bsystemd\.services\."?([\w@-]+)/g)].map(([, unit]) => unit!),
  );
  return [...new Set([...MOODY, ...own])].sort().map((name) => ({ word: `${name}.service` }));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** As of the last synthesis: running the app would take too long, and an error has no place on this line. */
function lastManifest(cwd: string): Manifest | undefined {
  try {
    return readManifest(lastOutput(cwd, {}));
  } catch {
    return undefined;
  }
}
