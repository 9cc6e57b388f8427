/** What stands between a brace and the one that closes it. */
export interface Block {
  /** Where its `{` is. */
  readonly start: number;
  /** Just behind its `}`. */
  readonly end: number;
}

/**
 * The braces of a text in Nix, each block after those inside of it. Those in strings and comments do not count.
 * Undefined: they do not close, so it is no Nix, or not all of it.
 */
export function blocksOf(text: string): readonly Block[] | undefined {
  const blocks: Block[] = [];
  const open: { readonly token: Opening; readonly at: number }[] = [];
  for (let at = 0; at < text.length;) {
    const inside = open.at(-1);
    const token = tokenAt(text, at, inside?.token);
    if (inside !== undefined && token === CLOSING[inside.token]) {
      open.pop();
      if (inside.token === '{') blocks.push({ start: inside.at, end: at + 1 });
    } else if (token === '${' || (isOpening(token) && !isString(inside?.token))) open.push({ token, at });
    else if (token === '}' && !isString(inside?.token)) return undefined;
    at += token.length;
  }
  return open.length === 0 ? blocks : undefined;
}

const CLOSING = { '{': '}', '${': '}', '"': '"', "''": "''" } as const;
type Opening = keyof typeof CLOSING;

const isString = (token: Opening | undefined): boolean => token === '"' || token === "''";
const isOpening = (token: string): token is Opening => Object.hasOwn(CLOSING, token);

/** Comments, names (they may hold apostrophes) and whatever means nothing here are one token each. */
const CODE = /#[^\n]*|\/\*[^]*?\*\/|[A-Za-z_][\w'-]*|"|''|\$\{|[{}]|[^#/A-Za-z_"'${}]+|[^]/y;

/** In both kinds of string `$$` is no interpolation, and each has its own way to say that a sign means nothing. */
const STRING = /\\[^]|\$\$|\$\{|"|[^\\$"]+|[^]/y;
const INDENTED = /'''|''\$|''\\[^]|\$\$|\$\{|''|[^'$]+|[^]/y;

function tokenAt(text: string, at: number, inside: Opening | undefined): string {
  const pattern = inside === '"' ? STRING : inside === "''" ? INDENTED : CODE;
  pattern.lastIndex = at;
  const [token] = pattern.exec(text)!; // the last alternative takes anything
  return token;
}
