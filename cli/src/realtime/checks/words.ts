import { harmless } from '../../ssh/harmless';

/** `a, b, c and 5 more`: no line grows with the machine. */
export function few(words: readonly string[], most = 3): string {
  const shown = words.length > most + 1 ? words.slice(0, most) : words;
  return shown.length < words.length ? `${shown.join(', ')} and ${words.length - shown.length} more` : shown.join(', ');
}

/** One line that a terminal cannot be harmed by, of a length that can be read. */
export function oneLine(text: string, most = 300): string {
  const line = harmless(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** The name of a thing that a machine calls itself, short enough for a sentence. */
export const nameText = (name: string): string => oneLine(name, 48) || '(without a name)';
