import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import type { Snapshot } from '../snapshot';
import type { CheckStatus, Fix } from '../verdict';
import type { Wish } from '../../../../src/assembly/realtime';

/** The parts of a machine, in the order in which they are shown when nothing is wrong with any. */
export const GROUPS = [
  'kernel',
  'processor',
  'interrupts',
  'limits',
  'memory',
  'timers',
  'disks',
  'services',
  'sound',
  'audio server',
] as const;

export type Group = (typeof GROUPS)[number];

/** One thing about a machine that decides whether it crackles: what it means, how to see it, what mends it, and how to judge it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  /** The most that it says by itself. What was asked for and is not so is a warning at least. */
  readonly severity: Severity;
  /** In a sentence that a musician understands. */
  readonly meaning: string;
  /** A command that shows it. */
  readonly see: string;
  /** What mends it, or a sentence on why nothing of ours does. */
  readonly fix: Advice | string;
  /** Where the facts come from. */
  readonly source: string;
  /** Pure, and never throws. */
  readonly look: (facts: Facts) => Finding;
}

export type Severity = 'error' | 'warning' | 'info';

export interface Facts {
  /** What the machine is. */
  readonly is: Snapshot;
  /** What it was asked to be. */
  readonly asked: RealtimeEntry;
}

/** A fix in all languages, and the construct that it belongs to. */
export type Advice = Pick<Fix, 'construct' | 'option' | 'elsewhere' | 'step'> & { readonly place?: Place };

/** Whose line in the program it is: RealtimeKernel's, the sound server's, the studio's with its musician. */
export type Place = 'kernel' | 'audio' | 'musician';

/** What a check sees. */
export interface Finding {
  readonly status: CheckStatus;
  /** One line. */
  readonly found: string;
  /** What it was held against. */
  readonly wish?: Wish<unknown>;
  /** It is not as it was asked for: the program is right, and the machine is not. */
  readonly isOff?: true;
  /** Better than the check's own. */
  readonly fix?: Advice | string;
}

export const ok = (found: string): Finding => ({ status: 'ok', found });
export const info = (found: string, fix?: Advice | string): Finding => ({ status: 'info', found, ...(fix !== undefined && { fix }) });
export const warning = (found: string, fix?: Advice | string): Finding => ({ status: 'warning', found, ...(fix !== undefined && { fix }) });
export const error = (found: string, fix?: Advice | string): Finding => ({ status: 'error', found, ...(fix !== undefined && { fix }) });
/** The machine has nothing that this is about. */
export const absent = (found: string): Finding => ({ status: 'absent', found });
/** It could not be seen; `why` says what would show it. */
export const unknown = (found: string, why: string): Finding => ({ status: 'unknown', found, fix: why });

/** The worst first. What could not be seen may be bad, so it comes before what is only worth knowing. */
const ORDER: readonly CheckStatus[] = ['error', 'warning', 'pending', 'unknown', 'info', 'ok', 'absent'];

export const rankOf = (status: CheckStatus): number => ORDER.indexOf(status);

export const worstOf = (statuses: readonly CheckStatus[]): CheckStatus => ORDER.find((status) => statuses.includes(status)) ?? 'absent';

export const ONLY_ROOT = 'Only root may see it: look again with --sudo, or as root.';

/** Whether the user who looked may not see a fact, which is named as in the snapshot. */
export const isUnseen = ({ unseen }: Snapshot, name: string): boolean =>
  unseen.some((fact) => fact === name || fact.endsWith(`.${name}`) || fact.startsWith(`${name}.`));
