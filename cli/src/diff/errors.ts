import { UserError } from '../errors';
import { harmless } from '../ssh/harmless';

export const notUnpacked = (machine: string, why: string): UserError =>
  new UserError(`${machine} did not send the files of its last deployment whole (${harmless(why)}). Please run the command again.`);

export const nothingToCompare = (stack: string): UserError =>
  new UserError(
    `The machine of «${stack}» has no definitions of ours: it was never deployed to with cdk. Packages alone can be compared, and for that the system has to be built. Leave --no-build out.`,
  );

export const notBuilt = (stack: string, why: string): UserError =>
  new UserError(
    `«${stack}» could not be built, so packages cannot be compared: ${why}\n«cdk diff --no-build ${stack}» compares definitions alone.`,
  );

export const noAnswer = (machine: string, what: string, said: string): UserError =>
  new UserError(`${machine} could not tell ${what}: ${harmless(said) || 'it gave no reason'}.`);
