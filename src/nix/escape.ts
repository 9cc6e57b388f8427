/**
 * Escaping: the one place where a user's text becomes a piece of Nix source. One function per form, each total for text without NUL and
 * lone surrogates (`checkText` refuses those at the door).
 */

/** What stands behind a piece of text: it decides whether a `$` or a `'` at its end could be misread. */
export type Follower = 'quotes' | 'interpolation' | 'newline';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const DOLLAR = 36;
const APOSTROPHE = 39;
const BACKSLASH = 92;
const BRACE = 123;

/** What most texts do not have. */
const SPECIAL = /[\t\n\r"$\\]/;

/** Text between the quotes of `"…"`. Line breaks, tabs and carriage returns become escapes, so that the result is always one line. */
export function escapeText(text: string, follower: Follower): string {
  if (!SPECIAL.test(text)) return text;
  let escaped = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > BACKSLASH || (code > DOLLAR && code < BACKSLASH)) continue;
    const replacement = textEscape(code, text, i, follower);
    if (replacement === '') continue;
    escaped += text.slice(copied, i) + replacement;
    copied = i + 1;
  }
  return copied === 0 ? text : escaped + text.slice(copied);
}

function textEscape(code: number, text: string, i: number, follower: Follower): string {
  switch (code) {
    case QUOTE:
      return '\\"';
    case BACKSLASH:
      return '\\\\';
    case NEWLINE:
      return '\\n';
    case TAB:
      return '\\t';
    case RETURN: // Nix reads a bare carriage return as a line feed
      return '\\r';
    case DOLLAR:
      return opensInterpolation(text, i, follower) ? '\\$' : '';
    default:
      return '';
  }
}

/**
 * A piece of one line between the quotes of `''…''`. Two traps: a single `'` directly before anything that is itself escaped with `''`
 * would join it, and so would one before the closing quotes; it is written `''\'` there.
 */
export function escapeIndented(text: string, follower: Follower): string {
  let escaped = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let replacement = '';
    let length = 1;
    if (code === DOLLAR) {
      if (opensInterpolation(text, i, follower)) replacement = "''$";
    } else if (code === APOSTROPHE) {
      if (text.charCodeAt(i + 1) === APOSTROPHE) {
        replacement = "'''";
        length = 2;
      } else if (joinsWhatFollows(text, i + 1, follower)) {
        replacement = "''\\'";
      }
    } else if (code === TAB) {
      replacement = "''\\t";
    } else if (code === RETURN) {
      replacement = "''\\r";
    }
    if (replacement === '') continue;
    escaped += text.slice(copied, i) + replacement;
    copied = i + length;
    i = copied - 1;
  }
  return copied === 0 ? text : escaped + text.slice(copied);
}

/** `$` before `{`, or as the last character before a real interpolation: `$${` would be plain text. */
function opensInterpolation(text: string, i: number, follower: Follower): boolean {
  return i + 1 < text.length ? text.charCodeAt(i + 1) === BRACE : follower === 'interpolation';
}

function joinsWhatFollows(text: string, next: number, follower: Follower): boolean {
  if (next === text.length) return follower === 'quotes';
  const code = text.charCodeAt(next);
  return code === TAB || code === RETURN || (code === DOLLAR && opensInterpolation(text, next, follower));
}

/** An attribute key as it stands in a path: bare where the language allows it, quoted otherwise. */
export function escapeKey(key: string): string {
  return isIdentifier(key) ? key : `"${escapeText(key, 'quotes')}"`;
}

const KEYWORDS: ReadonlySet<string> = new Set(['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with']);

/** Whether a word means something to the language itself. */
export const isKeyword = (word: string): boolean => KEYWORDS.has(word);

const NAME = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;

/** Whether a text may stand in the code as a name: it looks like one, and is no keyword. */
export const isIdentifier = (text: string): boolean => NAME.test(text) && !KEYWORDS.has(text);

const SUSPICIOUS = /[\0\ud800-\udfff]/;

/** What makes a text impossible in Nix, or `undefined` when it is fine. */
export function textFault(text: string): 'NUL' | 'surrogate' | undefined {
  if (!SUSPICIOUS.test(text)) return undefined;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) return 'NUL';
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(i + 1); // NaN at the end, which no comparison accepts
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return 'surrogate';
    i++;
  }
  return undefined;
}
