import { UserError } from '../../errors';
import { harmless } from '../../ssh/harmless';

/** Nothing is concluded from half an answer: what it does not name might be what hurts. */
export const probeCut = (): UserError =>
  new UserError(
    "The probe's answer was cut: its last line is missing. Is the connection good, and the machine not on its way down? Try again.",
  );

export const probeFailed = (code: number, said: string): UserError =>
  new UserError(
    `The probe did not run: the machine's «sh» ended with ${code}${said.trim() ? ` and said «${harmless(said.trim().slice(0, 400))}»` : ' and said nothing'}. Can this user run a shell there?`,
  );

export const notAnAccount = (name: string): UserError =>
  new UserError(`«${harmless(name)}» cannot be the name of an account on the machine: letters, digits and «. _ @ -», and no «-» in front.`);

export const notASysctl = (name: string): UserError =>
  new UserError(`«${harmless(name)}» cannot be the name of a kernel parameter like «vm.swappiness».`);

export const notLinux = (): UserError =>
  new UserError('There is no /proc of a Linux kernel there, so the probe can tell nothing. It looks at Linux machines only.');
