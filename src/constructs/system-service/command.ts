import { Nix, NODE, toNode, type NixNode } from '../../nix';

/**
 * The words of a command as systemd reads them back (systemd.service(5), «command lines»): it splits at blanks, undoes quotes and the escapes of C,
 * puts in specifiers (`%h`) and variables (`$HOME`). None of that happens to a word that went through here.
 */
export const escapeArgument = (text: string): string => quote(text.replaceAll('%', '%%').replaceAll('$', '$$$$'));

/** A word where systemd puts in specifiers, but no variables: a path, an assignment. */
export const escapeWord = (text: string): string => quote(escapeSpecifiers(text));

/** A whole line where systemd puts in specifiers and splits nothing: a description, a folder. */
export const escapeSpecifiers = (text: string): string => text.replaceAll('%', '%%');

/** JSON's escapes are among those that systemd knows. */
const quote = (text: string): string => (isPlain(text) ? text : JSON.stringify(text));

const isPlain = (text: string): boolean => /^[\w@%+=:,./$-]+$/.test(text);

/**
 * A command line: text is escaped, expressions stand as they are (they are store paths, which hold nothing that systemd would read otherwise).
 *
 * @param words what `toWord` says, at least one
 */
export function commandLine(words: readonly NixNode[]): Nix {
  const line = words.map(argument).reduce((all, word) => [...all, ' ', ...word]);
  return Nix.interpolate(line.map((part) => (typeof part === 'string' ? part : Nix._fromNode(part))));
}

function argument(word: NixNode): readonly (string | NixNode)[] {
  if (word.kind === 'int') return [String(word.value)];
  if (word.kind !== 'string' && word.kind !== 'indented') return [word];
  const { parts } = word;
  if (parts.every((part) => typeof part === 'string')) return [escapeArgument(parts.join(''))];
  const escaped = parts.map((part) => (typeof part === 'string' ? escapeArgument(part) : part));
  return parts.every((part) => typeof part !== 'string' || isPlain(part)) ? escaped : ['"', ...escaped.map(withoutQuotes), '"'];
}

const withoutQuotes = <T>(part: string | T): string | T => (typeof part === 'string' && part.startsWith('"') ? part.slice(1, -1) : part);

/** A word as a node: text, a whole number, or an expression that can be put into a text. Otherwise the reason why it is none. */
export function toWord(value: unknown): NixNode | string {
  try {
    const node = toNode(value);
    return NO_WORDS.includes(node.kind) ? 'It is neither text nor a whole number, a package or an expression that is a path.' : node;
  } catch (error) {
    return (error as Error).message;
  }
}

const NO_WORDS: readonly NixNode['kind'][] = ['null', 'bool', 'float', 'list', 'attrs', 'lambda'];

/** What a word says where it is nothing but text. */
export function textOf(node: NixNode): string | undefined {
  if (node.kind !== 'string' && node.kind !== 'indented') return undefined;
  return node.parts.every((part) => typeof part === 'string') ? node.parts.join('') : undefined;
}

/** The program of a package: the one it names, or the one that nixpkgs says is its main one. */
export function programOf(pkg: Nix, program: string | undefined): NixNode {
  return (program === undefined ? Nix.call(Nix.lib('getExe'), pkg) : Nix.interpolate([pkg, `/bin/${program}`]))[NODE];
}
