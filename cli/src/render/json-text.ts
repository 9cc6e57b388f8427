/**
 * A value as JSON for a terminal or a file. JSON itself lets through some characters that a terminal obeys, or that turn the direction of
 * writing; here they are escaped, so that a program reads the very same text and a person sees what it is.
 */
export const jsonText = (value: unknown, indentation?: number): string =>
  JSON.stringify(value, null, indentation).replaceAll(
    UNSEEN,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`, // outside of strings there is none of them
  );

const UNSEEN = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]/g;
