import { escapeKey } from '../nix';
import { show, type Doubt, type Value } from './value';

/** What comparing a value with an expectation finds: it fits, it does not, or that is known to Nix alone. */
export type Outcome =
  | { readonly kind: 'match' }
  | { readonly kind: 'mismatch'; readonly failures: readonly Failure[] }
  | { readonly kind: 'unknown'; readonly at: Place; readonly doubts: readonly Doubt[] };

/** One thing that does not fit. */
export interface Failure {
  readonly at: Place;
  readonly expected: string;
  /** Undefined where nothing is there. */
  readonly found: Value | undefined;
  /** A hint. */
  readonly note?: string;
}

/** Keys and positions from the option inwards. */
export type Place = readonly (string | number)[];

export const MATCH: Outcome = { kind: 'match' };

export const mismatch = (expected: string, found: Value | undefined, note?: string): Outcome => ({
  kind: 'mismatch',
  failures: [{ at: [], expected, found, ...(note === undefined ? {} : { note }) }],
});

export const unknown = (doubts: readonly Doubt[]): Outcome => ({ kind: 'unknown', at: [], doubts });

/** The same, seen from one level further out. */
export function inside(key: string | number, outcome: Outcome): Outcome {
  if (outcome.kind === 'match') return outcome;
  if (outcome.kind === 'unknown') return { ...outcome, at: [key, ...outcome.at] };
  return { kind: 'mismatch', failures: outcome.failures.map((failure) => ({ ...failure, at: [key, ...failure.at] })) };
}

/** All must fit: one that certainly does not decides, whatever is unknown beside it. */
export function every(outcomes: readonly Outcome[]): Outcome {
  const failures = outcomes.flatMap((outcome) => (outcome.kind === 'mismatch' ? outcome.failures : []));
  if (failures.length > 0) return { kind: 'mismatch', failures };
  return outcomes.find(({ kind }) => kind === 'unknown') ?? MATCH;
}

/** `a.b[2]."c d"`. */
export function formatPlace(place: Place): string {
  return place.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? escapeKey(key) : `${path}.${escapeKey(key)}`;
  }, '');
}

/** An expression where a value is expected: they may well be equal, and only Nix could tell. */
export const codeFound = (expected: string, value: Value & { kind: 'expression' }): Outcome =>
  unknown([
    {
      reason: `says ${show(value)}, whose value is known to Nix alone, so it cannot be compared with ${expected}. Match.nix('…') compares the code`,
      ...(value.said[0] && { said: value.said[0] }),
    },
  ]);
