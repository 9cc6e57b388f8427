import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { Nix, NODE, printExpression, printFile } from '../../src/nix';
import { evalExpr, findNix, nixPath } from '../support/nix';
import { temporaryFolder } from '../support/temp';
import { computation } from './computation';

/** Pieces that mean something to Nix, to a shell or to a careless printer. */
const HOSTILE = [
  '"',
  '\\',
  '$',
  '{',
  '${',
  '$${',
  "'",
  "''",
  "'''",
  "''$",
  "''\\",
  '\n',
  '\r',
  '\r\n',
  '\t',
  ' ',
  '\u00a0',
  '\u2028',
  '𝄞',
  'é',
  '#',
  '/*',
  ';',
  'a.b."c d"',
  'lib.mkForce',
  'in',
  '\x01',
  '\x7f',
  '~',
  './x',
  '-1',
];
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((pieces) => pieces.join('').replaceAll('\0', ''));
const script = fc
  .array(fc.oneof(fc.constantFrom('', '  deeper', 'set -e', "it's", "''", "'", '$', '\tx'), hostileText), { maxLength: 5 })
  .map((lines) => `${lines.join('\n')}\n`);
const text = fc.oneof(hostileText, script);
const KEYWORDS = ['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with', '__proto__', 'true', 'null'];

const float = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    float,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom(...KEYWORDS)), tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** One Nix process checks this many cases. */
const BATCH = { minLength: 1, maxLength: 150, size: 'max' } as const;

describe('what is printed, read by real Nix,', function () {
  this.slow(3000);
  const temp = temporaryFolder();

  before(function () {
    if (findNix().length > 0) return;
    console.log('      (left out: Nix is not installed)');
    this.skip();
  });

  for (const nix of findNix()) {
    describe(nix.name, () => {
      it('is any JSON value again, with the same bits in every float', () =>
        fc.assert(
          fc.asyncProperty(fc.array(json, BATCH), async (values) => {
            const [file, expected] = [temp('printed.nix'), temp('expected.json')];
            writeFileSync(file, printFile(Nix.of(values)[NODE]));
            writeFileSync(expected, JSON.stringify(values));
            const pairs = `let printed = import ${nixPath(file)}; expected = builtins.fromJSON (builtins.readFile ${nixPath(expected)});`;
            const equal = `${pairs} in builtins.genList (i: builtins.elemAt printed i == builtins.elemAt expected i) (builtins.length expected)`;
            assert.deepEqual(
              await evalExpr(equal, { nix }),
              values.map(() => true),
            );
          }),
          { numRuns: 4 },
        ));

      it('is any text again, with interpolations, in every form', () =>
        fc.assert(
          fc.asyncProperty(fc.array(fc.array(fc.oneof(text, fc.constant(null)), { maxLength: 5 }), BATCH), async (cases) => {
            const x = Nix.name('x');
            const forms = cases.flatMap((pieces) => {
              const parts = pieces.map((piece) => piece ?? x);
              return [Nix.interpolate(parts), Nix.indented(parts)];
            });
            const code = Nix.letIn({ x: "$'${x}''" }, { all: forms });
            const expected = cases
              .map((pieces) => pieces.map((piece) => piece ?? "$'${x}''").join(''))
              .flatMap((result) => [result, result]);
            assert.deepEqual(await evalExpr(code.toString(), { nix }), { all: expected });
          }),
          { numRuns: 4 },
        ));

      it('has parentheses where a computation needs them', () =>
        fc.assert(
          fc.asyncProperty(fc.array(computation, BATCH), async (cases) => {
            const code = printExpression({ kind: 'list', items: cases.map(({ node }) => node) });
            assert.deepEqual(
              await evalExpr(code, { nix }),
              cases.map(({ value }) => value),
            );
          }),
          { numRuns: 4 },
        ));

      it('names the same path, whatever its characters', async () => {
        const paths = ['/etc/machine-id', '/we ird/x', '/a/${b}/"c"', '/é/𝄞', "/it's/~x", '/a@b,c', '/a+b/.c/d_e-f.1'];
        const code = Nix.of(paths.map((path) => Nix.call(Nix.name('toString'), Nix.path(path)))).toString();
        assert.deepEqual(await evalExpr(code, { nix }), paths);
      });

      it('holds the whole range of integers', async () => {
        const code = Nix.of(
          [2n ** 63n - 1n, -(2n ** 63n), Nix.binary(-(2n ** 63n), '+', 1)].map((value) => Nix.call(Nix.name('toString'), value)),
        ).toString();
        assert.deepEqual(await evalExpr(code, { nix }), ['9223372036854775807', '-9223372036854775808', '-9223372036854775807']);
      });

      it('keeps raw code apart from what surrounds it', async () => {
        const raw = [
          Nix.raw('1 + 1 # two'),
          Nix.raw('x: x + 1'),
          Nix.raw("let a = ''\n  kept\n    as it is\n''; in a"),
          Nix.raw('"two\n  lines"'),
        ];
        const code = Nix.of({ sum: raw[0], list: [raw[0], Nix.call(raw[1], 2)], text: raw[2], deep: { text: raw[3] } }).toString();
        assert.deepEqual(await evalExpr(code, { nix }), {
          sum: 2,
          list: [2, 3],
          text: 'kept\n  as it is\n',
          deep: { text: 'two\n  lines' },
        });
      });

      it('has scopes, functions and choices that work', async () => {
        const [a, b, c] = ['a', 'b', 'c'].map((name) => Nix.name(name));
        const pattern = Nix.pattern(['a', 'b'], [a, b, Nix.attr(Nix.name('all'), 'c', 0)], {
          defaults: { b: [a] },
          ellipsis: true,
          alias: 'all',
        });
        const code = Nix.letIn(
          { a: 1, b: Nix.rec({ x: 2, y: [Nix.name('x'), a] }) },
          {
            pattern: Nix.call(pattern, { a: 5, c: 6 }),
            inherited: Nix.inherit([{ names: ['a'] }, { source: b, names: ['x', 'y'] }], { 'q.r': 1 }),
            scope: Nix.withScope(b, [Nix.name('x'), a]),
            has: [Nix.has(b, 'x'), Nix.has(b, 'y."z"')],
            checked: Nix.assertThat(Nix.binary(a, '==', 1), Nix.ifElse(Nix.has(b, 'z'), c, 'no')),
            curried: Nix.call(Nix.fn('a', Nix.fn('c', [c, a])), 3, -4),
            joined: Nix.binary(Nix.binary([1], '++', [2]), '++', [3]),
            updated: Nix.binary({ u: 1 }, '//', Nix.binary({ u: 2 }, '//', { v: 3 })),
          },
        );
        await assert.rejects(evalExpr(code.toString(), { nix }), /undefined variable 'c'/);
        assert.deepEqual(await evalExpr(Nix.letIn({ c: 9 }, code).toString(), { nix }), {
          pattern: [5, [5], 6],
          inherited: { a: 1, x: 2, y: [2, 1], 'q.r': 1 },
          scope: [2, 1],
          has: [true, false],
          checked: 'no',
          curried: [-4, 3],
          joined: [1, 2, 3],
          updated: { u: 2, v: 3 },
        });
      });
    });
  }
});
