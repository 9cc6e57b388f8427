import { UserError } from '../errors';
import { harmless } from '../ssh/harmless';

export const nobodyNamed = (): UserError =>
  new UserError(
    'Which machine is it? Name its stack, as in «cdk import-hardware studio-laptop»; or, while the studio does not synthesise for want of this file, say where the machine is and where the file goes: «cdk import-hardware --from root@192.168.1.20 --to assets/hardware/studio-laptop.nix».',
  );

export const noPlace = (stack: string): UserError =>
  new UserError(`The assembly does not say where the hardware file of «${stack}» comes from. Say where to write it, with --to FILE.`);

export const noPlaceFor = (host: string): UserError =>
  new UserError(`Where is the hardware file of ${host} to go? Say it with --to FILE, or name the stack whose file it is.`);

export const badPlace = (given: string): UserError =>
  new UserError(`--from «${given}» is no machine to log in to. Write [USER@]HOST or [USER@]HOST:PORT, as in --from root@192.168.1.20.`);

export const notHardware = (machine: string, why: string): UserError =>
  new UserError(
    `What ${machine} answered is no hardware file, so nothing was written: ${why}. Look at what «nixos-generate-config --show-hardware-config» prints there.`,
  );

export const cannotTell = (machine: string, said: string): UserError =>
  new UserError(`${machine} could not say what its hardware is, so nothing was written: ${harmless(said) || 'it gave no reason'}.`);

export const unreadable = (file: string, why: string): UserError => new UserError(`${file} cannot be read: ${why}.`);

export const unwritable = (file: string, why: string): UserError =>
  new UserError(`${file} cannot be written: ${why}. What was there is still there.`);

export const notReplaced = (file: string): UserError => new UserError(`${file} is as it was.`);

export const askFirst = (file: string): UserError =>
  new UserError(`${file} says something else, and nobody is here to be asked whether to replace it. It is as it was; --yes replaces it.`);
