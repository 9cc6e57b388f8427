import { ONLY_X86, type Section } from './entry';

/** Programs that steer others: patchbays, mixers of sound cards, sessions, surfaces. */
export const CONTROLLERS: Section = {
  'alsa-scarlett-gui': { kind: 'controller', about: 'the mixer inside of Focusrite sound cards' },
  coppwr: { kind: 'controller', about: 'looks into every corner of PipeWire' },
  crosspipe: { kind: 'controller', about: 'a patchbay for PipeWire' },
  helvum: { kind: 'controller', about: 'a patchbay for PipeWire' },
  'new-session-manager': {
    kind: 'controller',
    about: 'starts and saves several programs as one session',
    program: 'nsm-legacy-gui',
    platforms: ONLY_X86,
  },
  'open-stage-control-headless': { kind: 'controller', about: 'surfaces of knobs and faders in a web browser' },
  patchage: { kind: 'controller', about: 'a patchbay for JACK and ALSA' },
  pavucontrol: { kind: 'controller', about: 'volumes and devices of the desktop' },
  pwvucontrol: { kind: 'controller', about: 'volumes and devices of PipeWire' },
  qjackctl: { kind: 'controller', about: 'starts JACK, and patches it' },
  qpwgraph: { kind: 'controller', about: 'a patchbay for PipeWire that remembers' },
  qsampler: { kind: 'controller', about: 'a window for LinuxSampler' },
  raysession: { kind: 'controller', about: 'starts and saves several programs as one session', program: 'raysession' },
  vmpk: { kind: 'controller', about: 'a piano on the screen' },
};
