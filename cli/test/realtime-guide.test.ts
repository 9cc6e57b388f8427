import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { RealtimeEntry, Wish } from '../../src/assembly/realtime';
import { GLOBAL_OPTIONS, type CommandSpec } from '../src/command';
import { healthGatesOf } from '../src/deploy/health';
import { CHECKS } from '../src/realtime/checks';
import { COMMANDS } from '../src/registry';
import { cdk, CLI, REPOSITORY } from './support/cli';

const FILE = join(REPOSITORY, 'docs', 'realtime.md');
const document = readFileSync(FILE, 'utf8');

/** The contents of fences that begin so, in order. */
const blocks = (fence: string): readonly string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${fence}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text!);

/** Every call of `cdk` in the guide: between backticks, or on a line of a console. */
const calls = [
  ...[...document.matchAll(/`(cdk [^`]*)`/g)].map(([, call]) => call!),
  ...[...document.matchAll(/^\$ (cdk .*)$/gm)].map(([, call]) => call!.replace(/\s+#.*$/, '')),
];

const longFlags = ({ options = [] }: Pick<CommandSpec, 'options'>): readonly string[] =>
  options.flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []);

/** As it is bundled. */
const load = async (name: string): Promise<CommandSpec> =>
  ((await import(join(CLI, 'lib', 'commands', `${name}.js`))) as { command: CommandSpec }).command;

describe('docs/realtime.md', () => {
  it('names only commands that there are, with options that they have', async () => {
    assert.ok(calls.length > 40);
    for (const call of calls) {
      const [, name = '', ...words] = call.split(/\s+/);
      assert.ok(
        COMMANDS.some((command) => command.name === name),
        call,
      );
      const known = [...longFlags(await load(name)), ...longFlags({ options: GLOBAL_OPTIONS })];
      for (const word of words.filter((each) => each.startsWith('--')))
        assert.ok(known.includes(word) || known.includes(word.replace(/^--no-/, '--')), `${word} in «${call}»`);
    }
  });

  it('speaks only of options that some command has', async () => {
    const commands = await Promise.all(COMMANDS.filter(({ hidden }) => !hidden).map(({ name }) => load(name)));
    const known = [...commands, { options: GLOBAL_OPTIONS }].flatMap(longFlags);
    for (const [, flag] of document.matchAll(/`(--[a-z-]+)[^`]*`/g)) assert.ok(known.includes(flag!), flag);
  });

  it('links only to what is there, to headings as well', () => {
    const slug = (heading: string): string =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
    for (const guide of ['deploy.md', 'realtime.md'])
      for (const [, path, anchor] of readFileSync(join(dirname(FILE), guide), 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
        const file = join(dirname(FILE), path || guide);
        assert.ok(existsSync(file), path);
        const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading!));
        assert.ok(anchor === undefined || headings.includes(anchor), `${path}#${anchor} in ${guide}`);
      }
  });

  it('has all checks with their meanings in a table, and knows no other', () => {
    const [, table = ''] = document.split('\n## The checks\n');
    const rows = [...table.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \| ([^|]+) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
    assert.deepEqual(
      rows,
      CHECKS.map(({ id, group, meaning }) => [id, group, meaning]),
    );
    const shown = [...document.matchAll(/^(?:error|warning|pending|unknown|info|ok|absent) +(\w+) {2,}\S/gm)].map(([, id]) => id!);
    assert.ok(shown.length > 20);
    for (const id of shown)
      assert.ok(
        CHECKS.some((check) => check.id === id),
        id,
      );
  });

  it('names the gates that a budget makes', () => {
    const wish = <T>(value: T): Wish<T> => ({ value, path: 'studio-laptop/Kernel', option: 'boot' });
    const budget = { maxLatency: 150, maxXruns: 0, margin: 50, worse: 'warn', measureFor: 5, load: false } as const;
    const realtime: RealtimeEntry = { budget: wish(budget) };
    const ids = healthGatesOf({ realtime }).map(({ id }) => id);
    for (const id of ids.slice(2)) assert.match(document, new RegExp(`^\\| .* \\| \`${id}\` \\| `, 'm'));
    for (const [, id] of document.matchAll(/--skip-gate (\w+)/g)) assert.ok(ids.includes(id!), id);
  });

  it('tells the members that the JSON of the doctor has', function () {
    const { code, out } = cdk(['doctor', '--local', '--json'], { cwd: REPOSITORY });
    assert.ok(code === 0 || code === 1);
    const { machines, ...top } = JSON.parse(out) as { machines: readonly { checks: readonly object[] }[] };
    const members = (each: object): readonly string[] => Object.keys(each);
    const [, section = ''] = document.split('\n## For programs\n');
    for (const name of [...members(top), ...members(machines[0]!), ...machines[0]!.checks.flatMap(members)])
      assert.ok(section.includes(`\`${name}\``), name);
  });

  describe('has TypeScript', () => {
    let folder = '';
    // Inside of the repository, where the types are found.
    before(() => {
      mkdirSync(join(REPOSITORY, '.cache'), { recursive: true });
      folder = mkdtempSync(join(REPOSITORY, '.cache', 'realtime-guide-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('that the compiler takes', function () {
      this.timeout(60_000);
      const [program = ''] = blocks('ts program');
      const examples = blocks('ts example');
      assert.ok(program.includes('app.synth()') && examples.length >= 3);
      const names = ['Duration', 'HealthCheck', 'RealtimeKernel'];
      const files = [program, ...examples.map((code) => withNames(program, names).replace('app.synth();', `${code}\napp.synth();`))].map(
        (code, at) => {
          const file = join(folder, `example-${at}.ts`);
          writeFileSync(file, code.replace("'studio-cdk'", `'${join(REPOSITORY, 'src')}'`));
          return file;
        },
      );
      assert.deepEqual(complaints(files), []);
    });
  });
});

/** The same program, with more taken from the library. */
const withNames = (program: string, names: readonly string[]): string =>
  program.replace('import { ', `import { ${names.map((name) => `${name}, `).join('')}`);

function complaints(files: readonly string[]): readonly string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(REPOSITORY, 'tsconfig.dev.json'),
    { noEmit: true, incremental: false, noUnusedLocals: false, skipLibCheck: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => assert.fail('tsconfig.dev.json cannot be read') },
  )!;
  const program = ts.createProgram(files, config.options);
  return files
    .map((file) => program.getSourceFile(file)!)
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
