import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findFault } from '../../src/project/json';

describe('findFault', () => {
  const cases: readonly (readonly [name: string, text: string, line: number, column: number, what: RegExp])[] = [
    ['a missing comma', '{\n  "app": "a"\n  "output": "b"\n}', 3, 3, /a comma or «}» is expected, not «"»/],
    ['a comma too many', '{\n  "app": "a",\n}', 3, 1, /another entry after the comma is expected, not «}»/],
    ['a comment', '{\n  // mine\n}', 2, 3, /a name in double quotes is expected, not «\/» \(JSON has no comments\)/],
    ['single quotes', "{ 'app': 1 }", 1, 3, /a name in double quotes is expected, not «'»/],
    ['an open string', '{ "app": "node\n}', 1, 10, /not closed/],
    ['an unfinished file', '{ "app": ', 1, 10, /a value is expected, not the end of the file/],
    ['an empty file', '', 1, 1, /a value is expected, not the end of the file/],
    ['something behind the end', '{}\n}', 2, 1, /the end of the file is expected, not «}»/],
    ['a bare word', '{ "app": node }', 1, 10, /a value is expected, not «n»/],
  ];
  for (const [name, text, line, column, what] of cases) {
    it(`points at ${name}`, () => {
      const fault = findFault(text);
      assert.deepEqual([fault?.line, fault?.column], [line, column]);
      assert.match(fault?.what ?? '', what);
    });
  }

  it('agrees with JSON.parse on what is JSON', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '-', '\n', 'e', 'null'),
        (json, at, extra) => {
          const place = at % (json.length + 1);
          const text = json.slice(0, place) + extra + json.slice(place + (at % 2));
          assert.equal(findFault(text) === undefined, isJson(text), text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
