import type { PackageFile, System } from '../core';
import { Nix, NODE } from '../nix';
import { nameArguments } from './package-arguments';
import type { PackageContext } from './pkg-origin';
import { SCANNERS } from './plugin-check-scanners';
import { limitedLookups, searchScript, usedFormats } from './plugin-check-script';
import type { WrappedProgram } from './wrapped-program';
import { wrappedProgramFile } from './wrapped-program-file';

/** A proof that a program finds its plugins, written down: the file that anybody could call, and what `callPackage` does not find by itself. */
export interface PluginCheckFile {
  readonly file: PackageFile;
  readonly args: Readonly<Record<string, Nix>>;
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
 * `checks.<system>.ardour-plugins = callPackage ./packages/ardour-plugins.nix { wrapped = …; }`.
 *
 * @param wrapped what is wrapped with what
 * @param wrapper the package made from `wrappedProgramFile(wrapped, context)`, as `callPackage` gives it: it must have `override`
 * @param context where the file is called
 * @param systems the platforms that it is for, where there are several: on each, those plugins are searched that exist there
 * @returns undefined where there is nothing to prove: a program without plugins
 */
export function pluginCheckFile(
  wrapped: WrappedProgram,
  wrapper: Nix,
  context: PackageContext,
  systems: readonly System[] = [],
): PluginCheckFile | undefined {
  if (wrapped.plugins.length === 0) return undefined;
  const { file, base } = wrappedProgramFile(wrapped, context, systems);
  const scanners = scannerPackages(wrapped);
  const packages = wrapped.plugins.map(({ pkg }) => pkg);
  const { nameOf, explicit } = nameArguments(packages, context, [...HELPERS, ...PLATFORM, ...scanners, 'inside', 'search', 'wrapped']);
  const limited = limitedLookups(wrapped, nameOf, systems);
  const locals = {
    ...limited,
    search: Nix.call(Nix.name('writeShellScriptBin'), 'search', searchScript(wrapped, nameOf, systems)),
    inside: Nix.call(
      Nix.select(Nix.name('wrapped'), 'override'),
      wrapped.fileSystem ? { buildFHSEnv: PROFILE } : { [base]: Nix.name('search') },
    ),
  };
  const platform = Object.keys(limited).length > 0 ? PLATFORM : [];
  const check = Nix.call(
    Nix.name('runCommand'),
    `${wrapped.name}-plugins`,
    {},
    Nix.interpolate([Nix.name('inside'), '/bin/search > $out']),
  );
  return {
    file: {
      name: `${wrapped.name}-plugins`,
      key: JSON.stringify([file.key, [...nameOf]]),
      comment: [`Builds if ${wrapped.title} finds plugins of every package that it was given, as it finds them when it runs.`],
      node: () =>
        Nix.pattern([...HELPERS, ...platform, ...scanners, 'wrapped', ...[...nameOf.values()].sort()], Nix.letIn(locals, check))[NODE],
    },
    args: { ...explicit, wrapped: wrapper },
  };
}

/**
 * What stands in for a conventional file system. A build may not make one; that the plugins are found is up to the lines of shell that run in it before
 * the program does.
 */
const PROFILE = Nix.pattern(
  ['profile'],
  Nix.call(Nix.name('writeShellScriptBin'), 'search', Nix.indented([Nix.name('profile'), '\nexec ', Nix.name('search'), '/bin/search\n'])),
  { ellipsis: true },
);

const HELPERS = ['runCommand', 'writeShellScriptBin'];

/** What is needed where a plugin does not exist on all platforms. */
const PLATFORM = ['lib', 'stdenv'];

const scannerPackages = (wrapped: WrappedProgram): string[] =>
  [...new Set(usedFormats(wrapped).flatMap((format) => SCANNERS[format].package ?? []))].sort();
