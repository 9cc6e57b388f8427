import { notAWord } from './errors';

/**
 * A word as a shell must write it to get exactly this text. The other side has its user's login shell, whichever that is: what is written here
 * means the same in sh, bash, dash, zsh, fish and csh. So there is nothing but three kinds of pieces: plain characters; text between single
 * quotes, without those three that some shell looks at even there; and those three, each in the one way that all shells agree on.
 *
 * @throws UserError for text that no program can be given: with NUL in it, or half a character
 */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw notAWord(text, 'a NUL character');
  if (/\p{Cs}/u.test(text)) throw notAWord(text, 'half a character');
  if (text === '') return "''";
  return (text.match(PIECES) ?? []).map((piece) => SPECIAL.get(piece) ?? (PLAIN.test(piece) ? piece : `'${piece}'`)).join('');
}

/** A whole command line. A line break cannot be written in a way that csh and sh both read, so such a line is carried encoded. */
export function shellCommand(argv: readonly string[]): string {
  const [program = '', ...args] = argv.map(shellWord);
  // Between quotes it is nobody's alias, keyword («time») or variable («a=b»).
  const line = [PLAIN.test(program) ? `'${program}'` : program, ...args].join(' ');
  return line.includes('\n') ? `sh -c ${shellWord(DECODE)} sh ${shellWord(encoded(line))}` : line;
}

const PIECES = /[^'\\!]+|['\\!]/g;
/** `=` and `~` at the start, `%`, `^`, braces and the like mean something to one shell or another. */
const PLAIN = /^[A-Za-z0-9_./:@+-][A-Za-z0-9_./:@+,=-]*$/;
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ["'", `"'"`],
  ['\\', '\\\\'],
  ['!', '\\!'],
]);

const DECODE = 'eval "exec $(printf %b "$1")"';
const encoded = (line: string): string => line.replaceAll('\\', '\\\\').replaceAll('\n', '\\0012');
