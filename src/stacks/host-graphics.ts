import { FlakeInput, type PackageFile } from '../core';
import { Nix, NODE } from '../nix';

/** Taken as a source tree: its drivers are to come from the environment's own nixpkgs, whichever that is. */
export const NIXGL = new FlakeInput('nixgl', { url: 'github:nix-community/nixGL', flake: false });

/** `packages/host-graphics.nix`: a program that is started by nixGL, unless this is NixOS. */
export const HOST_GRAPHICS: PackageFile = {
  name: 'host-graphics',
  key: '',
  comment: [
    'A program of Nix, started with graphics drivers that fit it. On NixOS they are where it looks; on other Linux there are',
    "only the host's, which are built against another C library.",
  ],
  node: () => Nix.pattern(['makeWrapper', 'nixgl', 'pkgs', 'program', 'stdenv', 'symlinkJoin', 'writeShellScript'], withDrivers())[NODE],
};

function withDrivers(): Nix {
  const isIntel = Nix.attr(Nix.name('stdenv'), 'hostPlatform.isx86_64');
  const drivers = Nix.call(
    Nix.name('import'),
    Nix.name('nixgl'),
    Nix.inherit([{ names: ['pkgs'] }], { enable32bits: isIntel, enableIntelX86Extensions: isIntel }),
  );
  const start = Nix.call(
    Nix.name('writeShellScript'),
    'with-graphics',
    Nix.indented(['[ -e /etc/NIXOS ] && exec "$@"\n', 'exec ', Nix.attr(Nix.name('drivers'), 'nixGLIntel'), '/bin/nixGLIntel "$@"\n']),
  );
  const postBuild = Nix.indented([
    'for file in "$out"/bin/*; do\n',
    '  [[ -f $file && -x $file ]] || continue\n',
    '  original=$(readlink "$file")\n',
    '  rm "$file"\n',
    '  makeWrapper ',
    Nix.name('start'),
    ` "$file" --add-flags "'$original'"\n`,
    'done\n',
    '\n',
    'for entry in "$out"/share/applications/*.desktop "$out"/share/dbus-1/services/*.service; do\n',
    '  [[ -e $entry ]] || continue\n',
    '  sed --in-place "s|',
    Nix.name('program'),
    '/bin/|$out/bin/|g" "$entry"\n',
    'done\n',
  ]);
  const joined = Nix.call(
    Nix.name('symlinkJoin'),
    Nix.inherit([{ names: ['meta', 'name'], source: Nix.name('program') }], {
      paths: [Nix.name('program')],
      nativeBuildInputs: [Nix.name('makeWrapper')],
      postBuild,
    }),
  );
  return Nix.letIn({ drivers, start }, joined);
}
