import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { Nix, NixError, NODE, printExpression, toNode } from '../../src/nix';

const print = (value: unknown): string => printExpression(toNode(value));

/** The message with which a value is refused. */
function refusal(value: unknown): string {
  try {
    toNode(value);
  } catch (error) {
    assert.ok(error instanceof NixError);
    return error.message;
  }
  return assert.fail('the value was accepted');
}

describe('a JavaScript value as Nix', () => {
  it('keeps the order of keys and leaves undefined ones out', () => {
    assert.equal(print({ b: null, a: undefined, 'c.d': [true] }), '{\n  b = null;\n  "c.d" = [ true ];\n}');
  });

  it('takes objects without a prototype, frozen ones and those of another realm', () => {
    const foreign: unknown = runInNewContext('({ a: [1] })');
    assert.equal(print(Object.assign(Object.create(null), { a: [1] })), print({ a: [1] }));
    assert.equal(print(Object.freeze({ a: Object.freeze([1]) })), print({ a: [1] }));
    assert.equal(print(foreign), print({ a: [1] }));
  });

  it('takes a key named __proto__ for what it is', () => {
    assert.equal(print(JSON.parse('{ "__proto__": 1 }')), '{\n  __proto__ = 1;\n}');
  });

  it('cannot be tricked into a node by data that looks like one', () => {
    assert.equal(print({ kind: 'raw', code: 'abort ""' }), '{\n  kind = "raw";\n  code = "abort \\"\\"";\n}');
    assert.equal(print({ [NODE]: { kind: 'raw', code: 'abort ""' } }), '{ }');
  });

  it('takes the expressions of another copy of the library', () => {
    class OtherNix {
      public readonly [NODE] = Nix.name('pkgs')[NODE];
    }
    assert.equal(print([new OtherNix()]), '[ pkgs ]');
  });

  it('uses one value in two places', () => {
    const shared = { a: 1 };
    assert.equal(print({ x: shared, y: shared }), '{\n  x = {\n    a = 1;\n  };\n  y = {\n    a = 1;\n  };\n}');
  });

  describe('numbers', () => {
    const cases: readonly [unknown, string][] = [
      [-0, '0'],
      [-7, '-7'],
      [[-7], '[ (-7) ]'],
      [Number.MAX_SAFE_INTEGER, '9007199254740991'],
      [2n ** 63n - 1n, '9223372036854775807'],
      [-(2n ** 63n), '(-9223372036854775807 - 1)'],
      [[-(2n ** 63n)], '[ (-9223372036854775807 - 1) ]'],
      [0.1, '0.1'],
      [-1.5, '-1.5'],
      [1e-7, '1.0e-7'],
      [1.5e-300, '1.5e-300'],
      [5e-324, '(1.0 * 2.2227587494850775e-162 * 2.2227587494850775e-162)'],
    ];
    for (const [value, code] of cases) it(`write ${String(value)} as ${code}`, () => assert.equal(print(value), code));
  });

  describe('is refused, with the path of the offender,', () => {
    const cyclic: Record<string, unknown> = { a: [{}] };
    (cyclic.a as unknown[])[0] = { back: cyclic };
    const inner: Record<string, unknown> = {};
    inner.self = [inner];

    const cases: readonly [string, unknown, RegExp][] = [
      ['when it is undefined', undefined, /^The value is undefined.*Write null/],
      ['when an array has a hole', { a: [1, , 2] }, /^The value at «a\[1\]» is undefined/],
      [
        'when it is a function',
        { extraConfig: { pipewire: [0, 1, { '10-studio': () => 1 }] } },
        /«extraConfig\.pipewire\[2\]\."10-studio"» is a function/,
      ],
      ['when it is a symbol', [[Symbol('x')]], /«\[0\]\[0\]» is a symbol/],
      ['when it is not a number', { a: NaN }, /«a» is NaN/],
      ['when it is infinite', { a: -Infinity }, /«a» is infinite/],
      ['when a whole number may have lost digits', { a: 2 ** 53 }, /«a» is 9007199254740992.*bigint/],
      ['when a whole number is huge', 1e308, /1e\+308.*64 bits/],
      ['when an integer is beyond 64 bits', { a: 2n ** 63n }, /«a» is 9223372036854775808: .* 64 bits/],
      ['when an integer is below 64 bits', -(2n ** 63n) - 1n, /64 bits/],
      ['when a string has a NUL', { a: 'x\0' }, /«a» holds a NUL/],
      ['when a string was cut inside a character', ['ok', '𝄞'.slice(0, 1)], /«\[1\]» holds half of a surrogate pair/],
      ['when a string begins inside a character', '𝄞'.slice(1), /half of a surrogate pair/],
      ['when a key has a NUL', { a: { 'x\0': 1 } }, /«a\."x.+"» holds a NUL/s],
      ['when it is a Map', { a: new Map() }, /«a» is an instance of Map.*Object\.fromEntries/],
      ['when it is a Set', new Set(), /instance of Set.*\[\.\.\.set\]/],
      ['when it is a Date', new Date(0), /instance of Date/],
      ['when it is a promise', [Promise.resolve()], /«\[0\]» is an instance of Promise.*Await/],
      ['when it is of a class', new (class Track {})(), /instance of Track/],
      ['when it holds itself', cyclic, /«a\[0\]\.back» refers back to the value itself/],
      ['when a part of it holds itself', { x: inner }, /«x\.self\[0\]» refers back to «x»/],
    ];
    for (const [title, value, message] of cases) it(title, () => assert.match(refusal(value), message));

    it('when it is nested too deep, without overflowing the stack', () => {
      let deep: unknown = 1;
      for (let i = 0; i < 100_000; i++) deep = { a: deep };
      assert.match(refusal(deep), /«a» is nested deeper than 500 levels/);
    });
  });

  it('passes the errors of its own getters on', () => {
    const value = {
      get broken(): never {
        throw new RangeError('mine');
      },
    };
    assert.throws(() => toNode(value), RangeError);
  });
});
