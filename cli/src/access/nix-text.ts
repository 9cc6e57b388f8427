/** A string of Nix on one line. */
export const nixString = (text: string): string =>
  `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('${', '\\${').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;

/**
 * A text of many lines between two apostrophes each side, moved in. Nix takes away as many blanks as all lines begin with, so one line of the
 * text must begin with none.
 */
export function nixLines(text: string, indentation: string): string {
  const lines = text
    .replace(/\n$/, '')
    .replaceAll(/'+|\$\{/g, escaped)
    .split('\n');
  return [`''`, ...lines.map((line) => (line === '' ? '' : `${indentation}  ${line}`)), `${indentation}''`].join('\n');
}

/** Two apostrophes end the text, and before `${` they make it plain: one that stands there by itself would join them. */
function escaped(sign: string, at: number, text: string): string {
  if (sign === '${') return "''${";
  const pairs = "'''".repeat(Math.floor(sign.length / 2));
  if (sign.length % 2 === 0) return pairs;
  return pairs + (text.startsWith('${', at + sign.length) ? "''\\'" : "'");
}

const KEYWORDS = new Set(['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with']);

/** A name in a path of options. It may hold letters, digits, `-` and `_`. */
export const nixName = (name: string): string => (KEYWORDS.has(name) ? nixString(name) : name);
