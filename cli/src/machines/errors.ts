import type { Lock } from '../deploy/facts';
import { duration, listed } from '../deploy/words';
import { UserError } from '../errors';
import { shellWord } from '../render/paths';
import type { RemoteResult } from '../ssh/connection';
import { harmless } from '../ssh/harmless';
import type { Generation } from './generations';

export function guardFailed(stack: string, verb: string, result: RemoteResult): UserError {
  const said = guardSentence(result);
  return new UserError(
    `${stack} could not answer «${verb}»: ${said === '' ? `it ended with exit code ${result.code}` : said.replace(/\.$/, '')}.`,
  );
}

/** What the guard does not like, in its own words. */
export const guardSentence = ({ stderr }: RemoteResult): string =>
  harmless(stderr.trim().split('\n').at(-1) ?? '').replace(/^studio-cdk guard: /, '');

export const guardTooOld = (stack: string, verb: string): UserError =>
  new UserError(
    `The guard on ${stack} is older than this command, and does not know «${verb}». «cdk deploy ${shellWord(stack)}» brings the machine a newer one; then try again.`,
  );

export const noSuchGeneration = (stack: string, wanted: number, there: readonly Pick<Generation, 'number'>[]): UserError =>
  new UserError(
    `${stack} has no generation ${wanted}. There ${there.length === 1 ? 'is' : 'are'} ${listed(
      there.map(({ number }) => String(number)),
      'none',
    )}; «cdk generations ${shellWord(stack)}» says more about them.`,
  );

export const noFormerGeneration = (stack: string, current: number | undefined): UserError =>
  new UserError(
    `${stack} is on generation ${current ?? 'unknown'}, and has none before that. «cdk generations ${shellWord(stack)}» lists what it has; --to chooses one.`,
  );

export const badGeneration = (given: string): UserError =>
  new UserError(
    `--to «${harmless(given)}» is not the number of a generation, nor a name that one could have. «cdk generations» lists them.`,
  );

export const noLog = (stack: string, id: string | undefined): UserError =>
  new UserError(
    id === undefined
      ? `Nothing was deployed to ${stack} so far, so there is no log.`
      : `${stack} has no log of a deployment «${id}»: it keeps those of the last deployments only. «cdk generations ${shellWord(stack)}» names some.`,
  );

export const badDeployment = (given: string): UserError =>
  new UserError(`«${harmless(given)}» is not the name of a deployment, as in 20260522-180301-4f3a9c. Without one, the last is meant.`);

export const noCommand = (): UserError =>
  new UserError('What is to be run? Write it behind two dashes, as in «cdk exec studio-laptop -- uptime».');

export const stillAlive = (stack: string, lock: Lock | undefined, clock: number | undefined): UserError => {
  const since = lock?.since !== undefined && clock !== undefined ? ` since ${duration(clock - lock.since)}` : '';
  return new UserError(
    `${lock?.by ?? 'Somebody'} is deploying to ${stack}${since}${lock?.phase === undefined ? '' : ` (phase «${lock.phase}»)`}, and that goes on. Wait for it, or end it with --force: the machine then goes back to what it ran before.`,
  );
};
