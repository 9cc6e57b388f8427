import type { Section } from './entry';

/** Languages for sound, and for playing with them before an audience. */
export const LIVECODING: Section = {
  chuck: { kind: 'livecoding', about: 'a language in which time is exact' },
  csound: { kind: 'livecoding', about: 'the language with the longest memory of all', program: 'csound' },
  faust: { kind: 'livecoding', about: 'a language that becomes plugins', unverified: true },
  'orca-c': { kind: 'livecoding', about: 'sequences in a grid of letters', note: 'Its program has the name of the screen reader Orca.' },
  puredata: { kind: 'livecoding', about: 'patching with boxes and lines', note: 'Its program is called pd.' },
  'sonic-pi': { kind: 'livecoding', about: 'learning to code by making music', program: 'sonic-pi' },
  supercollider: { kind: 'livecoding', about: 'a synthesis server and the language to drive it', program: 'scide' },
};
