import { escapeKey } from '../nix';
import { Matcher } from './matcher';
import { MATCH, codeFound, every, inside, mismatch, unknown, type Outcome } from './outcome';
import { ORDER_DOUBT, show, type ListValue, type SetValue, type Value } from './value';
import { pair, type Pairing } from './pairing';

/** A list with just these items, in this order. */
export class ArrayEquals extends Matcher {
  public constructor(private readonly items: readonly Matcher[]) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    const list = listIn(value, this);
    if (!('items' in list)) return list;
    if (list.more.length > 0) return this.openList(list);
    if (list.items.length !== this.items.length)
      return mismatch(this.toString(), list, `the list has ${count(list.items.length)}, not ${this.items.length}`);
    const outcomes = this.items.map((item, index) => inside(index, item._test(list.items[index])));
    const pairing = pair(this.items, list.items);
    if (!list.ordered && pairing.missing.length === 0) return list.items.length < 2 ? MATCH : unknown([ORDER_DOUBT]);
    return this.asWhole(outcomes, pairing, list);
  }

  public override toString(): string {
    return `[${this.items.join(', ')}]`;
  }

  private openList(list: ListValue): Outcome {
    const { superfluous } = pair(this.items, list.items);
    return superfluous.length === 0
      ? unknown(list.more)
      : mismatch(this.toString(), list, `not expected: ${superfluous.map(show).join(', ')}`);
  }

  /** Where several items differ, or their places mean nothing, the list as a whole says more than its parts. */
  private asWhole(outcomes: readonly Outcome[], { missing, superfluous }: Pairing, list: ListValue): Outcome {
    if (list.ordered && outcomes.filter(({ kind }) => kind === 'mismatch').length < 2) return every(outcomes);
    const hint =
      missing.length === 0
        ? 'the same items in another order; Match.arrayWith([…]) looks at no order'
        : `missing: ${missing.join(', ')}; not expected: ${superfluous.map(show).join(', ')}`;
    return mismatch(this.toString(), list, hint);
  }
}

/** A list that has at least these items, in any order. */
export class ArrayWith extends Matcher {
  public constructor(private readonly items: readonly Matcher[]) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    const list = listIn(value, this);
    if (!('items' in list)) return list;
    const { missing } = pair(this.items, list.items);
    if (missing.length === 0) return MATCH;
    const unsure = missing.flatMap((item) => list.items.map((found) => item._test(found))).filter(({ kind }) => kind === 'unknown');
    if (list.more.length > 0) return unknown(list.more);
    if (unsure.length > 0) return unsure[0]!;
    return every(missing.map((item) => closest(item, list)));
  }

  public override toString(): string {
    return `arrayWith([${this.items.join(', ')}])`;
  }
}

/** Of the items that do not fit, the one that fits most. */
function closest(expected: Matcher, list: ListValue): Outcome {
  const attempts = list.items.map((item, index) => inside(index, expected._test(item)));
  const within = attempts
    .filter((outcome) => outcome.kind === 'mismatch')
    .filter(({ failures }) => failures.every(({ at }) => at.length > 1))
    .sort((a, b) => a.failures.length - b.failures.length);
  return within[0] ?? mismatch(`an item ${expected.toString()}`, list);
}

/** A set that has at least these entries, or just these. */
export class ObjectLike extends Matcher {
  public constructor(
    private readonly entries: readonly (readonly [string, Matcher])[],
    /** Whether there may be no other entries. */
    private readonly exact = false,
  ) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    const set = setIn(value, this);
    if (!('entries' in set)) return set;
    const outcomes = this.entries.map(([key, matcher]) => inside(key, testEntry(set, key, matcher)));
    return every(this.exact ? [...outcomes, this.superfluous(set)] : outcomes);
  }

  public override toString(): string {
    const entries = this.entries.map(([key, matcher]) => `${escapeKey(key)}: ${matcher.toString()}`).join(', ');
    return entries === '' ? '{}' : `{ ${entries} }`;
  }

  private superfluous(set: SetValue): Outcome {
    const others = [...set.entries].filter(([key]) => !this.entries.some(([expected]) => expected === key));
    const outcomes = others.map(([key, found]) =>
      inside(key, found.kind === 'unknown' ? unknown(found.doubts) : mismatch('nothing', found)),
    );
    return every(set.more.length > 0 ? [...outcomes, unknown(set.more)] : outcomes);
  }
}

function testEntry(set: SetValue, key: string, matcher: Matcher): Outcome {
  const entry = set.entries.get(key);
  return entry === undefined && set.more.length > 0 ? unknown(set.more) : matcher._test(entry);
}

function listIn(value: Value | undefined, expected: Matcher): ListValue | Outcome {
  if (value?.kind === 'list') return value;
  return otherKind(value, expected);
}

function setIn(value: Value | undefined, expected: Matcher): SetValue | Outcome {
  if (value?.kind === 'set') return value;
  return otherKind(value, expected);
}

function otherKind(value: Value | undefined, expected: Matcher): Outcome {
  if (value?.kind === 'unknown') return unknown(value.doubts);
  if (value?.kind === 'expression') return codeFound(expected.toString(), value);
  return mismatch(expected.toString(), value);
}

const count = (items: number): string => (items === 1 ? 'one item' : `${items} items`);
