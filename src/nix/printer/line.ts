/** The measures of the layout: a line has at most 100 characters, its indentation and a comment not counted; a level is two blanks. */
export const LIMIT = 100;

const PADS: string[] = [''];

/** The blanks before a line of this level. */
export function pad(level: number): string {
  while (PADS.length <= level) PADS.push(PADS[PADS.length - 1] + '  ');
  return PADS[level];
}

/** The second half of a character that takes two units. */
const SECOND_HALF = /[\udc00-\udfff]/;

/** How many characters (code points) a text has. Text that is too long anyway is not counted exactly. */
export function width(text: string): number {
  const length = text.length;
  if (length > 2 * LIMIT || !SECOND_HALF.test(text)) return length;
  let count = length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xdc00 && code <= 0xdfff) count--;
  }
  return count;
}
