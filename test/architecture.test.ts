import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** What a folder of the library may import, besides itself. Arrows point down only. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/nix': [],
  'src/assembly': [],
  'src/core': ['src/nix', 'src/assembly'],
  'src/constructs': ['src/core', 'src/nix', 'src/assembly'],
  'src/stacks': ['src/constructs', 'src/core', 'src/nix', 'src/assembly'],
  'src/testing': ['src/stacks', 'src/constructs', 'src/core', 'src/nix', 'src/assembly'],
  'cli/src': ['src/assembly'],
  'pulumi/src': ['cli/src', 'src/assembly'],
};

/** What of the command line the component for Pulumi programs may know: how one deploys, and nothing of commands, screens and projects. */
const DEPLOYING = /^cli\/src\/(access|deploy|project\/settings|pulumi|ssh|(errors|suggest|terminal)\.ts)/;

/** The names that the library exports to its users. */
const PUBLIC = new Set(readFileSync('src/index.ts', 'utf8').match(/\b[A-Z]\w+/g));

const PRINTER = 'src/nix/printer/';

const MAX_LINES = 300;

/** Files that may be longer, and why. */
const LONG: Readonly<Record<string, string>> = {
  'src/nix/nix.ts': 'one public class with a documented method for each thing that Nix can say; jsii cannot spread a class over files',
  'src/testing/template.ts': 'one public class with a documented method for each question that a test can ask',
};

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types alone leave no trace in what runs. */
  readonly typeOnly: boolean;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

const parse = (file: string): ts.SourceFile => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);

/** Everything that a file imports, exports from elsewhere, or requires. */
function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ from: file, to: target(file, specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression, node.isTypeOnly);
    else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require'))
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { namedBindings } = clause;
  return (
    !clause.name && !!namedBindings && ts.isNamedImports(namedBindings) && namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

/** A file of ours where the import is relative, otherwise the package. */
function target(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = normalize(join(dirname(from), specifier));
  return [`${path}.ts`, join(path, 'index.ts')].find((file) => existsSync(file)) ?? path;
}

const layerOf = (file: string): string | undefined => Object.keys(LAYERS).find((layer) => file.startsWith(`${layer}/`));
const show = ({ from, to }: Import): string => `${from} → ${to}`;

describe('the architecture', () => {
  const library = filesIn('src');
  const cli = filesIn('cli/src');
  const component = filesIn('pulumi/src');
  const all = [...library, ...cli, ...component];
  const imports = all.flatMap(importsOf);
  const none = (what: readonly Import[]): void => assert.deepEqual(what.map(show), []);

  it('has a layer for every file of the library but the public index', () =>
    assert.deepEqual(
      library.filter((file) => !layerOf(file)),
      ['src/index.ts'],
    ));

  it('is seen by this test', () => {
    const seen = new Set(imports.map(({ from, to }) => `${layerOf(from)} → ${layerOf(to)}`));
    const arrows = ['src/core → src/nix', 'src/stacks → src/constructs', 'cli/src → src/assembly', 'pulumi/src → cli/src'];
    for (const arrow of arrows) assert.ok(seen.has(arrow), arrow);
  });

  it('has imports that point down only', () =>
    none(
      imports.filter(({ from, to }) => {
        const [above, below] = [layerOf(from), layerOf(to)];
        return above && below && above !== below && !LAYERS[above]!.includes(below);
      }),
    ));

  it('has a public index that nobody inside imports', () => none(imports.filter(({ to }) => to === 'src/index.ts' || to === 'studio-cdk')));

  it('has no circles among files that run, but in the printer, which is recursive like the language it writes', () =>
    assert.deepEqual(
      circles(imports.filter(({ from, to, typeOnly }) => !typeOnly && !(from.startsWith(PRINTER) && to.startsWith(PRINTER)))),
      [],
    ));

  it('starts processes in one place, which is not in the library', () => {
    const starting = imports.filter(({ to }) => /^(node:)?child_process$/.test(to)).map(({ from }) => from);
    assert.deepEqual(starting, ['cli/src/child-process.ts']);
  });

  it('loads Pulumi where machines are deployed by it, and nowhere else', () => {
    const loading = new Set(imports.filter(({ to }) => to.startsWith('@pulumi/')).map(({ from }) => dirname(from)));
    assert.deepEqual([...loading].sort(), ['cli/src/pulumi', 'pulumi/src']);
  });

  it('keeps commands, screens and projects out of the component for Pulumi programs', () =>
    none(imports.filter(({ from, to }) => layerOf(from) === 'pulumi/src' && to.startsWith('cli/') && !DEPLOYING.test(to))));

  it('keeps networks out of the library: it needs constructs and Node.js alone', () =>
    none(
      imports.filter(
        ({ from, to }) =>
          from.startsWith('src/') &&
          !to.startsWith('src/') &&
          to !== 'constructs' &&
          !/^node:(crypto|fs|module|net|path|url|util)$/.test(to),
      ),
    ));

  it('opens connections nowhere in the library: node:net is there for the form of addresses', () => {
    for (const { from } of imports.filter(({ from, to }) => to === 'node:net' && from.startsWith('src/')))
      assert.match(readFileSync(from, 'utf8'), /import \{ (isIP(v4|v6)?(, )?)+ \} from 'node:net'/, from);
  });

  it('has files that one can read in one go', () => {
    const lines = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;
    assert.deepEqual(
      all.filter((file) => lines(file) > MAX_LINES && !(file in LONG)),
      [],
    );
  });

  it('says of every class and enumeration, and of everything public, what it is', () => {
    const undocumented = library.flatMap((file) => exportsOf(file).filter(({ isPublic, documented }) => isPublic && !documented));
    assert.deepEqual(
      undocumented.map(({ name }) => name),
      [],
    );
  });

  it('leaves nothing to do', () =>
    assert.deepEqual(
      all.filter((file) => /\b(TODO|FIXME|XXX)\b/.test(readFileSync(file, 'utf8'))),
      [],
    ));
});

interface Export {
  readonly name: string;
  readonly documented: boolean;
  readonly isPublic: boolean;
}

/** What a file of the library exports, as `src/core/app.ts: App`. Plain data inside of the library may speak for itself. */
function exportsOf(file: string): Export[] {
  return parse(file).statements.flatMap((node): Export[] => {
    const isKind = ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || ts.isInterfaceDeclaration(node);
    if (!isKind || !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const name = node.name?.text ?? 'default';
    const isPublic = !ts.isInterfaceDeclaration(node) || PUBLIC.has(name);
    return [{ name: `${file}: ${name}`, documented: ts.getJSDocCommentsAndTags(node).length > 0, isPublic }];
  });
}

/** Files that import each other in a circle: which of them runs first would depend on who is asked for first. */
function circles(imports: readonly Import[]): string[] {
  const below = new Map<string, string[]>();
  for (const { from, to } of imports) below.set(from, [...(below.get(from) ?? []), to]);
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'open') found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const next of below.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of below.keys()) visit(file, []);
  return found;
}
