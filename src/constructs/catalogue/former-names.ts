/** A package that is called otherwise today. */
export interface Renamed {
  readonly to: string;
  /** The day when nixpkgs changed it, where that is known. */
  readonly since?: string;
}

/** A package that is gone, or never was. */
export interface Removed {
  /** The day when nixpkgs dropped it, where that is known. */
  readonly since?: string;
  /** A package that does the same today. */
  readonly successor?: string;
  /** What else there is to say: other ways to the same end. */
  readonly advice?: string;
  /** It was looked for and never found. */
  readonly never?: true;
}

/** Old name → what nixpkgs calls it now. */
export const RENAMED: Readonly<Record<string, Renamed>> = {
  'AMB-plugins': { to: 'amb-plugins', since: '2026-02-08' },
  CHOWTapeModel: { to: 'chow-tape-model', since: '2025-10-27' },
  ChowCentaur: { to: 'chow-centaur', since: '2025-10-27' },
  ChowKick: { to: 'chow-kick', since: '2025-10-27' },
  ChowPhaser: { to: 'chow-phaser', since: '2025-10-27' },
  'FIL-plugins': { to: 'fil-plugins', since: '2025-10-27' },
  LibreArp: { to: 'librearp', since: '2025-10-27' },
  'LibreArp-lv2': { to: 'librearp-lv2', since: '2025-10-27' },
  MIDIVisualizer: { to: 'midivisualizer', since: '2025-10-27' },
  MMA: { to: 'mma', since: '2026-02-08' },
  artyFX: { to: 'openav-artyfx', since: '2026-02-08' },
  'avldrums-lv2': { to: 'x42-avldrums', since: '2020-03-29' },
  distrho: { to: 'distrho-ports' },
  faustPhysicalModeling: { to: 'faust-physicalmodeling', since: '2026-02-08' },
  faustStk: { to: 'faust-physicalmodeling', since: '2025-10-27' },
  ffadoFull: { to: 'ffado', since: '2018-05-01' },
  infamousPlugins: { to: 'infamousplugins', since: '2026-02-08' },
  'ir.lv2': { to: 'ir-lv2', since: '2025-09-27' },
  'melmatcheq.lv2': { to: 'melmatcheq-lv2', since: '2025-09-27' },
  metersLv2: { to: 'meters-lv2', since: '2026-02-08' },
  'soundfont-generaluser': { to: 'soundfont-generaluser-gs', since: '2026-02-26' },
  'surge-XT': { to: 'surge-xt', since: '2026-02-12' },
  'tamgamp.lv2': { to: 'tamgamp-lv2', since: '2025-09-27' },
  'zyn-fusion': { to: 'zynaddsubfx', since: '2025-10-27' },
  // Beside the studio, but met in one.
  ladspaH: { to: 'ladspa-header', since: '2026-02-08' },
  mac: { to: 'monkeys-audio', since: '2025-10-27' },
  monkeysAudio: { to: 'monkeys-audio', since: '2026-02-08' },
  'mpc-cli': { to: 'mpc', since: '2025-10-27' },
  mpc_cli: { to: 'mpc', since: '2025-10-27' },
  openalSoft: { to: 'openal-soft', since: '2026-02-09' },
  opusTools: { to: 'opus-tools', since: '2026-02-12' },
  wineWayland: { to: 'wine-wayland', since: '2025-10-27' },
  wineWowPackages: { to: 'wineWow64Packages' },
};

/** Targets of RENAMED that are no audio software, and so have no entry of their own. */
export const OUTSIDE_OF_THE_CATALOGUE: readonly string[] = [
  'ladspa-header',
  'monkeys-audio',
  'mpc',
  'openal-soft',
  'opus-tools',
  'wine-wayland',
  'wineWow64Packages',
];

const RT_KERNEL = 'Kernels since 6.12 have realtime preemption built in: a RealtimeKernel with Preemption.REALTIME turns it on.';

/** Names that are gone, and names that many look for in vain. */
export const REMOVED: Readonly<Record<string, Removed>> = {
  'ams-lv2': { since: '2025-10-26' },
  ardour_5: { since: '2021-09-28', successor: 'ardour' },
  ardour_7: { since: '2025-10-04', successor: 'ardour' },
  'audio-recorder': { since: '2026-01-02', advice: 'gnome-sound-recorder and reco do the same.' },
  bitmeter: { since: '2025-10-03', successor: 'x42-plugins', advice: 'Its x42-meter has the bit meter.' },
  bloomeetunes: { since: '2025-08-26' },
  cadence: { since: '2023-10-28', successor: 'carla' },
  fmsynth: { since: '2025-09-01' },
  jack_rack: { since: '2025-06-10', successor: 'carla' },
  lash: { since: '2026-01-02', successor: 'new-session-manager' },
  mpdWithFeatures: { since: '2025-08-08', advice: "Pkg.of('mpd').override({ … }) chooses its features." },
  mrpeach: { since: '2025-10-06' },
  'open-stage-control': { since: '2026-05-04', successor: 'open-stage-control-headless' },
  petrifoo: { since: '2025-12-02' },
  pipecontrol: { since: '2026-05-01' },
  rtcqs: { advice: 'musnix brings it: musnix.rtcqs.enable.' },
  rymcast: { since: '2026-06-26' },
  'sisco.lv2': { since: '2025-08-26', successor: 'x42-plugins' },
  sonusmix: { since: '2025-08-27', successor: 'qpwgraph' },
  soundkonverter: { since: '2025-08-20' },
  soundmodem: { since: '2025-12-02' },
  spectrojack: { since: '2025-12-02' },
  video2midi: { since: '2026-01-01' },
  'xsynth-dssi': { since: '2025-12-02' },

  agordejo: { never: true, successor: 'raysession' },
  airwave: { never: true, successor: 'yabridge' },
  catia: { never: true, successor: 'carla' },
  element: {
    never: true,
    successor: 'carla',
    advice: 'What nixpkgs calls «element» is a table of the chemical elements for the terminal.',
  },
  ildaeil: { never: true, successor: 'cardinal', advice: 'Cardinal has it as a module.' },
  'kushview-element': { never: true, successor: 'carla' },
  linvst: { never: true, successor: 'yabridge' },
  stargate: { never: true },

  'linux-rt': { since: '2026-03-24', advice: RT_KERNEL },
  'linux-rt_latest': { since: '2026-03-24', advice: RT_KERNEL },
  'linuxPackages-rt': { since: '2026-03-24', advice: RT_KERNEL },
  'linuxPackages-rt_latest': { since: '2026-03-24', advice: RT_KERNEL },
  linuxPackages_rt_5_10: { since: '2026-03-24', advice: RT_KERNEL },
  linuxPackages_rt_5_15: { since: '2026-03-24', advice: RT_KERNEL },
  linuxPackages_rt_6_1: { since: '2026-03-24', advice: RT_KERNEL },
  linuxPackages_6_13: { since: '2025-06-29', advice: 'linuxPackages_6_12, linuxPackages_6_18 and linuxPackages_7_1 are maintained.' },
  linuxPackages_6_14: { since: '2025-06-29', advice: 'linuxPackages_6_18 is maintained.' },
  linuxPackages_6_15: { since: '2025-08-30', advice: 'linuxPackages_6_18 is maintained.' },
  linuxPackages_6_16: { since: '2025-10-22', advice: 'linuxPackages_6_18 is maintained.' },
  linuxPackages_6_17: { advice: 'linuxPackages_6_18 and linuxPackages_7_1 are maintained.' },
  linuxPackages_6_19: { advice: 'linuxPackages_6_18 and linuxPackages_7_1 are maintained.' },
  linuxPackages_7_0: { advice: 'linuxPackages_6_18 and linuxPackages_7_1 are maintained.' },
  linuxPackages_hardened: { since: '2026-03-18' },
  linuxPackages_lqx: { since: '2026-03-13', advice: 'linuxPackages_zen and linuxPackages_xanmod are its like.' },
};
