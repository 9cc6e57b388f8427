import { contents } from '../core';
import { Nix, NODE, bare, sameNode, toNode } from '../nix';
import { ArrayEquals, ObjectLike } from './collections';
import { undefinedExpectation, wordInExpectation } from './errors';
import { Matcher } from './matcher';
import { MATCH, codeFound, mismatch, unknown, type Outcome } from './outcome';
import { doubtsIn, fingerprint, literal, show, type Plain, type Value } from './value';

/**
 * What a test expects, as a matcher. Sets are compared as `Match.objectLike` does, lists as `Match.arrayEquals` does, everything else must be equal.
 *
 * @throws when it is something that no option can be
 */
export function expectation(expected: unknown): Matcher {
  if (Array.isArray(expected)) return new ArrayEquals(expected.map(expectation));
  return isRecord(expected) ? new ObjectLike(entries(expected, expectation)) : single(expected);
}

/** The same, but sets may have no other entries. */
export function exactExpectation(expected: unknown): Matcher {
  if (Array.isArray(expected)) return new ArrayEquals(expected.map(exactExpectation));
  return isRecord(expected) ? new ObjectLike(entries(expected, exactExpectation), true) : single(expected);
}

function single(expected: unknown): Matcher {
  if (expected instanceof Matcher) return expected;
  if (expected === undefined) throw undefinedExpectation();
  return expected instanceof Nix ? new Code(expected) : new Literal(literal(toNode(expected), []));
}

const entries = (expected: Readonly<Record<string, unknown>>, of: (value: unknown) => Matcher): [string, Matcher][] =>
  Object.entries(expected).map(([key, value]) => [key, of(value)]);

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

/** Data that came as `Nix`: sets may have no other entries, as an expression would not. */
function exactly(expected: Value): Matcher {
  switch (expected.kind) {
    case 'list':
      return new ArrayEquals(expected.items.map(exactly));
    case 'set':
      return new ObjectLike(
        [...expected.entries].map(([key, entry]) => [key, exactly(entry)]),
        true,
      );
    case 'expression':
      return new Code(Nix._fromNode(expected.node));
    default:
      return new Literal(expected);
  }
}

function sameValue(a: Value, b: Value): boolean {
  if (a.kind !== 'plain' || b.kind !== 'plain') return doubtsIn(a).length === 0 && fingerprint(a) === fingerprint(b);
  return a.value === b.value || (isNumber(a.value) && isNumber(b.value) && String(a.value) === String(b.value));
}

const isNumber = (value: Plain): boolean => typeof value === 'number' || typeof value === 'bigint';
