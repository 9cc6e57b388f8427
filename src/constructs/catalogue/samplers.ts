import { PluginFormat } from '../plugin-format';
import { ONLY_X86, type Section } from './entry';

const { LV2, VST2, VST3 } = PluginFormat;

/** Instruments that play recordings. */
export const SAMPLERS: Section = {
  'decent-sampler': {
    kind: 'sampler',
    about: 'plays libraries in the Decent Sampler format, of which many are free',
    formats: [VST2, VST3],
    unfree: 'decent-sampler',
    platforms: ONLY_X86,
    note: 'Runs in a file system of its own.',
  },
  drumgizmo: { kind: 'sampler', about: 'acoustic drums, recorded with every microphone of the room', program: 'drumgizmo', formats: [LV2] },
  drumkv1: { kind: 'sampler', about: 'a drum machine with one sample for each key', formats: [LV2] },
  linuxsampler: {
    kind: 'sampler',
    about: 'a server that streams large libraries from disk (GigaStudio, SFZ)',
    program: 'linuxsampler',
    formats: [LV2],
    unfree: 'linuxsampler',
    note: 'Its licence forbids use in commercial hardware and software, which makes it unfree.',
  },
  samplv1: {
    kind: 'sampler',
    about: 'one sample as an instrument with filters and envelopes',
    formats: [LV2],
    caution: 'it starts as a program, but in nixpkgs 26.05 its LV2 plugin is missing, so no DAW finds it',
  },
  sfizz: { kind: 'sampler', about: 'plays SFZ instruments', program: 'sfizz_jack', formats: [LV2, VST3] },
  sooperlooper: { kind: 'sampler', about: 'live looping with the feet', program: 'sooperlooper' },
};
