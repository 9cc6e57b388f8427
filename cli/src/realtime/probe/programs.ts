/** Programs that matter to somebody who makes music, by the names that the kernel has for processes: at most 15 characters. */
const LONGEST = 15;

/** Those that record and play: program → what its process is called, where that is more than its own name. A player of films is none. */
const DAWS: Readonly<Record<string, RegExp>> = {
  ardour: /^(h?ardour([-_\d].*)?|ArdourGUI)$/,
  mixbus: /^mixbus(32c)?([-_\d].*)?$/i,
  bitwig: /^(bitwig-studio|Bitwig.*)$/,
  reaper: /^reaper$/,
  qtractor: /^qtractor$/,
  carla: /^carla(-(rack|patchbay|single|jack-\w+))?$/i,
  renoise: /^renoise$/i,
  zrythm: /^zrythm\b.*$/,
  lmms: /^lmms\b.*$/,
  rosegarden: /^rosegarden$/,
  muse: /^muse\d?$/,
  hydrogen: /^hydrogen$/,
  audacity: /^(audacity|tenacity)$/i,
  waveform: /^(waveform\d*|tracktion.*)$/i,
  mixxx: /^mixxx$/,
  seq66: /^q?seq6[46]\w*$/,
  non: /^non-(timeline|mixer|sequencer)\w*$/,
  luppp: /^luppp$/,
  giada: /^giada$/i,
  helio: /^helio$/i,
  stargate: /^stargate.*$/,
  radium: /^radium\b.*$/,
  bespoke: /^bespokesynth$/i,
  supercollider: /^(scsynth|supernova|sclang)$/,
  puredata: /^(pd|pd-gui|pd-l2ork|purr-data|plugdata)$/i,
  'sonic-pi': /^sonic-pi.*$/,
  guitarix: /^guitarix$/,
  sooperlooper: /^(sooperlooper|slgui)$/,
  ecasound: /^ecasound$/,
  jack_capture: /^jack_capture\w*$/,
  arecord: /^arecord$/,
  'pw-record': /^pw-record$/,
};

/** Those that take time from music or turn against its settings, and servers of which only one should have the sound card. */
const IN_THE_WAY: readonly string[] = [
  ...['irqbalance', 'thermald', 'auto-cpufreq', 'power-profiles-daemon', 'tuned', 'tuned-ppd', 'powersaved', 'kpowersave', 'gamemoded'],
  ...['ananicy', 'ananicy-cpp', 'ulatencyd', 'das_watchdog', 'earlyoom'],
  ...['packagekitd', 'snapd', 'fwupd', 'unattended-upgrade', 'updatedb', 'updatedb.plocate', 'boinc', 'dropbox', 'syncthing', 'nextcloud'],
  ...['tracker-miner-fs-3', 'tracker-miner-fs', 'tracker-extract-3', 'localsearch-3', 'baloo_file', 'baloo_file_extractor', 'tumblerd'],
  ...['pipewire', 'pipewire-pulse', 'pulseaudio', 'jackd', 'jackdbus'],
  ...['cyclictest', 'stress-ng'],
];

/** Without what NixOS puts around a program: `.reaper-wrapped` is reaper. A name that was cut may end within that. */
const unwrapped = (name: string): string =>
  name.startsWith('.') ? name.slice(1).replace(name.length < LONGEST ? /-wrapped$/ : /-(w(r(a(p(p(ed?)?)?)?)?)?)?$/, '') : name;

/** What a process that was known to the kernel as `name` is called in full, where we know it. */
export function canonical(name: string): string {
  const bare = unwrapped(name);
  if (IN_THE_WAY.includes(bare)) return bare;
  return (name.length >= LONGEST && IN_THE_WAY.find((program) => program.startsWith(bare))) || bare;
}

export const isInTheWay = (name: string): boolean => IN_THE_WAY.includes(canonical(name));

/** The program of a take that a process belongs to. */
export function dawOf(name: string): string | undefined {
  const bare = unwrapped(name);
  return Object.keys(DAWS).find((program) => DAWS[program]!.test(bare));
}
