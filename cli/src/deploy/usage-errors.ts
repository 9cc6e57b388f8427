import type { StackEntry } from '../../../src/assembly/manifest';
import { UserError, suggestion } from '../errors';
import { listed } from './words';

/** What is wrong with a call, before any machine was asked. */

export const whichMachines = (names: readonly string[]): UserError =>
  new UserError(
    `There are ${names.length} machines: ${listed(names, '')}. Say which: by name, by a glob as in «studio-*», with --tag, or --all for every one.`,
  );

export const allAndMore = (): UserError =>
  new UserError('--all means every machine, so names and --tag say nothing beside it. Leave one of the two out.');

export function noMachines(stacks: readonly StackEntry[]): UserError {
  const unreachable = stacks.find(({ kind }) => kind === 'nixos');
  if (unreachable) return noTarget(unreachable);
  return new UserError(
    stacks.length === 0
      ? 'The app has no stack yet, so there is no machine to go to. «cdk init laptop my-studio» starts a studio that has one.'
      : `The app has no machine: ${listed(
          stacks.map(({ name }) => name),
          '',
        )} can be built with Nix on any Linux, and ${stacks.length === 1 ? 'is' : 'are'} not deployed.`,
  );
}

export const notAMachine = ({ name }: StackEntry): UserError =>
  new UserError(
    `«${name}» is an environment for any Linux, and no machine: there is nothing to log in to. «cdk synth ${name}» says how it is built.`,
  );

export const noTarget = ({ name, source }: StackEntry): UserError =>
  new UserError(
    `«${name}»${source === undefined ? '' : ` (${source})`} does not say where its machine is. Give the stack a target, as in target: { host: '${name}.local' }.`,
  );

export const noTag = (tag: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(
    `No machine has the tag «${tag}». ${all.length === 0 ? 'None has a tag: tags: [...] of a stack gives it some.' : suggestion(near, all)}`,
  );

export const onlyOneMachine = (names: readonly string[]): UserError =>
  new UserError(`This is about one machine, and ${listed(names, '')} are ${names.length}. Name one of them.`);

export const badBuilder = (given: string): UserError =>
  new UserError(
    `--build-on «${given}» is no place to build on. It is «target», «here», or a host with Nix as [USER@]HOST; a port and the like go into ~/.ssh/config.`,
  );

export const badSshConfig = (given: string, why: string): UserError => new UserError(`--ssh-config «${given}»: ${why}.`);

export const badUnit = (option: string, given: string): UserError =>
  new UserError(`${option} «${given}» is not the name of a unit of systemd, as in «jack.service».`);

export const badNumber = (option: string, given: string, what: string): UserError => new UserError(`${option} «${given}» is not ${what}.`);

export const notOneOf = (option: string, given: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`${option} «${given}» is not known. ${suggestion(near, all)}`);

export const excludes = (one: string, other: string, why: string): UserError =>
  new UserError(`${one} and ${other} do not go together: ${why} Choose one of the two.`);

export const noReason = (gates: number, reasons: number): UserError =>
  new UserError(
    reasons === 0
      ? '--skip-gate takes a reason: --because "the show begins in an hour". It is told at the end, and kept with the deployment.'
      : `There are ${gates} --skip-gate and ${reasons} --because. Give each gate a reason, in the same order, or all of them one.`,
  );

export const pointlessReason = (): UserError => new UserError('--because gives the reason for a --skip-gate, and there is none.');

export const badReason = (option: string): UserError => new UserError(`${option} takes a few words on one line, at most 200 characters.`);

export const firmGate = (gate: string): UserError =>
  new UserError(`The gate «${gate}» cannot be skipped: a machine that cannot be reached any more could not be brought back, either.`);

export const noGate = (gate: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`There is no gate «${gate}». ${suggestion(near, all)} «cdk verify --list» says what each of them is.`);

export const onlyWith = (option: string, other: string): UserError => new UserError(`${option} means nothing without ${other}.`);
