import type { PackageFile } from '../core';
import { isIdentifier, Nix, NODE, type NixNode } from '../nix';
import type { Pkg } from './pkg';
import type { PackageContext } from './pkg-origin';
import { SEARCH_PATHS } from './plugin-format';
import { pluginFolders, type WrappedProgram } from './wrapped-program';

/** A wrapped program, written down: the file that anybody could call, and what `callPackage` does not find by itself. */
export interface WrappedProgramFile {
  readonly file: PackageFile;
  readonly args: Readonly<Record<string, Nix>>;
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
 */
export function wrappedProgramFile(wrapped: WrappedProgram, context: PackageContext): WrappedProgramFile {
  const { nameOf, explicit } = nameArguments([wrapped.base, ...wrapped.plugins.map(({ pkg }) => pkg)], context);
  const base = nameOf.get(wrapped.base._key)!;
  return {
    file: {
      name: wrapped.name,
      key: JSON.stringify([keyOf(wrapped), [...nameOf]]),
      comment: [headline(wrapped)],
      node: () => packageFunction(wrapped, base, nameOf)[NODE],
    },
    args: explicit,
  };
}

function packageFunction(wrapped: WrappedProgram, base: string, nameOf: ReadonlyMap<string, string>): Nix {
  const folders = pluginFolders(wrapped).map(({ folder, packages }) => [folder, packages.map((pkg) => Nix.name(nameOf.get(pkg._key)!))]);
  const others = [...nameOf.values()].filter((name) => name !== base).sort();
  const locals = { plugins: Object.fromEntries(folders) as Record<string, Nix[]>, search: SEARCH };
  return Nix.pattern([...HELPERS, base, ...others], Nix.letIn(locals, join(wrapped, base)));
}

/** Everything that the file is made of, except for the names of its arguments. */
function keyOf({ base, environment, plugins, program, sources, title }: WrappedProgram): unknown[] {
  return [title, base._key, program, plugins.map(({ pkg, formats }) => [pkg._key, formats]), sources, environment];
}

const HELPERS = ['lib', 'makeWrapper', 'symlinkJoin'];

function headline({ title, sources }: WrappedProgram): string {
  const own = "the user's own folders";
  if (sources.length === 0) return `${title}, which sees plugins in ${own} only.`;
  return `${title}, which sees exactly the plugins of ${enumerate(sources)}, and those in ${own}.`;
}

const enumerate = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function join(wrapped: WrappedProgram, base: string): Nix {
  const program = Nix.name(base);
  const outputs = Nix.select(program, 'meta.outputsToInstall');
  const meta = { ...(wrapped.program !== undefined && { mainProgram: wrapped.program }), outputsToInstall: ['out'] };
  return Nix.call(
    Nix.name('symlinkJoin'),
    Nix.inherit([{ names: ['name'], source: program }], {
      paths: Nix.call(Nix.name('map'), Nix.lambda('output', selectDynamic(base, 'output')), outputs),
      nativeBuildInputs: [Nix.name('makeWrapper')],
      postBuild: script(wrapped, base),
      meta: Nix.binary(Nix.select(program, 'meta'), '//', meta),
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
  const paths = SEARCH_PATHS.map(({ variable, folders }) => {
    const searched = folders.flatMap((folder, index) => [...(index > 0 ? [':'] : []), Nix.call(Nix.name('search'), folder)]);
    return [`--run 'export ${variable}="`, ...searched, `"'`];
  });
  const variables = Object.keys(environment)
    .sort()
    .map((name) => [`--set ${name} `, Nix.call(Nix.lib('escapeShellArg'), environment[name])]);
  return [...paths, ...variables];
}

/** `format: …`: the packages' folders of a format, then the user's own one. */
const SEARCH = Nix.lambda(
  'format',
  Nix.binary(
    Nix.call(
      Nix.lib('concatMapStrings'),
      Nix.lambda('plugin', Nix.interpolate([Nix.name('plugin'), '/lib/', Nix.name('format'), ':'])),
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

/**
 * The names that packages have as arguments of the file. A package that stands directly in the machine's `pkgs` keeps its name, and `callPackage`
 * finds it; any other one gets a name that is free, and is passed.
 */
function nameArguments(
  packages: readonly Pkg[],
  context: PackageContext,
): { nameOf: ReadonlyMap<string, string>; explicit: Record<string, Nix> } {
  const found = new Map(packages.map((pkg) => [pkg._key, { pkg, nix: pkg._in(context) }]));
  const nameOf = new Map<string, string>();
  const taken = new Set([...HELPERS, 'plugins', 'search']);
  for (const [key, { nix }] of found) {
    const plain = nameInPkgs(nix[NODE]);
    if (plain === undefined || taken.has(plain)) continue;
    nameOf.set(key, plain);
    taken.add(plain);
  }
  const passed: [string, Nix][] = [];
  for (const [key, { pkg, nix }] of found) {
    if (nameOf.has(key)) continue;
    const name = freeName(identifier(pkg.name), taken);
    nameOf.set(key, name);
    taken.add(name);
    passed.push([name, nix]);
  }
  return { nameOf, explicit: Object.fromEntries(passed.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  return name;
}

/** `pkgs.calf` → calf; undefined for everything that callPackage does not find by its name alone. */
function nameInPkgs(node: NixNode): string | undefined {
  if (node.kind !== 'select' || node.target.kind !== 'name' || node.target.name !== 'pkgs' || node.path.length !== 1) return undefined;
  const key = node.path[0];
  return typeof key === 'string' && isIdentifier(key) ? key : undefined;
}

/** `pipewire.jack` → pipewire-jack, `2ship` → _2ship. */
function identifier(name: string): string {
  const word = name.replace(/[^\w'-]/g, '-');
  return isIdentifier(word) ? word : `_${word}`;
}
