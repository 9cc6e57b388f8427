import { unitOf } from '../../cli/src/deploy/deploy-options';
import type { PlanOptions } from '../../cli/src/deploy/plan-machine';
import { reasonIn } from '../../cli/src/deploy/skip';
import type { StudioMachineArgs } from './args';
import { badSeconds, notOneOf, pointlessReboot } from './errors';

type Goal = NonNullable<StudioMachineArgs['goal']>;

const GOALS: readonly Goal[] = ['switch', 'test', 'boot', 'build'];
const MANNERS = ['refuse', 'wait', 'interrupt'] as const;
const DAY = 86_400;

/**
 * The same wishes as those of `cdk deploy`. Types are no help to those who write JavaScript, so they are looked at.
 *
 * @throws UserError for the first that cannot be meant
 */
export function planOptionsOf(args: StudioMachineArgs): PlanOptions {
  const { goal = 'switch', reboot = false, adopt = false, skipGates = [], whenBusy, confirmWithin, tolerateUnits = [] } = args;
  if (!GOALS.includes(goal)) throw notOneOf('goal', goal, GOALS);
  if (reboot && goal !== 'switch' && goal !== 'boot') throw pointlessReboot(goal);
  return {
    goal,
    reboot,
    adopt,
    skipped: skipGates.map(({ gate, because }) => ({ gate, because: reasonIn(String(because), 'skipGates: because') })),
    ...(whenBusy !== undefined && { whenBusy: mannerOf(whenBusy) }),
    ...(confirmWithin !== undefined && { confirmWithin: seconds('confirmWithin', confirmWithin, 5, DAY) }),
    tolerate: tolerateUnits.map((unit) => unitOf(unit, 'tolerateUnits:')),
  };
}

function mannerOf(given: NonNullable<StudioMachineArgs['whenBusy']>): NonNullable<PlanOptions['whenBusy']> {
  if (typeof given === 'object') return { waitFor: seconds('whenBusy', given.waitFor, 1, 7 * DAY) };
  if (!MANNERS.includes(given)) throw notOneOf('whenBusy', given, [...MANNERS, '{ waitFor: SECONDS }']);
  return given;
}

function seconds(argument: string, given: number, least: number, most: number): number {
  if (!Number.isInteger(given) || given < least || given > most) throw badSeconds(argument, given, least, most);
  return given;
}
