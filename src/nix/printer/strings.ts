import type { NixNode, StringPart } from '../node';

export type StringNode = Extract<NixNode, { kind: 'string' | 'indented' }>;

/**
 * Whether a string is written `''…''` over several lines.
 *
 * A plain string is when it has at least two lines and ends with a line break, as a script or a configuration file does. An indented one
 * is when it has a line break at all. Neither is when that form cannot hold the text as it is.
 */
export function isBlockString(node: StringNode): boolean {
  const { parts } = node;
  if (node.kind === 'string') {
    const last = parts[parts.length - 1];
    if (typeof last !== 'string' || last.charCodeAt(last.length - 1) !== NEWLINE || lineBreaks(parts) < 2) return false;
  } else if (lineBreaks(parts) < 1) {
    return false;
  }
  return survivesIndenting(parts);
}

/** Whether an indented string of one line keeps its form: a formatter turns it into `"…"` unless that would need escapes. */
export function isOneLineIndented(node: StringNode): boolean {
  if (node.kind !== 'indented' || lineBreaks(node.parts) > 0) return false;
  const texts = node.parts.filter((part) => typeof part === 'string');
  return texts.some((text) => text.includes('"') || text.includes('\\')) && survivesIndenting(node.parts);
}

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const BLANK = 32;

function lineBreaks(parts: readonly StringPart[]): number {
  let count = 0;
  for (const part of parts) {
    if (typeof part !== 'string') continue;
    for (let i = part.indexOf('\n'); i >= 0; i = part.indexOf('\n', i + 1)) count++;
  }
  return count;
}

/**
 * Nix strips the indentation that all lines share. The text survives when one line begins at the margin, and when no line ends in blanks
 * (an editor would remove them) or has control characters (a reader would not see them).
 */
function survivesIndenting(parts: readonly StringPart[]): boolean {
  let margin = false;
  let column = 0;
  let began = false;
  let blank = false;
  for (const part of parts) {
    if (typeof part !== 'string') {
      margin ||= !began && column === 0;
      began = true;
      blank = false;
      continue;
    }
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      if (code === NEWLINE) {
        if (blank) return false;
        column = 0;
        began = false;
        continue;
      }
      if (code < BLANK && code !== TAB && code !== RETURN) return false;
      blank = code === BLANK;
      if (!blank) {
        margin ||= !began && column === 0;
        began = true;
      }
      column++;
    }
  }
  return margin && !blank;
}

/** Neighbouring texts joined and empty ones dropped, so that what follows a text is always an interpolation or the end. */
export function joinParts(parts: readonly StringPart[]): readonly StringPart[] {
  if (parts.length < 2) return parts;
  const joined: StringPart[] = [];
  for (const part of parts) {
    const last = joined.length - 1;
    if (typeof part !== 'string') joined.push(part);
    else if (typeof joined[last] === 'string') joined[last] += part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}
