import { PluginFormat } from '../plugin-format';
import { ONLY_X86, type Section } from './entry';

/** Programs and plugins that play other instruments. */
export const SEQUENCERS: Section = {
  'helio-workstation': {
    kind: 'sequencer',
    title: 'Helio',
    about: 'composing on a piano roll with a version history',
    platforms: ONLY_X86,
  },
  hydrogen: { kind: 'sequencer', title: 'Hydrogen', about: 'a drum machine with patterns and sampled kits', program: 'hydrogen' },
  librearp: { kind: 'sequencer', about: 'an arpeggiator with patterns that are drawn', unverified: true },
  'librearp-lv2': { kind: 'sequencer', about: 'the arpeggiator LibreArp as an LV2 plugin', unverified: true },
  muse: {
    kind: 'sequencer',
    title: 'MusE',
    about: 'a MIDI and audio sequencer with a long history',
    note: 'Its own name in Nix is muse-sequencer, and its program carries the version.',
  },
  rosegarden: { kind: 'sequencer', title: 'Rosegarden', about: 'MIDI sequencing around a notation editor' },
  seq24: { kind: 'sequencer', about: 'looping MIDI patterns for the stage', note: 'Built on GTK 2, which is on its way out.' },
  seq66: { kind: 'sequencer', about: 'looping MIDI patterns, the living successor of seq24', note: 'Its program is called qseq66.' },
  stochas: { kind: 'sequencer', about: 'a step sequencer that leaves notes to chance', formats: [PluginFormat.VST3] },
};
