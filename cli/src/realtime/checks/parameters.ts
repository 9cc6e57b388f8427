import type { Wish } from '../../../../src/assembly/realtime';
import type { Facts } from './check';

/**
 * Parameters of the kernel's command line. It reads `-` and `_` as the same letter in a name, and the last one of a name counts
 * (kernel-parameters.rst).
 */

/** The value; an empty text where the name stands alone. */
export function parameter(parameters: readonly string[], name: string): string | undefined {
  const wanted = plain(name);
  const word = parameters.findLast((candidate) => nameOf(candidate) === wanted);
  return word === undefined ? undefined : valueOf(word);
}

/** What was asked for it, with the value alone. */
export function askedParameter({ asked }: Facts, name: string): Wish<string> | undefined {
  const wanted = plain(name);
  const wish = asked.kernelParams?.findLast(({ value }) => nameOf(value) === wanted);
  return wish && { ...wish, value: valueOf(wish.value) };
}

/** Whether the system that boots next says something else about it than the one that was booted. */
export function comesWithReboot({ is }: Facts, name: string, isGood: (value: string) => boolean = () => true): boolean {
  const { pending, currentParams } = is.pendingReboot ?? {};
  if (pending !== true || currentParams === undefined) return false;
  const next = parameter(currentParams, name);
  return next !== undefined && next !== parameter(is.kernel.parameters, name) && isGood(next);
}

/** Whether a wish for a parameter is in a list of them. One that was asked for with blanks in it arrives in several words. */
export const hasParameter = (parameters: readonly string[], wish: string): boolean =>
  wish
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => parameters.some((candidate) => same(candidate, word)));

const same = (a: string, b: string): boolean => nameOf(a) === nameOf(b) && valueOf(a) === valueOf(b);

export const nameOf = (word: string): string => plain(unquoted(word).split('=', 1)[0]!);

function valueOf(word: string): string {
  const text = unquoted(word);
  const at = text.indexOf('=');
  return at < 0 ? '' : text.slice(at + 1);
}

const unquoted = (word: string): string => word.replaceAll('"', '');
const plain = (name: string): string => name.replaceAll('-', '_');
