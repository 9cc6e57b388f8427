import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeArgument, escapeWord } from '../../../src/constructs/system-service/command';

/**
 * Reads a line as systemd does (systemd.service(5), systemd.syntax(7)): words at blanks, quotes and C escapes undone, then specifiers, then
 * variables. Whatever would be put in for one is marked, so that it is found missing.
 */
function read(line: string): string[] {
  return words(line).map((word) =>
    word
      .replace(/%(.)/gs, (_, next: string) => (next === '%' ? '%' : '<specifier>'))
      .replace(/\$(.?)/gs, (_, next: string) => (next === '$' ? '$' : '<variable>')),
  );
}

function words(line: string): string[] {
  const found: string[] = [];
  const word = /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"'\\]+))(?=\s|$)/gy;
  for (let at = 0; at < line.length; at = word.lastIndex) {
    word.lastIndex = at;
    const match = word.exec(line);
    assert.ok(match, `systemd cannot read on from «${line.slice(at)}»`);
    assert.notEqual(match[2], ';', 'a lone semicolon begins another command');
    found.push(match[2] ?? unescape(match[1]!));
  }
  return found;
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
    assert.ok(letter in ESCAPES, `systemd knows no escape \\${letter}`);
    return ESCAPES[letter]!;
  });
}

const HOSTILE = fc.constantFrom(
  '$HOME',
  '${HOME}',
  '$$',
  '%h',
  '%%',
  ';',
  '\\;',
  '"',
  "'",
  '\\',
  '\\n',
  '\n',
  '\t',
  ' ',
  '',
  '-',
  '@',
  '#',
  '${pkgs.x}',
  'é',
  '🎹',
);
const TEXT = fc
  .array(
    fc.oneof(
      HOSTILE,
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('the words of a command', () => {
  it('come out of systemd as they went in', () => {
    fc.assert(
      fc.property(fc.array(TEXT, { minLength: 1 }), (args) => {
        assert.deepEqual(read(args.map(escapeArgument).join(' ')), args);
      }),
      { numRuns: 500 },
    );
  });

  it('are always one line', () => {
    fc.assert(fc.property(TEXT, (text) => !/[\n\r]/.test(escapeArgument(text) + escapeWord(text))));
  });

  it('are left as they are where nothing is to be escaped', () => {
    assert.equal(escapeArgument('--rate=48000'), '--rate=48000');
    assert.equal(escapeWord('/srv/$x'), '/srv/$x');
  });
});
