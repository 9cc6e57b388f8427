import { join } from 'node:path';
import type { PackageFile, System } from '../core';
import { Nix, NODE } from '../nix';
import { nameArguments } from './package-arguments';
import type { PackageContext } from './pkg-origin';
import { isHostPlatform, platformsOf } from './platforms';
import type { Plugin } from './plugin';
import { ALL_FORMATS, type PluginFormat } from './plugin-format';
import type { WrappedProgram } from './wrapped-program';
import type { WrappedProgramFile } from './wrapped-program-file';

/** A proof that a program finds its plugins, written down: the file that anybody could call, and what `callPackage` does not find by itself. */
export interface PluginCheckFile {
  readonly file: PackageFile;
  readonly args: Readonly<Record<string, Nix>>;
}

/** The search, which is shipped with the library, compiled or not, and what it is called beside the package files. */
const FIND_PLUGINS = join(__dirname, '..', '..', 'assets', 'find-plugins.nix');
const PLACE = 'checks/find-plugins.nix';

/** A wrapper that is there to be called once more. */
export interface WrapperAtHand extends Pick<WrappedProgramFile, 'file' | 'base'> {
  /** The package made from the file, as `callPackage` gives it: it must have `override`. */
  readonly wrapper: Nix;
}

/**
 * Writes the package file of a derivation that builds only if a wrapped program finds plugins of every package of its bundles: at least one in each
 * format that the package is used in, or in any format where nobody knows which it has. A package can be built, start as a program, and yet be
 * invisible to every DAW.
 *
 * The search runs inside of the wrapper: the wrapper's own package file is called once more, with the search in the program's place
 * (`wrapped.override { ardour = …; }`). So whatever the wrapper does to the environment is done here, and the environment of the build, in which
 * there is no home and no display, counts as little as a session's.
 * Of a program in a conventional file system (`FhsHost`), what it does before it starts the program is run.
 * Each folder of a path is scanned by itself: a plugin that brings its scanner down does not hide others, and is told from them.
 *
 * A failure names every package that is not found, with the format, the reason, and the path that was searched. A success is a list of what was found.
 *
 * `checks.<system>.ardour-plugins = callPackage ./packages/ardour-plugins.nix { wrapped = …; }`. The file holds what is the program's own, and
 * calls the search, `checks/find-plugins.nix`, which all programs share.
 *
 * @param wrapped what is wrapped with what
 * @param wrapper the wrapper, from `wrappedProgramFile(wrapped, context, systems)`
 * @param context where the file is called
 * @param systems the platforms that it is for, where there are several: on each, those plugins are searched that exist there
 * @returns undefined where there is nothing to prove: a program without plugins
 */
export function pluginCheckFile(
  wrapped: WrappedProgram,
  { file, base, wrapper }: WrapperAtHand,
  context: PackageContext,
  systems: readonly System[] = [],
): PluginCheckFile | undefined {
  if (wrapped.plugins.length === 0) return undefined;
  const packages = wrapped.plugins.map(({ pkg }) => pkg);
  const { nameOf, explicit } = nameArguments(packages, context, ['callPackage', ...PLATFORM, 'wrapped']);
  const name = `${wrapped.name}-plugins`;
  return {
    file: {
      name,
      key: JSON.stringify([file.key, [...nameOf]]),
      comment: [`Builds if ${wrapped.title} finds plugins of every package that it was given, as it finds them when it runs.`],
      uses: { [PLACE]: FIND_PLUGINS },
      node: () => {
        const { lines, limited } = lookups(wrapped, nameOf, systems);
        const isLimited = Object.keys(limited).length > 0;
        const search = Nix.inherit([{ names: ['wrapped'] }], {
          program: wrapped.fileSystem ? null : base,
          title: wrapped.title,
          name,
          plugins: Nix.indented(lines),
          formats: usedFormats(wrapped).join(' '),
        });
        const call = Nix.call(Nix.name('callPackage'), Nix.path(`./${PLACE}`), search);
        const formals = ['callPackage', ...(isLimited ? PLATFORM : []), 'wrapped', ...[...nameOf.values()].sort()];
        return Nix.pattern(formals, isLimited ? Nix.letIn(limited, call) : call)[NODE];
      },
    },
    args: { ...explicit, wrapped: wrapper },
  };
}

/** What is needed where a plugin does not exist on all platforms. */
const PLATFORM = ['lib', 'stdenv'];

/** The formats in which there is something to find. */
function usedFormats({ plugins }: WrappedProgram): PluginFormat[] {
  const used = new Set(plugins.flatMap(({ formats }) => formats ?? ALL_FORMATS));
  return ALL_FORMATS.filter((format) => used.has(format));
}

/** The lines that look for plugins, and those for plugins that exist on some platforms only: for each set of platforms, by what they are called in the file. */
function lookups(
  { plugins }: WrappedProgram,
  nameOf: ReadonlyMap<string, string>,
  systems: readonly System[],
): { lines: (string | Nix)[]; limited: Readonly<Record<string, Nix>> } {
  const lines: (string | Nix)[] = [];
  const groups = new Map<string, { some: readonly System[]; lines: (string | Nix)[] }>();
  for (const plugin of plugins) {
    const some = platformsOf(plugin.pkg, systems);
    if (some.length === systems.length) lines.push(...lookup(plugin, nameOf));
    else if (some.length > 0) {
      const name = `only-${some.join('-')}`;
      const group = groups.get(name) ?? { some, lines: [] };
      groups.set(name, group);
      group.lines.push(...lookup(plugin, nameOf));
    }
  }
  const limited = [...groups].map(([name, group]): [string, Nix] => [
    name,
    Nix.call(Nix.lib('optionalString'), isHostPlatform(group.some), Nix.indented(group.lines)),
  ]);
  return { lines: [...lines, ...limited.flatMap(([name]) => [Nix.name(name), '\n'])], limited: Object.fromEntries(limited) };
}

/** `every calf ${calf} LV2`, or `any …` where nobody knows the formats. */
function lookup({ pkg, formats }: Plugin, nameOf: ReadonlyMap<string, string>): (string | Nix)[] {
  const root = Nix.name(nameOf.get(pkg._key)!);
  return [`${pkg._formats ? 'every' : 'any'} ${quoted(pkg.name)} `, root, ` ${(formats ?? ALL_FORMATS).join(' ')}\n`];
}

const quoted = (text: string): string => (/^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
