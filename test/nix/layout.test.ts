import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { NixNode } from '../../src/nix';
import { printFile } from '../../src/nix';
import { expression, moduleFile } from './arbitrary';

/** Text and comments are the user's: they are taken out before the layout is looked at. Of a text of several lines its quotes stay. */
function skeleton(code: string): string[] {
  const TEXT = /"(?:\\[^]|[^"\\])*"|''(?:'''|''\$|''\\[^]|'(?!')|[^'])*''|# .*/g;
  return code.replace(TEXT, (text) => (text.startsWith('#') ? '#' : text.replace(/\n(?:[^]*\n)?( *).*$/, "\n$1''"))).split('\n');
}

const indentation = (line: string): number => line.length - line.trimStart().length;
const width = (line: string): number => [...line.trimStart()].length;

/** Strings may be as long as they are, and so may what cannot be separated from them. */
const mayBeLong = (line: string): boolean => /["#/]/.test(line);

/** A rule says what is wrong with a line, seen with the one before it. */
type Rule = (line: string, previous: string) => string | false;

const RULES: readonly Rule[] = [
  (line) => line !== line.trimEnd() && 'blanks at the end',
  (line) => line.includes('\t') && 'a tab',
  (line, previous) => line === '' && previous === '' && 'two empty lines',
  (line, previous) => line === '' && /[[{(=:]$|^\s*(let|in|then|else)$/.test(previous) && 'an empty line behind an opener',
  (line, previous) => previous === '' && /^\s*([\])}]|in$)/.test(line) && 'an empty line before a closer',
  (line) => indentation(line) % 2 === 1 && 'half a level of indentation',
  (line, previous) => previous !== '' && indentation(line) > indentation(previous) + 2 && 'more than one level at once',
  (line) => width(line) > 100 && !mayBeLong(line) && 'longer than 100 characters',
  (line) => /\{ [^}]* = /.test(line.replace(/"(?:\\[^]|[^"\\])*"/g, '')) && 'a set in one line',
  (line, previous) => beginsOnNextLine(line, previous) && width(previous) + 1 + width(line) <= 100 && 'a value that fits beside its key',
];

/** A whole value in one line below its key. (`let`, functions of a pattern and long calls have more lines, or no semicolon.) */
const beginsOnNextLine = (line: string, previous: string): boolean =>
  previous.endsWith(' =') &&
  line.endsWith(';') &&
  indentation(line) === indentation(previous) + 2 &&
  !/^(with|assert) [^;]*;$/.test(line.trim());

function faults(code: string): string[] {
  const lines = skeleton(code);
  return lines.flatMap((line, i) =>
    RULES.flatMap((rule) => {
      const fault = rule(line, lines[i - 1] ?? '#');
      return fault === false || (i === lines.length - 1 && line === '') ? [] : [`${fault}: ${line}`];
    }),
  );
}

describe('the layout', () => {
  it('keeps to its rules in every module', () => {
    fc.assert(
      fc.property(moduleFile, (node) => assert.deepEqual(faults(printFile(node)), [])),
      { numRuns: 300 },
    );
  });

  it('ends every file with one line break', () => {
    fc.assert(
      fc.property(expression, (node) => assert.match(printFile(node), /[^\n]\n$/)),
      { numRuns: 200 },
    );
  });

  it('is found without trying every level of a deep expression again for each one above it', () => {
    const x: NixNode = { kind: 'name', name: 'x' };
    const nestings: readonly ((inner: NixNode) => NixNode)[] = [
      (inner) => ({ kind: 'call', callee: x, args: [inner] }),
      (inner) => ({ kind: 'call', callee: x, args: [inner, x] }),
      (inner) => ({ kind: 'list', items: [inner] }),
      (inner) => ({ kind: 'if', condition: inner, yes: x, no: x }),
      (inner) => ({ kind: 'select', target: x, path: ['y'], fallback: inner }),
      (inner) => ({ kind: 'lambda', parameter: { kind: 'single', name: 'x' }, body: inner }),
      (inner) => ({ kind: 'string', parts: ['x', inner] }),
      (inner) => ({ kind: 'binary', operator: '==', left: inner, right: x }),
      (inner) => ({ kind: 'binary', operator: '++', left: x, right: { kind: 'list', items: [inner] } }),
    ];
    for (const nest of nestings) {
      let node: NixNode = { kind: 'string', parts: ['a text that makes every line around it a long one, at least a little'] };
      for (let i = 0; i < 150; i++) node = nest(node);
      assert.ok(printFile(node).length > 150);
    }
  });

  it('is checked by rules that find faults', () => {
    const bad = '{\n\n  a =\n    1;  \n      b = { c = 1; };\n\n\n\td = 1;\n}\n';
    assert.deepEqual(
      faults(bad).map((fault) => fault.split(':')[0]),
      [
        'an empty line behind an opener',
        'blanks at the end',
        'a set in one line',
        'two empty lines',
        'a tab',
        'half a level of indentation',
      ],
    );
  });
});
