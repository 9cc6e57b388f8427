import { ONLY_X86, X86_AND_ARM, type Section } from './entry';

/** Sound servers, players, and the tools around them. */
export const UTILITIES: Section = {
  a2jmidid: { kind: 'utility', about: 'shows the MIDI ports of ALSA to JACK', program: 'a2jmidid', platforms: X86_AND_ARM },
  'alsa-utils': { kind: 'utility', about: 'mixers and players of ALSA, for the terminal', program: 'alsamixer' },
  das_watchdog: { kind: 'utility', about: 'stops a realtime program that holds the whole machine', program: 'das_watchdog' },
  ffado: {
    kind: 'utility',
    about: 'drivers for FireWire sound cards',
    program: 'ffado-diag',
    note: 'Its mixer comes with the argument withMixer.',
  },
  'jack-example-tools': { kind: 'utility', about: 'lists and connects the ports of JACK', program: 'jack_lsp' },
  jack2: { kind: 'server', about: 'the JACK sound server', program: 'jackd', note: 'jack_lsp and jack_connect are in jack-example-tools.' },
  jacktrip: { kind: 'utility', about: 'playing together over the internet, uncompressed' },
  jamulus: { kind: 'utility', about: 'rehearsing together over the internet' },
  midivisualizer: { kind: 'utility', about: 'shows a MIDI file as falling notes', unverified: true },
  mixxx: { kind: 'player', about: 'two decks and a mixer for DJs', note: 'Its udev rules are for services.udev.packages.' },
  pipewire: { kind: 'server', about: 'the sound and video server of today', program: 'pipewire', note: 'pw-jack is in pipewire.jack.' },
  'plugin-torture': { kind: 'utility', about: 'finds out which plugins crash', program: 'plugin-torture', platforms: ONLY_X86 },
  'reaper-sws-extension': { kind: 'utility', about: 'hundreds of actions for REAPER', platforms: X86_AND_ARM },
  'rt-tests': { kind: 'utility', about: 'measures how late the kernel wakes a program', program: 'cyclictest' },
  'sonic-visualiser': { kind: 'utility', about: 'looks at what is in a recording' },
  sonobus: { kind: 'utility', about: 'sends sound between computers with little delay' },
  'soundfont-generaluser-gs': { kind: 'utility', about: 'a SoundFont with every General MIDI instrument', unverified: true },
  strawberry: { kind: 'player', about: 'a music player for collectors' },
  wineasio: { kind: 'utility', about: 'an ASIO driver for programs of Windows', program: 'wineasio-settings', platforms: ONLY_X86 },
  wireplumber: { kind: 'server', about: 'decides what PipeWire connects', program: 'wireplumber' },
  yabridge: {
    kind: 'utility',
    about: 'the bridge to plugins of Windows',
    platforms: ONLY_X86,
    note: 'It holds no plugins itself: yabridgectl puts one beside every plugin of Windows, into ~/.vst, ~/.vst3 and ~/.clap. 32-bit plugins no longer work.',
  },
  yabridgectl: { kind: 'utility', about: 'sets yabridge up for the plugins of Windows that are installed', platforms: ONLY_X86 },
};
