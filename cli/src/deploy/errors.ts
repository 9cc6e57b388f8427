import { UserError } from '../errors';
import type { RemoteResult } from '../ssh/connection';
import { shellWord } from '../render/paths';
import { harmless } from '../ssh/harmless';

const SYNTH = 'Run «cdk synth» to write it anew.';

export const pointless = (option: string, goal: string): UserError =>
  new UserError(`${option} goes with the goals «switch» and «boot», and the goal is «${goal}», which makes nothing the default.`);

export const fileMissing = (file: string): UserError =>
  new UserError(`${file} is not there, and the manifest names it: the folder is damaged. ${SYNTH}`);

export const unreadableFile = (file: string, why: string): UserError => new UserError(`${file} cannot be read: ${why}.`);

export const oddName = (folder: string, name: string): UserError =>
  new UserError(`The manifest in ${folder} names the file «${name}», which is outside of that folder. ${SYNTH}`);

export const leadsOut = (folder: string, name: string): UserError =>
  new UserError(`«${name}» in ${folder} is a link to somewhere else, and what is there is not for a machine. ${SYNTH}`);

export const changedMeanwhile = (folder: string): UserError =>
  new UserError(
    `${folder} was written anew while it was being read: somebody else runs «cdk synth» there. Nothing was deployed. Run the command again when that is done.`,
  );

export const guardNotInstalled = (machine: string, { stderr, code }: RemoteResult): UserError =>
  new UserError(
    `The script that protects ${machine} while it is changed could not be put to /var/lib/studio-cdk there: ${last(stderr, code)}. Nothing was changed. It needs root's rights, and a little space on that disk.`,
  );

export const guardNotUnderstood = (machine: string, verb: string, said: string): UserError =>
  new UserError(
    `${machine} answered «${verb}» in a way that this version does not understand: ${said.trim() === '' ? 'with nothing' : `«${firstLine(said)}»`}. If the shell there prints something at every login, make it silent; otherwise use the same version of studio-cdk here and there.`,
  );

/** The guard says on its standard error what it does not like. */
export const guardRefused = (machine: string, verb: string, { stderr, code }: RemoteResult): GuardRefusal =>
  new GuardRefusal(`${machine} refused «${verb}»: ${last(stderr, code)}.`, code);

/** A UserError to those who show it; the executor wants to know more. */
export class GuardRefusal extends UserError {
  public constructor(
    message: string,
    public readonly code: number,
  ) {
    super(message);
  }
}

export const noSystemBuilt = (attribute: string, where: string): UserError =>
  new UserError(`Nix built ${attribute} on ${where} and did not say where the result is. Please try another version of Nix there.`);

export const buildRefused = (reason: string): UserError => new UserError(reason);

export const builderRefused = (builder: string, reason: string): UserError =>
  new UserError(`The builder ${builder} did not build it: ${reason}`);

/** ssh speaks before Nix does, and says more. */
export function copyRefused(user: string, host: string, said: string): UserError {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^(copying|warning:)/.test(line));
  const reason = lines
    .slice(-3)
    .map((line) =>
      line
        .trim()
        .replace(/^error: */, '')
        .replace(/\.$/, ''),
    )
    .join('; ');
  if (/Host key verification failed/i.test(reason))
    return new UserError(
      `ssh, which Nix uses, does not know the host key of ${host}. Log in there once with «ssh ${host}», and say yes to a fingerprint that you have compared.`,
    );
  if (/permission denied \(/i.test(reason))
    return new UserError(
      `ssh, which Nix uses, could not log in to ${host}: it cannot ask for a passphrase there. Add your key to the agent with «ssh-add», and try again.`,
    );
  if (/signature|not trusted|privileged/i.test(reason))
    return new UserError(
      `${host} does not take store paths from ${user}: ${reason}.\nAdd «${user}» to nix.settings.trusted-users of the machine, or deploy as root.`,
    );
  return new UserError(`Nix could not copy to ${host}: ${reason}.`);
}

export const noKeyPinned = (host: string): UserError =>
  new UserError(
    `None of the host keys in /etc/ssh of ${host} is one that its stack names, so Nix would not be let in. Add one of them to the target's hostKeys.`,
  );

export const spaceInPath = (what: string, path: string): UserError =>
  new UserError(`${what} is «${path}», and Nix takes no path with a space. Put it elsewhere.`);

export const keptElsewhere = (file: string): string =>
  `The machine was built with other revisions than ${file} says by now: somebody else wrote it meanwhile. Deploy again to bring both together.`;

export const noLockCame = (): string =>
  'What the machine gave as its flake.lock is none, so it was not taken, and the next deployment may take other revisions. «cdk update» makes one.';

export const lockNotKept = (file: string, why: string): string =>
  `${file} could not be written (${why}), so the next deployment may take other revisions. «cdk update» makes one.`;

export const stopped = (): string => 'You stopped it.';

export const startedMeanwhile = (): string => 'Somebody else began to deploy to it at the same moment. Try again when that is done.';

export const checkedAfterReboot = (stack: string): string =>
  `Its checks wait for the reboot, for until then it runs what it ran before: «cdk verify ${shellWord(stack)}» makes them then.`;

/** What to type to see more. */
export const logsHint = (stack: string): string => `«cdk logs ${shellWord(stack)}» shows all that was said there.`;

function last(stderr: string, code: number): string {
  const lines = harmless(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.at(-1) ?? `it ended with exit code ${code}`).replace(/\.$/, '');
}

const firstLine = (text: string): string => harmless(text.trim().split('\n')[0]!.slice(0, 120));
