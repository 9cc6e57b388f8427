import { isKeyword } from '../escape';
import { pad } from './line';

/** Code that is one word, one path of words, a number, a plain string or in brackets: it can stand anywhere. */
export function isAtomicCode(code: string): boolean {
  return (ATOM.test(code) && !isKeyword(code)) || isBracketed(code);
}

/** Code between one pair of brackets. Only code without text and comments is looked at: those could hold brackets of their own. */
export function isBracketed(code: string): boolean {
  if (!/^[[{(][^"'#/]*[\])}]$/.test(code)) return false;
  let depth = 0;
  for (let i = 0; i < code.length; i++) {
    if ('[{('.includes(code[i])) depth++;
    else if ('])}'.includes(code[i]) && --depth === 0) return i === code.length - 1;
  }
  return false;
}

const ATOM = /^(?:[a-zA-Z_][\w'-]*(?:\.[a-zA-Z_][\w'-]*)*|\d+|"[^"\\$\n]*"|\.{1,2}(?:\/[\w.+-]+)+)$/;

/** Whether code can stand in one line together with what follows it: a comment would swallow that. */
export function isOneLine(code: string): boolean {
  return !code.includes('\n') && !code.includes('#') && !code.includes('\r');
}

/** Code of several lines, moved to a level where that cannot change a string inside it; left as it is otherwise. */
export function indentCode(code: string, level: number): string {
  const lines = code.split('\n');
  if (code.includes("''") || lines.some(hasOpenQuote)) return code;
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const margin = Math.min(...rest.map((line) => line.length - line.trimStart().length));
  return lines
    .map((line, i) => (i === 0 ? line.trimEnd() : line.trim() === '' ? '' : pad(level) + line.slice(margin).trimEnd()))
    .join('\n');
}

/** A string over several lines leaves a line with an odd number of quotes. */
function hasOpenQuote(line: string): boolean {
  return line.replace(/\\./g, '').split('"').length % 2 === 0;
}
