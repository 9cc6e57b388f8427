import type { Outcome } from './outcome';
import type { Value } from './value';

/**
 * Something that a value is compared with. `Match` makes them; they may stand anywhere inside of an expected value.
 */
export abstract class Matcher {
  /**
   * Compares a value; undefined stands for nothing at all.
   *
   * @internal
   */
  public abstract _test(value: Value | undefined): Outcome;

  /** How it is written in a message, e.g. `arrayWith(["usb"])`. */
  public abstract toString(): string;
}
