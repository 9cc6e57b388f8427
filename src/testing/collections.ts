import { escapeKey } from '../nix';
import { Matcher } from './matcher';
import { MATCH, codeFound, every, inside, mismatch, unknown, type Outcome } from './outcome';
import { ORDER_DOUBT, type ListValue, type SetValue, type Value } from './value';
import { pair } from './pairing';

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
    const inOrder = every(this.items.map((item, index) => inside(index, item._test(list.items[index]))));
    if (list.ordered || this.items.length < 2) return this.hintAtOrder(inOrder, list);
    return pair(this.items, list.items).missing.length > 0 ? inOrder : unknown([ORDER_DOUBT]);
  }

  public override toString(): string {
    return `[${this.items.join(', ')}]`;
  }

  private openList(list: ListValue): Outcome {
    const { superfluous } = pair(this.items, list.items);
    if (superfluous.length === 0) return unknown(list.more);
    return mismatch(this.toString(), list, 'the list has items that were not expected');
  }

  private hintAtOrder(outcome: Outcome, list: ListValue): Outcome {
    if (outcome.kind !== 'mismatch' || pair(this.items, list.items).missing.length > 0) return outcome;
    const hint = 'these are the same items in another order; Match.arrayWith([…]) looks at no order';
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
    const keys = [...set.entries.keys()].filter((key) => !this.entries.some(([expected]) => expected === key));
    if (keys.length > 0) return every(keys.map((key) => inside(key, mismatch('nothing', set.entries.get(key)))));
    return set.more.length > 0 ? unknown(set.more) : MATCH;
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
