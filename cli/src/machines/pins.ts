import { harmless } from '../ssh/harmless';
import { nearestName, badName } from './pin-errors';
import { wordsIn } from './words-in';

/** A system that has a name on a machine, and therefore stays. */
export interface Pin {
  readonly name: string;
  /** Its number when it got the name; that generation may be gone since. */
  readonly generation?: number;
  readonly system: string;
  /** By the machine's clock, in seconds. */
  readonly at?: number;
  readonly by?: string;
  /** Whether the machine's boot menu has it. */
  readonly isInMenu: boolean;
}

/** Reads what the guard prints: a name a line, `key=value` with spaces between. */
export const parsePins = (text: string): readonly Pin[] => text.split('\n').flatMap((line) => parsePin(line));

function parsePin(line: string): readonly Pin[] {
  const words = wordsIn(harmless(line));
  const [name, system, by] = ['name', 'system', 'by'].map((key) => words.get(key));
  const [generation, at] = ['generation', 'at'].map((key) =>
    /^\d{1,12}$/.test(words.get(key) ?? '') ? Number(words.get(key)) : undefined,
  );
  if (name === undefined || system === undefined || !NAME.test(name)) return [];
  return [
    {
      name,
      system,
      isInMenu: words.get('menu') === 'yes',
      ...(generation !== undefined && { generation }),
      ...(at !== undefined && { at }),
      ...(by !== undefined && { by }),
    },
  ];
}

/** What every boot loader of NixOS lists, and what no number can be taken for. */
const NAME = /^[a-z][a-z0-9_]{0,31}$/;

export const isName = (text: string): boolean => NAME.test(text);

/** @throws UserError that proposes a name that it could be */
export function checkName(option: string, given: string): string {
  if (!isName(given)) throw badName(option, given, nearestName(given));
  return given;
}

/** A name for a generation to which nobody gave one. */
export const nameOf = (generation: number): string => `pin_${generation}`;
