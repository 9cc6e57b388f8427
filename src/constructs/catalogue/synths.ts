import { PluginFormat } from '../plugin-format';
import { ONLY_X86, type Section } from './entry';

const { CLAP, LV2, LXVST, VST2, VST3 } = PluginFormat;

/** Instruments that make their sound. */
export const SYNTHS: Section = {
  aeolus: { kind: 'synth', about: 'a pipe organ, a program of its own' },
  amsynth: { kind: 'synth', about: 'a classic subtractive synthesizer', unverified: true },
  cardinal: {
    kind: 'synth',
    about: 'a modular rack with the modules built in, as a plugin',
    formats: [CLAP, LV2, VST2, VST3],
    note: 'Has Ildaeil inside, which is not in nixpkgs by itself.',
  },
  'chow-kick': { kind: 'synth', about: 'kick drums from circuits', formats: [LV2, VST3] },
  dexed: {
    kind: 'synth',
    about: 'six-operator FM that reads the patches of a DX7',
    formats: [CLAP, VST3],
    note: 'There is no LV2 version.',
  },
  fluidsynth: { kind: 'synth', about: 'plays SoundFonts, from the command line or as a server' },
  geonkick: { kind: 'synth', about: 'kicks, snares and other percussion from scratch', formats: [LV2] },
  helm: {
    kind: 'synth',
    about: 'a polyphonic synthesizer whose modulations can be seen',
    formats: [LV2, LXVST],
    note: 'The Kubernetes tool of that name is kubernetes-helm.',
  },
  odin2: {
    kind: 'synth',
    about: 'three oscillators of many kinds, filters after famous machines',
    formats: [CLAP, LV2, VST3],
    platforms: ONLY_X86,
  },
  padthv1: { kind: 'synth', about: 'additive pads in the manner of PADsynth', formats: [LV2] },
  qsynth: { kind: 'synth', about: 'a window for FluidSynth' },
  setbfree: {
    kind: 'synth',
    about: 'a tonewheel organ with its rotating speaker',
    program: 'setBfree',
    formats: [LV2],
    platforms: ONLY_X86,
  },
  'surge-xt': {
    kind: 'synth',
    about: 'a hybrid synthesizer with wavetables, FM and thousands of patches',
    program: 'Surge XT',
    formats: [CLAP, LV2, VST3],
    platforms: ONLY_X86,
  },
  synthv1: { kind: 'synth', about: 'a subtractive synthesizer with two voices of each kind', formats: [LV2] },
  'vcv-rack': {
    kind: 'synth',
    about: 'the virtual Eurorack, a program of its own',
    unfree: 'vcv-rack',
    note: 'Free code, but artwork and names are not.',
  },
  vital: {
    kind: 'synth',
    about: 'a wavetable synthesizer that bends spectra',
    formats: [CLAP, VST2, VST3],
    unfree: 'vital',
    platforms: ONLY_X86,
  },
  'x42-avldrums': { kind: 'synth', about: 'two acoustic drum kits, ready to play', formats: [LV2], platforms: ONLY_X86 },
  yoshimi: { kind: 'synth', about: 'a deep synthesizer that grew out of ZynAddSubFX', formats: [LV2] },
  zynaddsubfx: {
    kind: 'synth',
    about: 'additive, subtractive and pad synthesis with a rich bank of sounds',
    formats: [LV2, VST2],
    note: 'DSSI comes with the argument dssiSupport.',
  },
};
