import type { PackageFile, System } from '../core';
import { Nix, NODE, type NixNode } from '../nix';
import { nameArguments } from './package-arguments';
import { conventional } from './packaging/fhs-program';
import type { Pkg } from './pkg';
import type { PackageContext } from './pkg-origin';
import { isHostPlatform, listBySystem, platformsOf, type OnSystems } from './platforms';
import { SEARCH_PATHS } from './plugin-format';
import { pluginFolders, type WrappedProgram } from './wrapped-program';

/** A wrapped program, written down: the file that anybody could call, and what `callPackage` does not find by itself. */
export interface WrappedProgramFile {
  readonly file: PackageFile;
  readonly args: Readonly<Record<string, Nix>>;
  /** The argument that the program is: overriding it puts something else into the same wrapper. */
  readonly base: string;
}

/**
 * Writes the package file of a wrapped program.
 *
 * Every search path is set, also those for which there are no plugins, to the folders of the plugins and then the user's own one:
 * - The session's variables are not kept. musnix leads them to `/run/current-system/sw/lib`, where plugins of everything that is installed come
 *   together, those that other programs bring with them included; the program is to see its own bundles.
 * - A variable that is set replaces the places where a program looks by default. So `~/.lv2` has to be on it, or the user's own plugins are lost;
 *   and `/usr/lib/lv2` must not be, whose plugins are built against another C library and bring the program down.
 *
 * The wrapper is a shell script: a binary one cannot say `$HOME`. It costs a millisecond or two. It starts the program by its own path, so that the
 * program finds its files and calls itself as ever.
 *
 * @param systems the platforms that it is for, where there are several: plugins that do not exist on all of them are left out on the others
 */
export function wrappedProgramFile(wrapped: WrappedProgram, context: PackageContext, systems: readonly System[] = []): WrappedProgramFile {
  const packages = [wrapped.base, ...wrapped.plugins.map(({ pkg }) => pkg), ...(wrapped.fileSystem ?? [])];
  const { nameOf, explicit } = nameArguments(packages, context, [...helpers(wrapped), 'plugins', 'search', 'stdenv']);
  const base = nameOf.get(wrapped.base._key)!;
  return {
    file: {
      name: wrapped.name,
      key: JSON.stringify([keyOf(wrapped), [...nameOf], limits(wrapped, systems)]),
      comment: [headline(wrapped)],
      node: () => packageFunction(wrapped, base, nameOf, systems)[NODE],
    },
    args: explicit,
    base,
  };
}

function packageFunction(wrapped: WrappedProgram, base: string, nameOf: ReadonlyMap<string, string>, systems: readonly System[]): Nix {
  const argument = (pkg: Pkg): OnSystems => ({ nix: Nix.name(nameOf.get(pkg._key)!), systems: platformsOf(pkg, systems) });
  const folders = pluginFolders(wrapped).map(({ folder, packages }) => [
    folder,
    listBySystem(packages.map(argument), systems, (some) => Nix.name(onlyOn(some))),
  ]);
  const others = [...nameOf.values()].filter((name) => name !== base).sort();
  const limited = limits(wrapped, systems).map(([, some]) => some);
  const platform = limited.length > 0 ? ['stdenv'] : [];
  const optionals = (some: readonly System[]): Nix => Nix.call(Nix.lib('optionals'), isHostPlatform(some));
  const conditions = new Map(limited.filter((some) => some.length > 0).map((some) => [onlyOn(some), some]));
  const only = Object.fromEntries([...conditions].map(([name, some]) => [name, optionals(some)]));
  const locals = { ...only, plugins: Object.fromEntries(folders) as Record<string, Nix>, search: SEARCH };
  const argumentOf = (pkg: Pkg): Nix => Nix.name(nameOf.get(pkg._key)!);
  const body = wrapped.fileSystem
    ? conventional(wrapped, base, { libraries: wrapped.fileSystem.map(argumentOf), paths: searchPaths() })
    : join(wrapped, base);
  return Nix.pattern([...helpers(wrapped), ...platform, base, ...others], Nix.letIn(locals, body));
}

/** `only-x86_64-linux`: the function that gives a list there and nowhere else. */
const onlyOn = (systems: readonly string[]): string => `only-${systems.join('-')}`;

/** The plugins that do not exist on all platforms, and where they do. */
function limits({ plugins }: WrappedProgram, systems: readonly System[]): [string, readonly System[]][] {
  if (systems.length === 0) return []; // on a machine
  return plugins
    .map(({ pkg }): [string, readonly System[]] => [pkg._key, platformsOf(pkg, systems)])
    .filter(([, some]) => some.length < systems.length);
}

/** Everything that the file is made of, except for the names of its arguments. */
function keyOf({ base, environment, fileSystem, plugins, program, sources, title }: WrappedProgram): unknown[] {
  const libraries = fileSystem?.map(({ _key }) => _key);
  return [title, base._key, program, plugins.map(({ pkg, formats }) => [pkg._key, formats]), sources, environment, libraries];
}

const helpers = ({ fileSystem }: WrappedProgram): string[] => ['lib', ...(fileSystem ? ['buildFHSEnv'] : ['makeWrapper', 'symlinkJoin'])];

function headline({ fileSystem, title, sources }: WrappedProgram): string {
  const own = "the user's own folders";
  const who = fileSystem ? `${title} in a conventional file system` : title;
  if (sources.length === 0) return `${who}, which sees plugins in ${own} only.`;
  return `${who}, which sees exactly the plugins of ${enumerate(sources)}, and those in ${own}.`;
}

const enumerate = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function join(wrapped: WrappedProgram, base: string): Nix {
  const program = Nix.name(base);
  const outputs = Nix.attr(program, 'meta.outputsToInstall');
  const meta = { ...(wrapped.program !== undefined && { mainProgram: wrapped.program }), outputsToInstall: ['out'] };
  return Nix.call(
    Nix.name('symlinkJoin'),
    Nix.inherit([{ names: ['name'], source: program }], {
      paths: Nix.call(Nix.name('map'), Nix.fn('output', selectDynamic(base, 'output')), outputs),
      nativeBuildInputs: [Nix.name('makeWrapper')],
      postBuild: script(wrapped, base),
      meta: Nix.binary(Nix.attr(program, 'meta'), '//', meta),
    }),
  );
}

/** The shell script that puts wrappers in the place of the links to programs. */
function script({ environment }: WrappedProgram, base: string): Nix {
  const lines: (string | Nix)[][] = [
    ['for program in "$out"/bin/*; do'],
    ['  [[ -f $program && -x $program ]] || continue'],
    ['  original=$(readlink "$program")'],
    ['  rm "$program"'],
    ['  makeWrapper "$original" "$program" \\'],
    ...flags(environment).map((flag, index, all) => ['    ', ...flag, index < all.length - 1 ? ' \\' : '']),
    ['done'],
    [''],
    ['# Menu entries and services that name the program by its path start the wrapped one.'],
    ['for entry in "$out"/share/applications/*.desktop "$out"/share/dbus-1/services/*.service; do'],
    ['  [[ -e $entry ]] || continue'],
    ['  sed --in-place "s|', Nix.call(Nix.lib('getBin'), Nix.name(base)), '/bin/|$out/bin/|g" "$entry"'],
    ['done'],
  ];
  return Nix.indented(lines.flatMap((line) => [...line, '\n']));
}

function flags(environment: WrappedProgram['environment']): (string | Nix)[][] {
  const paths = searchPaths().map((line) => [`--run '`, ...line, `'`]);
  const variables = Object.keys(environment)
    .sort()
    .map((name) => [`--set ${name} `, Nix.call(Nix.lib('escapeShellArg'), environment[name])]);
  return [...paths, ...variables];
}

/** Lines of shell that set the seven variables: `export LV2_PATH="…"`. */
function searchPaths(): (string | Nix)[][] {
  return SEARCH_PATHS.map(({ variable, folders }) => {
    const searched = folders.flatMap((folder, index) => [...(index > 0 ? [':'] : []), Nix.call(Nix.name('search'), folder)]);
    return [`export ${variable}="`, ...searched, `"`];
  });
}

/** `format: …`: the packages' folders of a format, then the user's own one. */
const SEARCH = Nix.fn(
  'format',
  Nix.binary(
    Nix.call(
      Nix.lib('concatMapStrings'),
      Nix.fn('plugin', Nix.interpolate([Nix.name('plugin'), '/lib/', Nix.name('format'), ':'])),
      selectDynamic('plugins', 'format', []),
    ),
    '+',
    Nix.interpolate(['$HOME/.', Nix.name('format')]),
  ),
);

/** `target.${key}`, or `target.${key} or fallback`. */
function selectDynamic(target: string, key: string, fallback?: unknown): Nix {
  const path: NixNode[] = [{ kind: 'name', name: key }];
  const node = { kind: 'select', target: { kind: 'name', name: target }, path } as const;
  return Nix._fromNode(fallback === undefined ? node : { ...node, fallback: Nix.of(fallback)[NODE] });
}
