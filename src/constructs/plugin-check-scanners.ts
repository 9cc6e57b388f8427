import { Nix } from '../nix';
import { PluginFormat } from './plugin-format';

/** How plugins of one format are listed without a DAW, a display or a sound card. */
export interface Scanner {
  /** The package of nixpkgs that brings the program; none where the tools of every build do. */
  readonly package?: string;
  /** A command of the shell that prints a line for each plugin in the folder `$1`; programs by their own path, since a wrapper may set `PATH`. */
  readonly command: readonly (string | Nix)[];
}

const VST3 = `find -L "$1" -name '*.vst3' -prune | while IFS= read -r module; do
  library=$module
  if [ -d "$module" ]; then
    library=$module/Contents/$(uname -m)-linux/$(basename "$module" .vst3).so
    info=$(find -L "$module/Contents" -name moduleinfo.json -print -quit)
    if [ -n "$info" ] && ! grep -q '"Audio Module Class"' "$info"; then continue; fi
  fi
  LC_ALL=C grep -laP '\\0GetPluginFactory\\0' "$library"
done`;

/**
 * A scanner for each format.
 *
 * LV2, LADSPA and CLAP have one that reads or loads plugins as a program does. For the others nixpkgs has none: a file counts that stands where
 * programs look and that exports the function which they call first. That tells an LV2 plugin in a VST folder from a VST plugin.
 * - LV2: `lv2ls` reads `LV2_PATH`.
 * - LADSPA: `listplugins` reads `LADSPA_PATH`, and indents the plugins below their file.
 * - CLAP: `clap-info` is given the file, since it looks into the system's folders whatever `CLAP_PATH` says; no plugin is started. Some write into
 *   the user's home when they are loaded, so they get one that they can write to.
 * - VST3: a bundle, `Name.vst3/Contents/x86_64-linux/Name.so`, or a lone file. Where there is a `moduleinfo.json`, it lists an audio plugin.
 * - VST2: `VSTPluginMain`, or `main` as it was before VST 2.4.
 */
export const SCANNERS: Readonly<Record<PluginFormat, Scanner>> = {
  [PluginFormat.CLAP]: {
    package: 'clap-info',
    command: [
      `find -L "$1" -type f -name '*.clap' -exec env HOME="\${TMPDIR:-/tmp}" timeout 60 `,
      Nix.name('clap-info'),
      `/bin/clap-info --create=false {} \\; | grep '"id"'`,
    ],
  },
  [PluginFormat.DSSI]: { command: [exporting('dssi_descriptor')] },
  [PluginFormat.LADSPA]: {
    package: 'ladspa-sdk',
    command: ['LADSPA_PATH=$1 timeout 60 ', Nix.name('ladspa-sdk'), `/bin/listplugins | grep '^[[:blank:]]'`],
  },
  [PluginFormat.LV2]: { package: 'lilv', command: ['LV2_PATH=$1 timeout 60 ', Nix.name('lilv'), '/bin/lv2ls'] },
  [PluginFormat.LXVST]: { command: [exporting('(VSTPluginMain|main)')] },
  [PluginFormat.VST2]: { command: [exporting('(VSTPluginMain|main)')] },
  [PluginFormat.VST3]: {
    command: [VST3],
  },
};

/** Names of functions stand in a library between two zero bytes. */
function exporting(name: string): string {
  return `find -L "$1" -type f -name '*.so' -exec env LC_ALL=C grep -laP '\\0${name}\\0' {} +`;
}
