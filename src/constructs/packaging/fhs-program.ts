import { Nix } from '../../nix';
import type { WrappedProgram } from '../wrapped-program';

/** What else belongs into the conventional file system of a program. */
export interface Surroundings {
  /** What is in `/usr` besides the program, as the file calls it. */
  readonly libraries: readonly Nix[];
  /** Lines of shell that set the search paths of plugins. */
  readonly paths: readonly (readonly (string | Nix)[])[];
}

/**
 * A program inside of `/usr`, `/lib` and `/etc` as other distributions have them. They are made of symlinks when it starts, for this one program;
 * the user's home, the sockets of the session and the Nix store with the plugins are where they always are.
 */
export function conventional(wrapped: WrappedProgram, base: string, { libraries, paths }: Surroundings): Nix {
  const program = Nix.name(base);
  const mainProgram = wrapped.program ?? Nix.attr(program, 'meta.mainProgram');
  const start =
    wrapped.program === undefined ? Nix.call(Nix.lib('getExe'), program) : Nix.call(Nix.lib("getExe'"), program, wrapped.program);
  return Nix.call(
    Nix.name('buildFHSEnv'),
    Nix.inherit([{ names: ['name'], source: program }], {
      executableName: mainProgram,
      targetPkgs: Nix.fn('_', [program, ...libraries]),
      profile: Nix.indented([...paths, ...variables(wrapped)].flatMap((line) => [...line, '\n'])),
      runScript: start,
      extraInstallCommands: Nix.indented(menu(program).flatMap((line) => [...line, '\n'])),
      meta: Nix.binary(Nix.attr(program, 'meta'), '//', {
        ...(wrapped.program !== undefined && { mainProgram }),
        outputsToInstall: ['out'],
      }),
    }),
  );
}

function variables({ environment }: WrappedProgram): (string | Nix)[][] {
  return Object.keys(environment)
    .sort()
    .map((name) => [`export ${name}=`, Nix.call(Nix.lib('escapeShellArg'), environment[name])]);
}

/** The environment has the program alone; what makes it a part of the desktop is taken over. */
function menu(program: Nix): (string | Nix)[][] {
  return [
    ['for folder in applications icons mime pixmaps; do'],
    ['  [[ -d ', program, '/share/$folder ]] || continue'],
    ['  mkdir -p "$out/share"'],
    ['  cp -r --no-preserve=mode ', program, '/share/$folder "$out/share"'],
    ['done'],
    ['for entry in "$out"/share/applications/*.desktop; do'],
    ['  [[ -e $entry ]] || continue'],
    ['  sed --in-place "s|', Nix.call(Nix.lib('getBin'), program), '/bin/|$out/bin/|g" "$entry"'],
    ['done'],
  ];
}
