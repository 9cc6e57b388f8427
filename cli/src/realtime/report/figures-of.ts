import { merged, summarise } from '../measure';
import type { Measurement, ThreadLatency } from '../measurement';

/** A page asks for the same figures in several places, and adding up the buckets of many CPUs is most of its work: each is done once. */
const once = <K extends object, V>(compute: (of: K) => V): ((of: K) => V) => {
  const known = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    const found = known.get(of) ?? { value: compute(of) };
    known.set(of, found);
    return found.value;
  };
};

export const summaryOf = once(summarise);

/** Of all CPUs together. */
export const bucketsOf = once(({ threads }: Measurement) => merged(threads));

export const bucketsOfThread = once((thread: ThreadLatency) => merged([thread]));
