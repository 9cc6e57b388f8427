import { distance } from 'fastest-levenshtein';

const MOST = 3;

/** The candidates that somebody who typed `word` may have meant, the nearest first. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const typed = word.toLowerCase();
  const limit = Math.max(1, Math.floor(typed.length / 3));
  return candidates
    .map((candidate) => ({ candidate, far: farness(typed, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** A part of a name counts as one slip: «laptop» means «studio-laptop». */
function farness(typed: string, candidate: string): number {
  const edits = distance(typed, candidate);
  return typed.length >= 3 && candidate.includes(typed) ? Math.min(edits, 1) : edits;
}
