import { Nix, NODE, sameNode, toNode } from '../nix';
import { ArrayEquals, ObjectLike } from './collections';
import { undefinedExpectation, wordInExpectation } from './errors';
import { Matcher } from './matcher';
import { MATCH, mismatch, unknown, type Outcome } from './outcome';
import { contents } from './properties';
import { bare, doubtsIn, fingerprint, literal, show, type Plain, type Value } from './value';

/**
 * What a test expects, as a matcher. Sets are compared as `Match.objectLike` does, lists as `Match.arrayEquals` does, everything else must be equal.
 *
 * @throws when it is something that no option can be
 */
export function expectation(expected: unknown): Matcher {
  if (expected instanceof Matcher) return expected;
  if (expected === undefined) throw undefinedExpectation();
  if (expected instanceof Nix) return new Code(expected);
  if (Array.isArray(expected)) return new ArrayEquals(expected.map(expectation));
  if (isRecord(expected)) return new ObjectLike(expected);
  return new Literal(literal(toNode(expected), []));
}

/** Plain objects; anything else goes through `toNode`, which says what is wrong with it. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype as object) === null;
}

/** One value, nothing else. */
class Literal extends Matcher {
  public constructor(private readonly expected: Value) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    if (value?.kind === 'unknown') return unknown(value.doubts);
    if (value?.kind === 'expression') return codeFound(this.toString(), value);
    return value && sameValue(value, this.expected) ? MATCH : mismatch(this.toString(), value);
  }

  public override toString(): string {
    return show(this.expected);
  }
}

/** An expression, compared by its code; one that is plain data, by its value. */
class Code extends Matcher {
  private readonly expected: Value;

  public constructor(expected: Nix) {
    super();
    const node = bare(expected[NODE]);
    const [content] = contents(node);
    if (content?.node !== node) throw wordInExpectation(expected.toString());
    this.expected = literal(node, []);
  }

  public override _test(value: Value | undefined): Outcome {
    if (this.expected.kind !== 'expression') return exactly(this.expected)._test(value);
    if (value?.kind === 'unknown') return unknown(value.doubts);
    if (value?.kind !== 'expression') return mismatch(this.toString(), value);
    return sameNode(value.node, this.expected.node) || show(value) === show(this.expected) ? MATCH : mismatch(this.toString(), value);
  }

  public override toString(): string {
    return show(this.expected);
  }
}

/** Data that came as `Nix`, compared as strictly as an expression is. */
function exactly(expected: Value): Matcher {
  if (expected.kind === 'list') return new ArrayEquals(expected.items.map(exactly));
  if (expected.kind === 'expression') return new Code(Nix._fromNode(expected.node));
  return expected.kind === 'set'
    ? new ObjectLike(Object.fromEntries([...expected.entries].map(([key, entry]) => [key, exactly(entry)])), true)
    : new Literal(expected);
}

/** An expression where a value is expected: they may well be equal, and only Nix could tell. */
export const codeFound = (expected: string, value: Value & { kind: 'expression' }): Outcome =>
  unknown([
    {
      reason: `says ${show(value)}; its value is known to Nix alone, so it cannot be compared with ${expected}. Compare it with the expression: Match.nix('…')`,
      ...(value.said[0] && { said: value.said[0] }),
    },
  ]);

function sameValue(a: Value, b: Value): boolean {
  if (a.kind !== 'plain' || b.kind !== 'plain') return doubtsIn(a).length === 0 && fingerprint(a) === fingerprint(b);
  return a.value === b.value || (isNumber(a.value) && isNumber(b.value) && String(a.value) === String(b.value));
}

const isNumber = (value: Plain): boolean => typeof value === 'number' || typeof value === 'bigint';
