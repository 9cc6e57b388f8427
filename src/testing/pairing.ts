import type { Matcher } from './matcher';
import type { Value } from './value';

/** Which expectations find no item of their own, and which items are left over. */
export interface Pairing {
  readonly missing: readonly Matcher[];
  readonly superfluous: readonly Value[];
}

/** Gives as many expectations as possible an item each that fits them (augmenting paths: an earlier choice is changed where that helps). */
export function pair(expected: readonly Matcher[], items: readonly Value[]): Pairing {
  const fits = expected.map((matcher) => items.flatMap((item, index) => (matcher._test(item).kind === 'match' ? [index] : [])));
  const takenBy = new Map<number, number>();
  const place = (who: number, tried: Set<number>): boolean =>
    fits[who]!.some((index) => {
      if (tried.has(index)) return false;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder !== undefined && !place(holder, tried)) return false;
      takenBy.set(index, who);
      return true;
    });
  const missing = expected.filter((_, who) => !place(who, new Set()));
  return { missing, superfluous: items.filter((_, index) => !takenBy.has(index)) };
}
