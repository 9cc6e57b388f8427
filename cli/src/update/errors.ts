import { UserError, suggestion } from '../errors';

export const noInput = (name: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`The flake has no input called «${name}». ${suggestion(near, all)}`);

export const twoFormats = (): UserError =>
  new UserError('--json and --commit-message both write to standard output: choose one of the two.');

export const cannotKeep = (file: string, why: string): UserError =>
  new UserError(`${file} cannot be written: ${why}. It is as it was before.`);

export const noLock = (file: string): UserError =>
  new UserError(
    `${file} is missing, so nothing pins the inputs, and with --locked that is an error. «cdk update» makes one; commit it with the studio. The flake was written all the same.`,
  );

export const staleLock = (file: string, differences: readonly string[]): UserError =>
  new UserError(
    `${file} is for another set of inputs, and with --locked that is an error: ${differences.join('; ')}. «cdk update» puts it right. The flake was written all the same.`,
  );

export const UNTOUCHED = 'flake.lock is as it was.';
