import { badGeneration, noFormerGeneration, noSuchGeneration } from './errors';
import type { Keeps } from './naming';
import { noSuchName } from './pin-errors';
import { isName } from './pins';

/** What a machine is put back on: one of its generations, or a system that a name has kept when its generation went. */
export type WayBack = { readonly generation: number } | { readonly system: string };

/** `--to`: a number, or a name. Undefined: the one before that of now. */
export type Wanted = number | string | undefined;

/** @throws UserError when it is neither */
export function readWanted(given: unknown): Wanted {
  if (given === undefined) return undefined;
  const text = String(given);
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  if (isName(text)) return text;
  throw badGeneration(text);
}

/**
 * The one that is named, or the newest that is older than that of now: «--rollback» of other tools takes the last one that was made.
 *
 * @throws UserError when the machine does not have it
 */
export function wayBack(stack: string, { generations, pins }: Keeps, current: number | undefined, wanted: Wanted): WayBack {
  if (typeof wanted === 'string') return byName(stack, { generations, pins }, current, wanted);
  const match =
    wanted === undefined
      ? generations.findLast(({ number }) => current !== undefined && number < current)
      : generations.find(({ number }) => number === wanted);
  if (match) return { generation: match.number };
  throw wanted === undefined ? noFormerGeneration(stack, current) : noSuchGeneration(stack, wanted, generations);
}

/** A generation of that system, where there still is one: that of now before all, so that nothing is done twice; otherwise the newest. */
function byName(stack: string, { generations, pins }: Keeps, current: number | undefined, wanted: string): WayBack {
  const pin = pins.find(({ name }) => name === wanted);
  if (!pin) {
    const names = pins.map(({ name }) => name);
    throw noSuchName(stack, wanted, names);
  }
  const same = generations.filter(({ system }) => system === pin.system);
  const match = same.find(({ number }) => number === current) ?? same.at(-1);
  return match ? { generation: match.number } : { system: pin.system };
}
