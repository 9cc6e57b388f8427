import { badAttrPath, badKey, notAnIdentifier, reasons } from './errors';
import { escapeKey, isIdentifier, isKeyword, textFault } from './escape';

/**
 * The keys of an attribute path: `boot.kernel.sysctl."vm.swappiness"` has four. A key with a dot or a blank stands in quotes, as in Nix;
 * a bare one may be what Nix would want quoted (`10-studio`, `with`): it is quoted again where it is printed.
 */
export function parseAttrPath(path: string): readonly string[] {
  let keys = parsed.get(path);
  if (keys === undefined) {
    keys = parse(path);
    if (parsed.size >= CACHE_LIMIT) parsed.clear();
    parsed.set(path, keys);
  }
  return keys;
}

/** Option paths repeat a thousandfold over the machines of a studio; the limit is for programs that make paths up. */
const CACHE_LIMIT = 4096;
const parsed = new Map<string, readonly string[]>();

function parse(path: string): readonly string[] {
  const keys: string[] = [];
  let at = 0;
  for (;;) {
    const end = path[at] === '"' ? closingQuote(path, at) + 1 : bareEnd(path, at);
    if (end === at) throw badAttrPath(path, at, at === 0 && path === '' ? 'it is empty' : 'a name is missing');
    const key = path[at] === '"' ? unquote(path, at + 1, end - 1) : path.slice(at, end);
    keys.push(checkAttrKey(key));
    if (end === path.length) return Object.freeze(keys);
    if (path[end] !== '.') throw badAttrPath(path, end, `«${path[end]}» stands where only a dot may (put the name in quotes)`);
    at = end + 1;
  }
}

function bareEnd(path: string, start: number): number {
  let end = start;
  while (end < path.length && /[\w'-]/.test(path[end])) end++;
  return end;
}

function closingQuote(path: string, open: number): number {
  for (let i = open + 1; i < path.length; i++) {
    if (path[i] === '"') return i;
    if (path[i] === '\\') i++;
    else if (path[i] === '$' && path[i + 1] === '{')
      throw badAttrPath(path, i, '«${» begins an interpolation (write «\\${» if you mean the characters)');
  }
  throw badAttrPath(path, open, 'a quote is never closed that opens');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unquote(path: string, start: number, end: number): string {
  return path.slice(start, end).replace(/\\([^])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

/** The path as Nix writes it, and as `parseAttrPath` reads it: `a.b."c.d"`. */
export function formatAttrPath(keys: readonly string[]): string {
  return keys.map(escapeKey).join('.');
}

/** A key may be any text that Nix can hold. Returns it, or throws. */
export function checkAttrKey(key: string): string {
  const fault = textFault(key);
  if (fault !== undefined) throw badKey(key, reasons[fault]);
  return key;
}

/** A name of a variable or a parameter. Returns it, or throws. */
export function checkIdentifier(name: string): string {
  if (!isIdentifier(name)) throw notAnIdentifier(name, isKeyword(name));
  return name;
}
