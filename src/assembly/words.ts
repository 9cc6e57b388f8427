/**
 * What the words of a manifest may be. Constructs refuse anything else at synthesis, and the reader refuses it once more: an assembly may come
 * from anybody, and these words end on command lines and on terminals.
 */

/** They could move a terminal's cursor, or make a line read otherwise than it is. No program of a studio writes them. */
export const CONTROLS = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

const LONGEST_LINE = 4096;

/** One line of text, perhaps empty. */
export const isLine = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_LINE && !CONTROLS.test(value);

/** Letters, digits, `-`, `_` and `.`: what constructs, platforms and tags are called. Nothing of it means anything to a shell or to Nix. */
export const isWord = (value: unknown): value is string => typeof value === 'string' && /^\w[\w.-]{0,199}$/.test(value);

/** A host name, or an address with or without brackets and a zone. What looks like an option is none. */
export const isHost = (value: unknown): value is string => typeof value === 'string' && /^[\w[:][\w.:[\]%-]{0,252}$/.test(value);

/** The name of an account; NixOS allows more than useradd(8). */
export const isAccount = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z_][\w.-]{0,31}$/.test(value);

/** A unit of systemd, with its kind (systemd.unit(5)). */
export const isUnit = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= 255 &&
  /^[\w@%:.\\][\w@%:.\\-]*\.(service|socket|device|mount|automount|swap|target|path|timer|scope|slice)$/.test(value);

/** An address of the web, without a user or a password: what stands in a manifest is no secret. */
export function isWebAddress(value: unknown): value is string {
  if (!isLine(value) || !/^https?:\/\/[^\s"'`\\<>{}|^]+$/.test(value) || !URL.canParse(value)) return false;
  const { hostname, password, username } = new URL(value);
  return hostname !== '' && username === '' && password === '';
}

/** A whole number between two others, both included. */
export const isWithin = (value: unknown, from: number, to: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isListOf = <T>(value: unknown, most: number, isOne: (item: unknown) => item is T): value is readonly T[] =>
  Array.isArray(value) && value.length <= most && value.every(isOne);
