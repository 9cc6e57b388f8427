import { harmless } from '../ssh/harmless';
import type { Pin } from './pins';
import { wordsIn } from './words-in';

/** A system that a machine keeps, to go back to. */
export interface Generation {
  readonly number: number;
  /** When it was made: ISO 8601, UTC. */
  readonly date?: string;
  readonly system: string;
  readonly version?: string;
  readonly kernel?: string;
  /** What it runs now. */
  readonly isCurrent: boolean;
  /** What it booted. */
  readonly isBooted: boolean;
  /** The deployment that made it, where it was one of ours. */
  readonly deployment?: string;
  /** Names that it was given. */
  readonly names: readonly string[];
}

/** Reads what the guard prints: a generation a line, `key=value` with spaces between. What is no generation is skipped. */
export const parseGenerations = (text: string): readonly Generation[] =>
  text
    .split('\n')
    .flatMap((line) => parseGeneration(line))
    .sort((a, b) => a.number - b.number);

function parseGeneration(line: string): readonly Generation[] {
  const words = wordsIn(harmless(line));
  const [number, system] = [words.get('number'), words.get('system')];
  if (number === undefined || system === undefined || !/^\d{1,9}$/.test(number)) return [];
  const [date, version, kernel, deployment] = ['date', 'version', 'kernel', 'deployed'].map((key) => words.get(key));
  return [
    {
      number: Number(number),
      system,
      isCurrent: words.get('current') === 'yes',
      isBooted: words.get('booted') === 'yes',
      names: words.get('pinned')?.split(',') ?? [],
      ...(date !== undefined && { date }),
      ...(version !== undefined && { version }),
      ...(kernel !== undefined && { kernel }),
      ...(deployment !== undefined && { deployment }),
    },
  ];
}

export const HEADINGS: readonly string[] = ['NUMBER', 'MADE', 'NIXOS', 'KERNEL', 'TO NOTE'];

/** @param defaultNumber the generation that the next boot takes */
export function rowOf(generation: Generation, defaultNumber: number | undefined): readonly string[] {
  const { number, date, version, kernel, isCurrent, isBooted, deployment, names } = generation;
  const notes = [
    ...names.map((name) => `«${name}»`),
    isCurrent ? 'runs now' : '',
    number === defaultNumber ? 'boots next' : '',
    isBooted && !isCurrent ? 'was booted' : '',
    deployment === undefined ? '' : `deployment ${deployment}`,
  ];
  const made = date === undefined ? '-' : date.replace('T', ' ').replace(/:\d\d(\.\d+)?Z?$/, '');
  return [String(number), made, version ?? '-', kernel ?? '-', notes.filter((note) => note !== '').join(', ') || '-'];
}

/** What has a name, and is no generation any more. */
export const restOf = (pins: readonly Pin[], found: readonly Generation[]): readonly Pin[] =>
  pins.filter(({ system }) => !found.some((generation) => generation.system === system));

export const rowOfPin = ({ name, generation }: Pin): readonly string[] => [
  '-',
  '-',
  '-',
  '-',
  `«${name}», kept${generation === undefined ? '' : `; it was generation ${generation}`}`,
];
