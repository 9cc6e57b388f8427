/**
 * Text from a machine, for a terminal: it can say anything and do nothing. Whole escape sequences (colours, titles, the cursor, hyperlinks)
 * are taken out; what is left of control characters is shown as a sign; what turns the direction of writing becomes �, so that a line reads as
 * it is. Tabs and line breaks stay.
 */
export function harmless(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text.replace(SEQUENCES, '').replace(CONTROLS, sign).replace(INVISIBLE, '\ufffd');
}

/** The same of all texts in a value that is plain data: what a machine said, or what a message about it quotes. */
export function harmlessData<T>(value: T): T {
  if (typeof value === 'string') return harmless(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: unknown) => harmlessData(inner)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [harmless(key), harmlessData(inner)])) as T;
}

const SUSPICIOUS = /[^\t\n\x20-\x7e\xa0-\u0600\u061d-\u1fff\u2030-\u205f\u2070-\udb3f\udb41-\ufef0]/;

const SEQUENCES = new RegExp(
  [
    '(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]', // a control sequence: colour, cursor, modes
    '(?:\\x1b\\]|\\x9d)[^\\x07\\x1b\\x9c\\n]*(?:\\x07|\\x1b\\\\|\\x9c)', // a command of the system: title, clipboard, hyperlink
    '(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])[^\\x1b\\x9c\\n]*(?:\\x1b\\\\|\\x9c)', // a string for a device
    '\\x1b[ -/]+[0-~]', // a character set
    '\\x1b[0-OQ-WYZ`-~]', // the short ones
  ].join('|'),
  'g',
);
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
/** Directions, the marks that go with them, line separators, and letters that nobody sees. */
const INVISIBLE = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

function sign(control: string): string {
  const code = control.codePointAt(0)!;
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
}
