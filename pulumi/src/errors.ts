import { suggestion, UserError } from '../../cli/src/errors';

/** What is wrong with the arguments of a machine, and what became of it where that is no good. */

export const noStack = (name: string, assembly: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`There is no stack «${name}» in ${assembly}. ${suggestion(near, all)} «cdk synth» writes that folder anew.`);

export const notOneOf = (argument: string, given: unknown, all: readonly string[]): UserError =>
  new UserError(`${argument}: «${String(given)}» is not known. There are: ${all.join(', ')}.`);

export const pointlessReboot = (goal: string): UserError =>
  new UserError(
    `reboot goes with the goals «switch» and «boot», and the goal is «${goal}», which makes nothing the default. Leave one of the two out.`,
  );

export const badSeconds = (argument: string, given: unknown, least: number, most: number): UserError =>
  new UserError(`${argument}: «${String(given)}» is not a number of seconds from ${least} to ${most}. Give a whole number.`);

export const passwordRefused = (host: string): UserError =>
  new UserError(
    `connection to ${host}: a password is not used, because Pulumi would have to keep it in its state. Give a privateKey or an agentSocketPath, and let that key in on the machine.`,
  );

export const proxyRefused = (host: string): UserError =>
  new UserError(
    `connection to ${host}: a proxy is not gone through, because the checks after a switch take a way of their own to the machine. Give a host that this computer reaches by itself, over a VPN for instance.`,
  );

export const badKey = (host: string, why: string): UserError =>
  new UserError(
    `connection to ${host}: the privateKey cannot be used, for ${why}. Give the whole text of the file, as in «~/.ssh/id_ed25519», and its privateKeyPassword where it has one.`,
  );

export const badHostKey = (host: string): UserError =>
  new UserError(
    `connection to ${host}: the hostKey is not a public key. Give type and key as in «ssh-ed25519 AAAAC3…», which the machine has in /etc/ssh/ssh_host_ed25519_key.pub.`,
  );

export const nobodyHere = (question: string): UserError =>
  new UserError(`A Pulumi program cannot ask anybody. The question was: ${question.trim()}`);

export const notSeen = (stack: string, why: string): string =>
  `${stack} could not be looked at, so this preview shows what a first deployment would do. ${why}`;

export const rebootPending = (stack: string): string =>
  `${stack}: its kernel, or what it is started with, changes at the next boot. «reboot: true» does that, and goes back if it does not come up.`;

export const engineGone = (): string => 'Pulumi’s engine ended.';
