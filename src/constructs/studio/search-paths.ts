import { Nix } from '../../nix';
import type { Plugin } from '../plugin';
import { FOLDER_OF, SEARCH_PATHS } from '../plugin-format';

/** Weaker than `lib.mkDefault`, with which musnix sets the same variables: where musnix is at work its paths count, which lead there too. */
const BELOW_MUSNIX = 1100;

/**
 * The variables that tell programs where the machine's own plugins are, for the formats that there are. NixOS has none of the folders that programs
 * search by themselves. A variable replaces those, so the musician's own folder, where presets are kept, stands in it too.
 *
 * They are variables of the session: pam_env(8) puts in the home and the name of whoever logs in.
 */
export function sessionSearchPaths(plugins: readonly Plugin[]): Record<string, Nix> {
  const present = new Set(plugins.flatMap(({ formats }) => formats?.map((format) => FOLDER_OF[format]) ?? Object.values(FOLDER_OF)));
  const used = SEARCH_PATHS.filter(({ folders }) => folders.some((folder) => present.has(folder)));
  return Object.fromEntries(
    used.map(({ variable, folders }) => [
      `environment.sessionVariables.${variable}`,
      Nix.mkOverride(BELOW_MUSNIX, folders.filter((folder) => present.has(folder)).flatMap(placesOf)),
    ]),
  );
}

const placesOf = (folder: string): string[] => [
  `$HOME/.${folder}`,
  `/etc/profiles/per-user/$USER/lib/${folder}`,
  `/run/current-system/sw/lib/${folder}`,
];
