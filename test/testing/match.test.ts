import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Nix } from '../../src/nix';
import { Match } from '../../src/testing';
import { message, templateOf } from './support';

const holds = (value: unknown, expected: unknown): void => templateOf(['A', 'boot.a', value]).hasOption('boot.a', expected);
const fails = (value: unknown, expected: unknown): string => message(() => holds(value, expected));

describe('Match', () => {
  it('anyValue fits what is set, and nothing else', () => {
    for (const value of [null, false, '', [], {}, Nix.raw('x y')]) holds(value, Match.anyValue());
    assert.match(fails({ a: 1 }, { b: Match.anyValue() }), /at b: expected any value\n {2}nothing is there/);
  });

  it('absent fits nothing', () => {
    templateOf().hasOption('boot.a', Match.absent());
    holds({ a: 1 }, { b: Match.absent() });
    assert.match(fails({ a: null }, { a: Match.absent() }), /at a: expected nothing\n.* says null/);
  });

  it('arrayWith looks at no order, and gives every expectation an item of its own', () => {
    holds(['a', 'b', 'c'], Match.arrayWith(['c', 'a']));
    holds(['ab', 'a'], Match.arrayWith([Match.stringLikeRegexp('a'), 'ab']));
    assert.match(fails(['a'], Match.arrayWith(['a', 'a'])), /expected an item "a"/);
    assert.match(fails('a', Match.arrayWith(['a'])), /expected arrayWith\(\["a"\]\)\n.* says "a"/);
  });

  it('arrayWith shows the item that fits best', () => {
    const rules = [
      { domain: '@audio', item: 'rtprio', value: 95 },
      { domain: '@audio', item: 'memlock', value: 'unlimited' },
    ];
    assert.match(
      fails(rules, Match.arrayWith([{ domain: '@audio', item: 'memlock', value: 64 }])),
      /at \[1\]\.value: expected 64\n.* says "unlimited"/,
    );
  });

  it('arrayEquals takes just these items in this order', () => {
    holds([1, [2]], Match.arrayEquals([1, [Match.anyValue()]]));
    assert.match(fails([1, 2], [1]), /the list has 2 items, not 1/);
    assert.match(fails([1, 2, 3], [1, 9, 3]), /at \[1\]: expected 9\n.* says 2/);
  });

  it('objectLike takes more, objectEquals does not, each as deep as objects go', () => {
    const value = { a: { b: 1, c: 2 } };
    holds(value, Match.objectLike({ a: { b: 1 } }));
    holds(value, Match.objectEquals({ a: { b: 1, c: 2 } }));
    assert.match(fails(value, Match.objectEquals({ a: { b: 1 } })), /at a\.c: expected nothing\n.* says 2/);
    holds(value, Match.objectEquals({ a: Match.objectLike({ b: 1 }) }));
    holds({ a: [{ b: 1, c: 2 }] }, { a: [{ b: 1 }] });
    assert.match(fails({ a: [{ b: 1, c: 2 }] }, Match.objectEquals({ a: [{ b: 1 }] })), /at a\[0\]\.c: expected nothing/);
  });

  it('stringLikeRegexp finds a pattern in text', () => {
    holds('preempt=full', Match.stringLikeRegexp('^preempt='));
    assert.match(fails('threadirqs', Match.stringLikeRegexp('^preempt=')), /expected a text like \/\^preempt=\/\n.* says "threadirqs"/);
    assert.match(fails(5, Match.stringLikeRegexp('5')), /says 5/);
    assert.throws(() => Match.stringLikeRegexp('('), /«\(» is no regular expression/);
  });

  it('serializedJson looks into text', () => {
    holds('{"rate": 48000, "x": [1]}', Match.serializedJson({ rate: 48000 }));
    assert.match(fails('{"rate": 1}', Match.serializedJson({ rate: 2 })), /at "\(as JSON\)"\.rate: expected 2/);
    assert.match(fails('rate = 1', Match.serializedJson({})), /the text is no JSON/);
  });

  it('nix compares code, however it is laid out', () => {
    holds(Nix.raw('lib.optionals config.a [ "x  y" ]'), Match.nix('lib.optionals  config.a\n  ["x  y"]'));
    assert.match(fails(Nix.raw('f "x  y"'), Match.nix('f "x y"')), /expected the expression f "x y"/);
    holds(10, Match.nix('10'));
  });

  it('not turns a matcher round, and does not turn ignorance into knowledge', () => {
    holds(5, Match.anythingBut(6));
    holds([1], Match.anythingBut(Match.arrayWith([2])));
    assert.match(fails(5, Match.anythingBut(5)), /expected anything but 5\n.* says 5/);
    assert.match(fails(Nix.raw('f x'), Match.anythingBut(5)), /known to Nix alone/);
    assert.match(fails({}, { a: Match.anythingBut(1) }), /at a: .*\n {2}nothing is there/);
    holds({ a: 1 }, { a: Match.anythingBut(Match.absent()) });
  });
});

describe('plain values as expectations', () => {
  const key = fc.string({ minLength: 1, maxLength: 4 }).filter((text) => text !== '__proto__');
  const leaf = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    key,
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isPlainNumber),
  );
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  it('fit themselves, loosely and exactly', () => {
    fc.assert(
      fc.property(json, (value) => {
        holds({ value }, { value });
        holds({ value }, Match.objectEquals({ value }));
        holds({ value }, Nix.of({ value }));
      }),
    );
  });

  it('fit nothing else', () => {
    fc.assert(
      fc.property(json, json, (value, other) => {
        fc.pre(JSON.stringify(sorted(value)) !== JSON.stringify(sorted(other)));
        assert.match(fails({ value }, Match.objectEquals({ value: other })), /is not as expected/);
        holds({ value }, Match.anythingBut(Match.objectEquals({ value: other })));
      }),
    );
  });

  it('come back from option() as they went in', () => {
    fc.assert(
      fc.property(json, (value) => {
        const template = templateOf(['A', 'boot.a', [value]]);
        assert.deepEqual(template.option('boot.a'), [value]);
      }),
    );
  });
});

function isPlainNumber(value: number): boolean {
  return !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** Keys in order, so that sets which differ in their order only are equal. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => [name, sorted(entry), 'entry']);
}
