import { UserError } from '../errors';

export const localTookTooLong = (program: string, ms: number): UserError =>
  new UserError(`«${program}» did not end on this computer within ${ms / 1000} s, and was stopped.`);

export const localTooMuch = (program: string, most: number): UserError =>
  new UserError(`«${program}» printed more than ${most / 1024 / 1024} MiB on this computer, which nobody will read. It was stopped.`);

export const noSuchProgram = (program: string): UserError => new UserError(`There is no program «${program}» on this computer.`);
