import type { Call } from '../command';
import { badInterval, localOrElsewhere, localSudo, onlyOfMachines, oneForm, watchInMarkdown } from './errors';

/** What a call asks for, once it is clear that it makes sense. */
export interface DoctorOptions {
  readonly names: readonly string[];
  readonly tag?: readonly string[];
  readonly all: boolean;
  readonly local: boolean;
  readonly sudo: boolean;
  readonly form: 'people' | 'json' | 'markdown';
  readonly strict: boolean;
  readonly fixHint: boolean;
  /** Seconds between two looks. */
  readonly watch?: number;
}

/** Whether it is about a machine's tuning, and not only about this computer's programs. */
export const isAboutMachines = ({ names, tag, all, local }: DoctorOptions): boolean =>
  names.length > 0 || tag !== undefined || all || local;

/** @throws UserError on options that do not go together */
export function readOptions({ arguments: names, options }: Pick<Call, 'arguments' | 'options'>): DoctorOptions {
  const is = (name: string): boolean => options[name] === true;
  if (is('json') && is('markdown')) throw oneForm();
  const tag = options['tag'] as readonly string[] | undefined;
  const watch = readInterval(options['watch']);
  const read: DoctorOptions = {
    names,
    ...(tag && { tag }),
    all: is('all'),
    local: is('local'),
    sudo: is('sudo') || options['sudoPasswordFile'] !== undefined,
    form: is('json') ? 'json' : is('markdown') ? 'markdown' : 'people',
    strict: is('strict'),
    fixHint: is('fixHint'),
    ...(watch !== undefined && { watch }),
  };
  refuse(read);
  return read;
}

function refuse(read: DoctorOptions): void {
  const { local, names, tag, all, sudo, form, watch } = read;
  if (local && (names.length > 1 || tag !== undefined || all)) throw localOrElsewhere();
  if (local && sudo) throw localSudo();
  if (watch !== undefined && form === 'markdown') throw watchInMarkdown();
  if (isAboutMachines(read)) return;
  const alone = [watch !== undefined && '--watch', form === 'markdown' && '--markdown', read.fixHint && '--fix-hint', sudo && '--sudo'];
  const [first] = alone.filter((option) => option !== false);
  if (first !== undefined) throw onlyOfMachines(first);
}

const USUAL_SECONDS = 2;

function readInterval(given: unknown): number | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true) return USUAL_SECONDS;
  const seconds = Number(given);
  if (!/^\d+(\.\d+)?$/.test(String(given)) || seconds < 1 || seconds > 3600) throw badInterval(String(given));
  return seconds;
}
