import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GLOBAL_OPTIONS, type CommandSpec } from '../src/command';
import { COMMANDS } from '../src/registry';
import { CLI, REPOSITORY } from './support/cli';

const FILE = join(REPOSITORY, 'docs', 'deploy.md');

/** Every call of `cdk` in the guide: between backticks, or on a line of a console. */
function callsIn(document: string): readonly string[] {
  const inText = [...document.matchAll(/`(cdk [^`]*)`/g)].map(([, call]) => call!);
  const inConsole = [...document.matchAll(/^\$ (cdk .*)$/gm)].map(([, call]) => call!.replace(/\s+#.*$/, ''));
  return [...inText, ...inConsole];
}

const longFlags = ({ options = [] }: Pick<CommandSpec, 'options'>): readonly string[] =>
  options.flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []);

/** As it is bundled. */
const load = async (name: string): Promise<CommandSpec> =>
  ((await import(join(CLI, 'lib', 'commands', `${name}.js`))) as { command: CommandSpec }).command;

describe('docs/deploy.md', () => {
  const document = readFileSync(FILE, 'utf8');

  it('names only commands that there are, with options that they have', async () => {
    const calls = callsIn(document);
    assert.ok(calls.length > 20);
    for (const call of calls) {
      const [, name = '', ...words] = call.split(/\s+/);
      assert.ok(
        COMMANDS.some((command) => command.name === name),
        call,
      );
      const known = [...longFlags(await load(name)), ...longFlags({ options: GLOBAL_OPTIONS })];
      const end = words.indexOf('--');
      for (const word of words.slice(0, end < 0 ? undefined : end)) {
        const flag = /^\[?(--[\w-]+)/.exec(word)?.[1];
        if (flag !== undefined) assert.ok(known.includes(flag) || known.includes(flag.replace(/^--no-/, '--')), `${flag} in «${call}»`);
      }
    }
  });

  it('speaks only of options that some command has', async () => {
    const commands = await Promise.all(COMMANDS.filter(({ hidden }) => !hidden).map(({ name }) => load(name)));
    const known = [...commands, { options: GLOBAL_OPTIONS }].flatMap(longFlags);
    for (const [, flag] of document.matchAll(/`(--[a-z-]+)[^`]*`/g)) assert.ok(known.includes(flag!), flag);
  });

  it('links only to what is there', () => {
    for (const [, path] of document.matchAll(/\]\((?!https?:)([^)#]+)/g)) assert.ok(existsSync(join(dirname(FILE), path!)), path);
  });
});
