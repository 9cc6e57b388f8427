import type { InputEntry, StackEntry } from '../../../src/assembly/manifest';
import { pointless } from './errors';
import { HEALTH_GATES, type HealthGate } from './health';
import type { Goal, MachinePlan, PlannedTarget, Step } from './plan';
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
  /** What the user wants to do without, by id. */
  readonly skippedGates?: readonly string[];
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
  const { goal, reboot = false, tolerate = [] } = options;
  if (reboot && goal !== 'switch' && goal !== 'boot') throw pointless('--reboot', goal);
  const release = releaseOf(inputs);
  return {
    stack: stack.name,
    target: targetOf(stack),
    fingerprint,
    goal,
    system: stack.system,
    ...(release !== undefined && { release }),
    ...(tolerate.length > 0 && { tolerate }),
    steps: [
      { kind: 'preflight', gates: preflightGates(options).map(({ id }) => id) },
      ...preparation(stack, files, options),
      ...change(options),
    ],
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

function change(options: PlanOptions): Step[] {
  const { goal, reboot = false } = options;
  const confirmWithin = confirmationTime(options);
  switch (goal) {
    case 'build':
      return [];
    case 'dry-activate':
      return [activation('dry-activate', options)];
    case 'boot':
      return reboot ? [activation('boot', options), ...trial(confirmWithin, options)] : [activation('boot', options)];
    case 'test':
      return [activation('test', options), gates(options), { kind: 'confirm', makeDefault: false }];
    case 'switch':
      return [
        activation('test', options),
        gates(options),
        { kind: 'confirm', makeDefault: true },
        ...(reboot ? trial(confirmWithin, options) : []),
      ];
  }
}

const activation = (verb: 'dry-activate' | 'test' | 'boot', options: PlanOptions): Step => ({
  kind: 'activate',
  verb,
  activateWithin: options.activateWithin ?? ACTIVATE_WITHIN,
  confirmWithin: confirmationTime(options),
});

const trial = (confirmWithin: number, options: PlanOptions): Step[] => [
  { kind: 'trial-reboot', confirmWithin },
  gates(options),
  { kind: 'confirm', makeDefault: true },
];

const gates = (options: PlanOptions): Step => ({ kind: 'gates', gates: healthGates(options).map(({ id }) => id) });

/** The checks must not eat up the time for the word. */
const confirmationTime = (options: PlanOptions): number =>
  healthGates(options).reduce((sum, { budget }) => sum + budget, options.confirmWithin ?? CONFIRM_WITHIN);

function preflightGates({ goal, adopt = false, skippedGates = [], reboot = false }: PlanOptions): readonly PreflightGate[] {
  const isLeftOut = ({ id, only }: PreflightGate): boolean =>
    skippedGates.includes(id) ||
    (adopt && id === 'generation') ||
    (reboot && id === 'pending-reboot') ||
    (only?.includes(goal) ?? true) === false;
  return PREFLIGHT_GATES.filter((gate) => !isLeftOut(gate));
}

const healthGates = ({ skippedGates = [] }: PlanOptions): readonly HealthGate[] =>
  HEALTH_GATES.filter(({ id }) => !skippedGates.includes(id));

/** `github:NixOS/nixpkgs/nixos-26.05` says it, a revision does not. */
const releaseOf = ({ nixpkgs }: Subject['inputs']): string | undefined =>
  /\/nixos-(\d\d\.(?:05|11))(?:-|$|\?)/.exec(nixpkgs?.url ?? '')?.[1];
