/** A format that audio plugins come in. Each has folders of its own, and a variable that tells programs where else to look. */
export enum PluginFormat {
  /** LV2, the free format of Linux: `LV2_PATH`, `lib/lv2`, `~/.lv2`. */
  LV2 = 'LV2',
  /** LADSPA, the oldest: effects without a picture. `LADSPA_PATH`, `lib/ladspa`, `~/.ladspa`. */
  LADSPA = 'LADSPA',
  /** DSSI, LADSPA's answer for instruments: `DSSI_PATH`, `lib/dssi`, `~/.dssi`. */
  DSSI = 'DSSI',
  /** VST2 of Linux, in the folder where nixpkgs puts it: `VST_PATH`, `lib/vst`, `~/.vst`. */
  VST2 = 'VST2',
  /** VST3: `VST3_PATH`, `lib/vst3`, `~/.vst3`. */
  VST3 = 'VST3',
  /** CLAP: `CLAP_PATH`, `lib/clap`, `~/.clap`. */
  CLAP = 'CLAP',
  /** VST2 of Linux, in the folder that some packages still use: `LXVST_PATH`, `lib/lxvst`, `~/.lxvst`. */
  LXVST = 'LXVST',
}

export const ALL_FORMATS: readonly PluginFormat[] = Object.values(PluginFormat);

/** The folder of a format: below `lib` in a package, and with a dot before it in the user's home. */
export const FOLDER_OF: Readonly<Record<PluginFormat, string>> = {
  [PluginFormat.LV2]: 'lv2',
  [PluginFormat.LADSPA]: 'ladspa',
  [PluginFormat.DSSI]: 'dssi',
  [PluginFormat.VST2]: 'vst',
  [PluginFormat.VST3]: 'vst3',
  [PluginFormat.CLAP]: 'clap',
  [PluginFormat.LXVST]: 'lxvst',
};

/** A variable that programs read, and the folders it leads to, first searched first. */
export interface SearchPath {
  readonly variable: string;
  readonly folders: readonly string[];
}

/**
 * The seven variables.
 *
 * `VST_PATH` and `LXVST_PATH` mean the same plugins to a program for Linux, and programs read the one or the other: Ardour looks for its own
 * plugins in `LXVST_PATH` and takes `VST_PATH` for those of Windows, Carla reads `VST_PATH` alone. So each leads to both folders.
 */
export const SEARCH_PATHS: readonly SearchPath[] = [
  { variable: 'CLAP_PATH', folders: ['clap'] },
  { variable: 'DSSI_PATH', folders: ['dssi'] },
  { variable: 'LADSPA_PATH', folders: ['ladspa'] },
  { variable: 'LV2_PATH', folders: ['lv2'] },
  { variable: 'LXVST_PATH', folders: ['lxvst', 'vst'] },
  { variable: 'VST3_PATH', folders: ['vst3'] },
  { variable: 'VST_PATH', folders: ['vst', 'lxvst'] },
];
