import { badPath, refusedValue, reasons } from '../errors';
import { escapeText } from '../escape';

/** Nix reads an integer literal without its sign, so that the smallest one cannot be written as a literal. */
const SMALLEST = -(2n ** 63n);

export function printInt(value: number | bigint): string {
  return value === SMALLEST ? '(-9223372036854775807 - 1)' : String(value);
}

/** Below this, a double has lost precision bits («subnormal»), and Nix refuses it as a literal. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * The literal that Nix reads as the same double. A float needs a point to be one; an exponent alone (`1e21`) would be a function call.
 * A subnormal number is written as a product of numbers that Nix can read.
 */
export function printFloat(value: number): string {
  if (!Number.isFinite(value)) throw refusedValue('', Number.isNaN(value) ? reasons.NaN : reasons.infinity);
  if (value !== 0 && Math.abs(value) < SMALLEST_NORMAL) {
    const half = withPoint(2 ** -537);
    return `(${withPoint(value / 2 ** -1074)} * ${half} * ${half})`;
  }
  return withPoint(value);
}

function withPoint(value: number): string {
  const text = String(value);
  if (text.includes('.')) return text;
  const exponent = text.indexOf('e');
  return exponent < 0 ? `${text}.0` : `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
}

/** A path and, where a literal cannot hold all of it, the text that is added to it. */
export interface PathForm {
  readonly literal: string;
  readonly added: string;
}

/** `./we ird/x.nix` is `./. + "/we ird/x.nix"`: the directories that a literal can hold, and the rest. */
export function pathForm(path: string): PathForm {
  if (PLAIN_PATH.test(path)) return { literal: path, added: '' };
  const [root, ...segments] = path.split('/');
  if (root !== '' && root !== '.' && root !== '..') throw badPath(path, 'is neither relative nor absolute');
  const steps = segments.filter((segment) => segment !== '');
  const odd = steps.findIndex((step) => !isPlainStep(step));
  const plain = odd < 0 ? steps : steps.slice(0, odd);
  return {
    literal: `${root}/${plain.length === 0 ? '.' : plain.join('/')}`,
    added: odd < 0 ? '' : `/${steps.slice(odd).join('/')}`,
  };
}

const PLAIN_PATH = /^\.{0,2}(?:\/[a-zA-Z0-9._+-]+)+$/;
const isPlainStep = (step: string): boolean => /^[a-zA-Z0-9._+-]+$/.test(step);

export function printPath(path: string): string {
  const { literal, added } = pathForm(path);
  return added === '' ? literal : `${literal} + "${escapeText(added, 'quotes')}"`;
}
