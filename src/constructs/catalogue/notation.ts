import type { Section } from './entry';

/** Music on paper. */
export const NOTATION: Section = {
  frescobaldi: { kind: 'notation', about: 'an editor for LilyPond scores' },
  mma: { kind: 'notation', about: 'writes an accompaniment from chords', unverified: true },
  musescore: { kind: 'notation', title: 'MuseScore', about: 'engraving scores, and hearing them', note: 'Its program is called mscore.' },
  tuxguitar: { kind: 'notation', about: 'tablature for guitars' },
};
