import { PluginFormat } from '../plugin-format';
import type { Section } from './entry';

const { CLAP, LV2, VST2, VST3 } = PluginFormat;

/** Programs that exist to run plugins: a rack or a patchbay on the stage, or plugins inside of another program. */
export const HOSTS: Section = {
  carla: {
    kind: 'host',
    title: 'Carla',
    about: 'a rack and a patchbay for plugins of every format, also as a plugin',
    program: 'carla',
    formats: [LV2, VST2],
  },
  plugdata: { kind: 'host', title: 'plugdata', about: 'Pure Data with a new face, also as a plugin', formats: [CLAP, LV2, VST3] },
};
