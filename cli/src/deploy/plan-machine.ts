import type { InputEntry, StackEntry } from '../../../src/assembly/manifest';
import { RESTART_WITHIN } from './audio-restart';
import { pointless } from './errors';
import { healthGatesOf, type Wanted } from './health';
import { isLive, type Goal, type MachinePlan, type PlannedTarget, type SkippedGate, type Step, type WhenBusy } from './plan';
import { PREFLIGHT_GATES, type PreflightGate } from './preflight';
import { noTarget, notAMachine } from './usage-errors';

/** What the user asked for, for one machine. */
export interface PlanOptions {
  readonly goal: Goal;
  /** Where the system is built. @default on the machine itself */
  readonly buildOn?: 'target' | 'deployer' | { readonly builder: string };
  /** Boot what needs a reboot, once, before it becomes the default. @default false */
  readonly reboot?: boolean;
  /** Take over a machine that runs what somebody else made. @default false */
  readonly adopt?: boolean;
  /** What the user does without, and why. */
  readonly skipped?: readonly SkippedGate[];
  /** What happens when somebody records or plays; `interrupt`: nobody is asked. @default refuse */
  readonly whenBusy?: WhenBusy | 'interrupt';
  /** Restart the sound servers of users where their settings have changed. @default false */
  readonly restartAudio?: boolean;
  /** Why it goes on where the machine is frozen. */
  readonly despiteFreeze?: string;
  /** Units whose failure does not count. */
  readonly tolerate?: readonly string[];
  /** Seconds. @default 600 */
  readonly activateWithin?: number;
  /** Seconds beyond what the checks may take. @default 60 */
  readonly confirmWithin?: number;
  /** The machine may fetch from its own substituters what it is to be given. @default true */
  readonly substitute?: boolean;
}

/** What is known of the machine's configuration. */
export interface Subject {
  readonly stack: StackEntry;
  readonly fingerprint: string;
  /** Names of the files that are sent. */
  readonly files: readonly string[];
  readonly inputs: Readonly<Record<string, InputEntry>>;
}

const ACTIVATE_WITHIN = 600;
const CONFIRM_WITHIN = 60;

/**
 * What will be done to one machine, and in which order. Pure: the same answers give the same plan.
 *
 * @throws UserError when there is no machine behind the stack, or the options contradict each other
 */
export function planMachine({ stack, fingerprint, files, inputs }: Subject, options: PlanOptions): MachinePlan {
  const { goal, reboot = false, tolerate = [], despiteFreeze } = options;
  if (reboot && goal !== 'switch' && goal !== 'boot') throw pointless('--reboot', goal);
  const release = releaseOf(inputs);
  const wanted = wantedOf(stack, options);
  return {
    stack: stack.name,
    target: targetOf(stack),
    fingerprint,
    goal,
    system: stack.system,
    ...(release !== undefined && { release }),
    ...(tolerate.length > 0 && { tolerate }),
    ...(despiteFreeze !== undefined && { despiteFreeze }),
    ...wanted,
    steps: [
      { kind: 'preflight', gates: preflightGates(options).map(({ id }) => id) },
      ...preparation(stack, files, options),
      ...take(options),
      ...change(options, wanted),
    ],
  };
}

/** What has to be well, and what of that is left out. A machine without a budget is not measured. */
export function wantedOf(
  { healthChecks = [], realtime }: Pick<StackEntry, 'healthChecks' | 'realtime'>,
  { skipped = [] }: Pick<PlanOptions, 'skipped'> = {},
): Wanted {
  const all = healthGatesOf({ healthChecks, ...(realtime && { realtime }) });
  const left = skipped.filter(({ gate }) => all.some(({ id }) => id === gate));
  return {
    ...(healthChecks.length > 0 && { healthChecks }),
    ...(realtime?.budget && { realtime }),
    ...(left.length > 0 && { skipped: left }),
  };
}

function targetOf(stack: StackEntry): PlannedTarget {
  const { kind, target } = stack;
  if (kind !== 'nixos') throw notAMachine(stack);
  if (!target) throw noTarget(stack);
  const { host, user, port, hostKeys } = target;
  return { host, user, ...(port !== undefined && { port }), ...(hostKeys && hostKeys.length > 0 && { hostKeys }) };
}

/** The system gets to the machine: as files that it builds, or ready. The files are sent in any case, for the next comparison. */
function preparation({ attribute }: StackEntry, files: readonly string[], { buildOn = 'target', substitute = true }: PlanOptions): Step[] {
  const upload: Step = { kind: 'upload', files };
  if (buildOn === 'target') return [upload, { kind: 'build', on: 'target', attribute }];
  const where = buildOn === 'deployer' ? ({ on: 'deployer' } as const) : ({ on: 'builder', builder: buildOn.builder } as const);
  const { on: from, ...which } = where;
  return [{ kind: 'build', ...where, attribute }, { kind: 'copy', from, ...which, substitute }, upload];
}

const take = ({ whenBusy = 'refuse', ...options }: PlanOptions): Step[] =>
  whenBusy === 'interrupt' || !isLive(options) ? [] : [{ kind: 'take', whenBusy }];

function change(options: PlanOptions, wanted: Wanted): Step[] {
  const { goal, reboot = false, restartAudio = false } = options;
  const confirmWithin = confirmationTime(options, wanted);
  const activation = (verb: 'dry-activate' | 'test' | 'boot'): Step => ({
    kind: 'activate',
    verb,
    activateWithin: options.activateWithin ?? ACTIVATE_WITHIN,
    confirmWithin,
  });
  const audio: Step[] = restartAudio ? [{ kind: 'restart-audio' }] : [];
  const gates: Step = { kind: 'gates', gates: healthGatesOf(wanted).map(({ id }) => id) };
  const trial: Step[] = [{ kind: 'trial-reboot', confirmWithin }, gates, { kind: 'confirm', makeDefault: true }];
  switch (goal) {
    case 'build':
      return [];
    case 'dry-activate':
      return [activation('dry-activate')];
    case 'boot':
      return reboot ? [activation('boot'), ...trial] : [activation('boot')];
    case 'test':
      return [activation('test'), ...audio, gates, { kind: 'confirm', makeDefault: false }];
    case 'switch':
      return [activation('test'), ...audio, gates, { kind: 'confirm', makeDefault: true }, ...(reboot ? trial : [])];
  }
}

/** The checks must not eat up the time for the word. The machine bears a day. */
const confirmationTime = (options: PlanOptions, wanted: Wanted): number =>
  Math.min(
    86_400,
    healthGatesOf(wanted).reduce(
      (sum, { budget }) => sum + budget,
      (options.confirmWithin ?? CONFIRM_WITHIN) + (options.restartAudio ? RESTART_WITHIN : 0),
    ),
  );

function preflightGates({ goal, adopt = false, skipped = [], reboot = false }: PlanOptions): readonly PreflightGate[] {
  const isLeftOut = ({ id, only }: PreflightGate): boolean =>
    skipped.some(({ gate }) => gate === id) ||
    (adopt && id === 'generation') ||
    (reboot && id === 'pending-reboot') ||
    (only?.includes(goal) ?? true) === false;
  return PREFLIGHT_GATES.filter((gate) => !isLeftOut(gate));
}

/** `github:NixOS/nixpkgs/nixos-26.05` says it, a revision does not. */
const releaseOf = ({ nixpkgs }: Subject['inputs']): string | undefined =>
  /\/nixos-(\d\d\.(?:05|11))(?:-|$|\?)/.exec(nixpkgs?.url ?? '')?.[1];
