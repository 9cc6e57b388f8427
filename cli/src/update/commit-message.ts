import { pinText, type Move } from './moves';

/** A subject of at most 72 characters, an empty line, and a line for every move. */
export function commitMessage(moves: readonly Move[]): string {
  const own = moves.filter(({ input }) => !input.includes('/')).map(({ input }) => input);
  const names = own.length > 0 ? own : moves.map(({ input }) => input);
  const listed = `flake.lock: update ${names.join(', ')}`;
  const subject = listed.length <= 72 ? listed : `flake.lock: update ${names.length} inputs`;
  return `${subject}\n\n${moves.map(moveLine).join('\n')}\n`;
}

const moveLine = ({ input, old, new: next }: Move): string => `${input}: ${pinText(old, 'new')} → ${pinText(next, 'gone')}`;
