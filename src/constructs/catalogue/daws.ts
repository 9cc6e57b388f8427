import { PluginFormat } from '../plugin-format';
import { ONLY_X86, X86_AND_ARM, type Section } from './entry';

/** Where a piece of music is recorded, arranged and mixed. */
export const DAWS: Section = {
  ardour: { kind: 'daw', title: 'Ardour', about: 'recording, editing and mixing on any number of tracks' },
  audacity: {
    kind: 'daw',
    title: 'Audacity',
    about: 'recording and editing of sound files',
    cannotLoad: [PluginFormat.VST3],
    note: 'nixpkgs builds it without VST3.',
  },
  bespokesynth: { kind: 'daw', title: 'Bespoke', about: 'a modular workbench that is played while it is patched' },
  'bitwig-studio': {
    kind: 'daw',
    title: 'Bitwig Studio',
    about: 'arranging and performing with clips and modulators; the newest version',
    unfree: 'bitwig-studio6',
    platforms: ONLY_X86,
  },
  'bitwig-studio3': {
    kind: 'daw',
    title: 'Bitwig Studio 3',
    about: 'Bitwig Studio for licences that end with version 3',
    unfree: 'bitwig-studio3',
    platforms: ONLY_X86,
    unverified: true,
  },
  'bitwig-studio5': {
    kind: 'daw',
    title: 'Bitwig Studio 5',
    about: 'Bitwig Studio for licences that end with version 5',
    program: 'bitwig-studio',
    unfree: 'bitwig-studio-unwrapped',
    platforms: ONLY_X86,
    note: 'The package is a wrapper; the unfree part is another one inside of it.',
  },
  'bitwig-studio6': {
    kind: 'daw',
    title: 'Bitwig Studio 6',
    about: 'Bitwig Studio for licences that end with version 6',
    unfree: 'bitwig-studio6',
    platforms: ONLY_X86,
  },
  giada: { kind: 'daw', title: 'Giada', about: 'a hardcore loop machine for the stage' },
  lmms: { kind: 'daw', title: 'LMMS', about: 'making beats and melodies with built-in instruments' },
  luppp: { kind: 'daw', title: 'Luppp', about: 'live looping in a grid of clips' },
  non: {
    kind: 'daw',
    title: 'Non',
    about: 'a timeline, a mixer, a sequencer and a session manager, each a program of its own',
    program: 'non-timeline',
  },
  qtractor: { kind: 'daw', title: 'Qtractor', about: 'audio and MIDI tracks for the home studio' },
  reaper: {
    kind: 'daw',
    title: 'REAPER',
    about: 'recording and mixing, light and scriptable to the last detail',
    program: 'reaper',
    unfree: 'reaper',
    platforms: X86_AND_ARM,
  },
  renoise: {
    kind: 'daw',
    title: 'Renoise',
    about: 'a tracker: music written from top to bottom',
    unfree: 'renoise',
    platforms: X86_AND_ARM,
    note: 'The demo, until the argument releasePath is overridden with a bought archive.',
  },
  tenacity: { kind: 'daw', title: 'Tenacity', about: 'recording and editing of sound files, a sister of Audacity' },
  zrythm: { kind: 'daw', title: 'Zrythm', about: 'arranging with automation of everything', program: 'zrythm' },
};
