import { UserError } from '../errors';
import { harmless } from '../ssh/harmless';

export const badInterval = (given: string): UserError =>
  new UserError(
    `--watch «${harmless(given)}» is not a number of seconds from 1 to 3600. Names of machines stand before it: cdk doctor studio-laptop --watch 5.`,
  );

export const onlyOfMachines = (option: string): UserError =>
  new UserError(`${option} is about a machine’s tuning. Name a machine, say --all, or --local for this computer.`);

export const localOrElsewhere = (): UserError =>
  new UserError(
    '--local looks at this computer, so there is no choice of machines beside it. One STACK may stand there: then this computer is held against what that one was asked to be.',
  );

export const localSudo = (): UserError =>
  new UserError('--sudo is about machines that are reached over ssh. Here it is «sudo cdk doctor --local».');

export const oneForm = (): UserError => new UserError('--json and --markdown are two forms of the same answer. Choose one.');

export const watchInMarkdown = (): UserError =>
  new UserError('--watch never ends, and a text to paste does. Leave one of --watch and --markdown out.');
