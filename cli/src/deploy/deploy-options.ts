import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TRANSPORTS, type Transport } from '../ssh/transports';
import { nearest } from '../suggest';
import { freezeReason } from './freeze';
import { GOALS, type Goal } from './plan';
import type { PlanOptions } from './plan-machine';
import { skippedIn } from './skip';
import { badBuilder, badNumber, badSshConfig, badUnit, excludes, notOneOf, onlyWith } from './usage-errors';

export const GOAL_MEANINGS: Readonly<Record<Goal, string>> = {
  build: 'build it, and no more',
  'dry-activate': 'say what switching would start and stop',
  test: 'switch until the next boot',
  boot: 'from the next boot on',
  switch: 'now, and from the next boot on',
};

export const ENGINES = ['ssh', 'pulumi'] as const;
export type EngineName = (typeof ENGINES)[number];

/** What `cdk deploy` is told, checked. */
export interface DeployOptions {
  readonly plan: PlanOptions;
  readonly concurrency: number;
  readonly undoDone: boolean;
  readonly stages: readonly string[];
  readonly engine: EngineName;
  /** How long a machine that does not answer any more is waited for, in seconds. */
  readonly patience?: number;
}

/**
 * The machines build themselves while this side listens, so a school of forty takes as long as its slowest machine. How many log in at the
 * same time is another matter, and limited where that is done.
 */
const CONCURRENCY = 50;

/** @throws UserError for the first that cannot be meant */
export function readDeployOptions(given: Readonly<Record<string, unknown>>): DeployOptions {
  const {
    goal = 'switch',
    buildOn,
    concurrency,
    confirmTimeout,
    activationTimeout,
    patience,
  } = given as Record<string, string | undefined>;
  if (given['json'] && given['quiet']) throw excludes('--json', '--quiet', 'the one writes all that happens, the other next to nothing.');
  if (!isGoal(goal)) throw notOneOf('--goal', goal, nearest(goal, GOALS), GOALS);
  return {
    plan: {
      goal,
      ...(buildOn !== undefined && { buildOn: builderOf(buildOn) }),
      ...(given['reboot'] === true && { reboot: true }),
      ...(given['adopt'] === true && { adopt: true }),
      ...(given['restartAudio'] === true && { restartAudio: true }),
      ...skippedIn(given),
      ...whenBusyIn(given),
      ...(given['despiteFreeze'] !== undefined && { despiteFreeze: freezeReason('--despite-freeze', given['despiteFreeze']) }),
      ...(given['tolerateUnit'] !== undefined && { tolerate: (given['tolerateUnit'] as readonly string[]).map((unit) => unitOf(unit)) }),
      ...(confirmTimeout !== undefined && { confirmWithin: seconds('--confirm-timeout', confirmTimeout, 5) }),
      ...(activationTimeout !== undefined && { activateWithin: seconds('--activation-timeout', activationTimeout, 10) }),
    },
    concurrency:
      concurrency === undefined ? CONCURRENCY : whole('--concurrency', concurrency, 1, 1000, 'a number of machines from 1 to 1000'),
    engine: readEngine(given),
    undoDone: given['undoDone'] === true,
    ...(patience !== undefined && { patience: seconds('--patience', patience, 5) }),
    stages: (given['stage'] as readonly string[] | undefined) ?? [],
  };
}

/** @throws UserError when there is no such engine, or nobody who would look at a state */
export function readEngine({ engine = 'ssh', backend }: Readonly<Record<string, unknown>>): EngineName {
  const name = ENGINES.find((known) => known === engine);
  if (name === undefined) throw notOneOf('--engine', String(engine), nearest(String(engine), ENGINES), ENGINES);
  if (name === 'ssh' && backend !== undefined) throw onlyWith('--backend', '--engine pulumi');
  return name;
}

/** @throws UserError when there is no such way to get to a machine */
export function readTransport(given: unknown): Transport | undefined {
  if (given === undefined) return undefined;
  const name = String(given);
  const transport = TRANSPORTS.find((known) => known === name);
  if (transport === undefined) throw notOneOf('--transport', name, nearest(name, TRANSPORTS), TRANSPORTS);
  return transport;
}

/** @throws UserError when it is not there: then ssh would go on without it, or say so in its own words */
export function readSshConfig(given: unknown, cwd: string): string | undefined {
  if (given === undefined) return undefined;
  const file = resolve(cwd, String(given));
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || found.isDirectory()) throw badSshConfig(String(given), found ? 'that is a folder' : 'it is not there');
  return file;
}

/**
 * The parser takes what stands behind `--when-idle` for its minutes, be it the name of a machine. What is no number is given back to the names.
 */
export function withNames(
  names: readonly string[],
  given: Readonly<Record<string, unknown>>,
): readonly [readonly string[], Readonly<Record<string, unknown>>] {
  const { whenIdle } = given;
  return typeof whenIdle !== 'string' || /^[\d-]/.test(whenIdle) ? [names, given] : [[...names, whenIdle], { ...given, whenIdle: true }];
}

const MOST_MINUTES = 7 * 24 * 60;

/** `--when-idle` alone waits without end. */
function whenBusyIn({ whenIdle, interrupt }: Readonly<Record<string, unknown>>): Pick<PlanOptions, 'whenBusy'> {
  if (interrupt === true && whenIdle !== undefined)
    throw excludes('--interrupt', '--when-idle', 'the one asks nobody who plays, the other waits until nobody does.');
  if (interrupt === true) return { whenBusy: 'interrupt' };
  if (whenIdle === undefined) return {};
  if (whenIdle === true) return { whenBusy: 'wait' };
  const minutes = whole('--when-idle', String(whenIdle), 1, MOST_MINUTES, `a number of minutes from 1 to ${MOST_MINUTES}, which is a week`);
  return { whenBusy: { waitFor: minutes * 60 } };
}

function builderOf(place: string): PlanOptions['buildOn'] {
  if (place === 'target') return 'target';
  if (place === 'here') return 'deployer';
  if (!BUILDER.test(place)) throw badBuilder(place);
  return { builder: place };
}

/** A name as ssh takes it: it becomes a part of an address of Nix, where `?` and `/` mean something, and a word for ssh. */
const BUILDER = /^([\w.][\w.+-]*@)?[\w.][\w.-]*$/;

/** As systemctl reads it: «jack» is «jack.service». */
export function unitOf(given: string, option = '--tolerate-unit'): string {
  if (!/^[\w@:.\\-]{1,255}$/.test(given)) throw badUnit(option, given);
  return /\.(automount|device|mount|path|scope|service|slice|socket|swap|target|timer)$/.test(given) ? given : `${given}.service`;
}

const DAY = 86_400;

const seconds = (option: string, given: string, least: number): number =>
  whole(option, given, least, DAY, `a number of seconds from ${least} to ${DAY}, which is a day`);

function whole(option: string, given: string, least: number, most: number, what: string): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(value >= least && value <= most)) throw badNumber(option, given, what);
  return value;
}

const isGoal = (name: string): name is Goal => (GOALS as readonly string[]).includes(name);
