import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { GLOBAL_OPTIONS, type CommandSpec } from '../../cli/src/command';
import { PACKAGES } from '../../cli/src/pulumi/errors';
import { COMMANDS } from '../../cli/src/registry';
import { CLI } from '../../cli/test/support/cli';
import { REPOSITORY } from './support/bundle';

const FILE = join(REPOSITORY, 'docs', 'pulumi.md');
const document = readFileSync(FILE, 'utf8');

/** The contents of fences that begin so, in order. */
const blocks = (fence: string): readonly string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${fence}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text!);

/** Every call of `cdk` in the guide: between backticks, or on a line of a console. */
const calls = [...document.matchAll(/(?:`|^\$ |&& )(cdk [^`)\n]*)/gm)].map(([, call]) => call!);

/** As it is bundled. */
const load = async (name: string): Promise<CommandSpec> =>
  ((await import(join(CLI, 'lib', 'commands', `${name}.js`))) as { readonly command: CommandSpec }).command;
const longFlags = ({ options = [] }: Pick<CommandSpec, 'options'>): readonly string[] =>
  options.flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []);

/** The members of an exported interface or class, as the sources have them. */
function membersOf(file: string, name: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join(REPOSITORY, 'pulumi', 'src', file), 'utf8'), ts.ScriptTarget.ESNext);
  const found = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name) as ts.InterfaceDeclaration;
  return found.members.map((member) => (member.name as ts.Identifier).text);
}

/** The first cells of the table that begins so. */
const firstCells = (head: string): readonly string[] => {
  const [, table = ''] = document.split(`| ${head} |`);
  return [...table.split('\n\n')[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, cell]) => cell!);
};

describe('docs/pulumi.md', () => {
  it('names only commands that there are, with options that they have', async () => {
    assert.ok(calls.length >= 10, String(calls.length));
    for (const call of calls) {
      const [, name = '', ...words] = call.split(/\s+/);
      assert.ok(
        COMMANDS.some((command) => command.name === name),
        call,
      );
      const known = [...longFlags(await load(name)), ...longFlags({ options: GLOBAL_OPTIONS })];
      for (const word of words.filter((each) => each.startsWith('--'))) assert.ok(known.includes(word), `${word} in «${call}»`);
    }
  });

  it('installs what the command line asks for', () => {
    const installed = [...document.matchAll(/@pulumi\/\w+@[\d.]+/g)].map(([name]) => name);
    assert.deepEqual(new Set(installed), new Set(PACKAGES));
  });

  it('links only to what is there', () => {
    for (const [, path, anchor] of document.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const file = join(dirname(FILE), path!);
      assert.ok(existsSync(file), path);
      const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading!));
      assert.ok(anchor === undefined || headings.includes(anchor), `${path}#${anchor}`);
    }
  });

  it('tells all that a StudioMachine takes and gives, and no more', () => {
    assert.deepEqual(firstCells('argument'), membersOf('args.ts', 'StudioMachineArgs'));
    assert.deepEqual(firstCells('output'), membersOf('args.ts', 'MachineResult'));
  });

  describe('has TypeScript', () => {
    let folder = '';
    // Inside of the repository, where the types are found.
    before(() => {
      mkdirSync(join(REPOSITORY, '.cache'), { recursive: true });
      folder = mkdtempSync(join(REPOSITORY, '.cache', 'pulumi-guide-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('that the compiler takes, with the types that are shipped', function () {
      this.timeout(60_000);
      const programs = [...blocks('ts program'), ...blocks('ts example')];
      assert.equal(programs.length, 2);
      const files = programs.map((code, at) => {
        const file = join(folder, `program-${at}.ts`);
        writeFileSync(file, code.replace("'studio-cdk-pulumi'", `'${join(REPOSITORY, 'pulumi', 'lib')}'`));
        return file;
      });
      assert.deepEqual(complaints(files), []);
    });
  });
});

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function complaints(files: readonly string[]): readonly string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node'],
    skipLibCheck: true,
  };
  const program = ts.createProgram(files, options);
  return files
    .map((file) => program.getSourceFile(file)!)
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
