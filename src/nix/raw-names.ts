import { isKeyword } from './escape';

/**
 * The names in a piece of Nix code: every identifier outside strings, comments and selections (`.name`), and those inside `${…}`.
 * Names that the code binds itself are among them; for the question «what might it need» that does no harm.
 */
export function namesInCode(code: string): Set<string> {
  const names = new Set<string>();
  scanCode(code, 0, names);
  return names;
}

/** What may come next in code. Numbers and paths are matched so that their letters are not taken for names. */
const TOKEN =
  /(?<comment>#[^\n]*|\/\*[^]*?(?:\*\/|$))|\/\/|(?<path>(?:[\w.+-]*|~)(?:\/[\w.+-]+)+|<[\w./+-]+>)|(?<selected>\.\s*[a-zA-Z_][\w'-]*)|(?<name>[a-zA-Z_][\w'-]*)|(?<number>\d[\d.]*(?:[eE][+-]?\d+)?)|(?<quote>"|'')|(?<open>\{)|(?<close>\})|[^]/y;

/** Scans until the brace that closes the one before `start`, or to the end; returns the position behind it. */
function scanCode(code: string, start: number, names: Set<string>): number {
  let at = start;
  let depth = 0;
  while (at < code.length) {
    TOKEN.lastIndex = at;
    const { groups = {}, 0: token } = TOKEN.exec(code) as RegExpExecArray;
    at += token.length;
    if (groups.name !== undefined) {
      if (!isKeyword(groups.name)) names.add(groups.name);
    } else if (groups.quote !== undefined) {
      at = scanString(code, at, groups.quote, names);
    } else if (groups.open !== undefined) {
      depth++;
    } else if (groups.close !== undefined && depth-- === 0) {
      return at;
    }
  }
  return at;
}

/** Scans a string's text for interpolations; returns the position behind its closing quotes. */
function scanString(code: string, start: number, quote: string, names: Set<string>): number {
  const escapes = quote === '"' ? ['\\'] : ["'''", "''$", "''\\"];
  let at = start;
  while (at < code.length) {
    const escape = escapes.find((text) => code.startsWith(text, at));
    if (escape !== undefined) at += quote === '"' || escape === "''\\" ? escape.length + 1 : escape.length;
    else if (code.startsWith(quote, at)) return at + quote.length;
    else if (code.startsWith('$${', at)) at += 3;
    else if (code.startsWith('${', at)) at = scanCode(code, at + 2, names);
    else at++;
  }
  return at;
}
