import type { PackageFile } from '../../core';
import { freeNames, Nix, NODE, type Binding, type NixNode } from '../../nix';
import { nameArguments } from '../package-arguments';
import { toPkg, type Pkg } from '../pkg';
import type { PackageContext } from '../pkg-origin';
import type { Identity } from './package-problems';
import type { PackageProps } from './props';
import type { Source } from './source';

/** A package of our own, before it is written down: who it is, and how a layer says it. */
export interface Recipe {
  readonly identity: Identity;
  readonly source: Source;
  /** The source, and patches. */
  readonly sources: readonly Source[];
  readonly props: PackageProps;
  /** What is asked for by name. */
  readonly dependencies: readonly (string | Pkg)[];
  /** Everything else that the file is made of, as data. */
  readonly key: readonly unknown[];
  /** The body of the file. */
  readonly body: (parts: RecipeParts) => Nix;
}

/** What a layer is given to write the body with. */
export interface RecipeParts {
  readonly context: PackageContext;
  /** A package as it is called in the file. */
  readonly nameOf: (pkg: string | Pkg) => Nix;
}

/** The name of the file, and what `callPackage` does not find by itself. */
export interface RecipeFile {
  readonly file: PackageFile;
  readonly args: Readonly<Record<string, Nix>>;
}

/** What comes first among the arguments, as people in nixpkgs have it; the rest follows as it is mentioned. */
const HELPERS = ['lib', 'stdenv', 'runCommand', 'rustPlatform', 'fetchFromGitHub', 'fetchurl'];

/** What Nix itself knows. */
const GLOBAL: ReadonlySet<string> = new Set(['derivation']);

/** Writes `packages/<name>.nix`: a function that anybody could call. */
export function recipeFile(recipe: Recipe, context: PackageContext): RecipeFile {
  const dependencies = recipe.dependencies.map(toPkg);
  const { nameOf, explicit } = nameArguments(dependencies, context, HELPERS);
  const node = (): NixNode => {
    const body = recipe.body({ context, nameOf: (pkg) => Nix.name(nameOf.get(toPkg(pkg)._key)!) });
    const used = freeNames(body[NODE]);
    const names = [...new Set([...HELPERS, ...nameOf.values(), ...used])].filter((name) => used.has(name) && !GLOBAL.has(name));
    return Nix.pattern(names, body)[NODE];
  };
  for (const source of recipe.sources) source._data.expression(context); // files of the project are placed for every machine that uses them
  return {
    file: { name: fileName(recipe), key: JSON.stringify([recipe.key, [...nameOf]]), comment: [headline(recipe)], node },
    args: explicit,
  };
}

/** A program is mostly wrapped by a host, whose file has the program's name; nixpkgs calls what is inside «unwrapped». */
const fileName = ({ identity: { name }, props: { mainProgram } }: Recipe): string =>
  mainProgram === undefined ? name : `${name}-unwrapped`;

const headline = ({ identity: { name, version }, props: { description, formats } }: Recipe): string =>
  `${name} ${version}${formats.length === 0 ? '' : `, as ${formats.join(', ')}`}${description === undefined ? '' : `: ${oneLine(description)}`}.`;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/\.$/, '');

/** A set with a blank line between groups of attributes. */
export function grouped(groups: readonly Readonly<Record<string, unknown>>[]): Nix {
  const bindings = groups
    .map((group) => Object.entries(group).filter(([, value]) => value !== undefined))
    .filter((group) => group.length > 0)
    .flatMap((group, groupIndex) =>
      group.map(([name, value], index): Binding => {
        const node = Nix.of(value)[NODE];
        return { kind: 'bind', path: [name], value: groupIndex > 0 && index === 0 ? spaced(node) : node };
      }),
    );
  return Nix._fromNode({ kind: 'attrs', recursive: false, bindings });
}

const spaced = (node: NixNode): NixNode => ({ kind: 'commented', comment: [], blankBefore: true, node });

/** The variables of the build, in an attribute of their own. */
export const environmentOf = ({ environment = {} }: PackageProps): Record<string, unknown> =>
  Object.keys(environment).length === 0 ? {} : { env: environment };

export function metaOf({ props, source }: Recipe, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { description, homepage, license, mainProgram, platforms, unfree } = props;
  const [kind, owner, repo] = source._data.key;
  return {
    description,
    homepage: homepage ?? (kind === 'github' ? `https://github.com/${String(owner)}/${String(repo)}` : undefined),
    license: unfree ? Nix.lib('licenses.unfree') : license === undefined ? undefined : Nix.lib(`licenses.${license}`),
    ...more,
    mainProgram,
    platforms: platforms ?? Nix.lib('platforms.linux'),
  };
}
