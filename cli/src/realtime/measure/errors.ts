import { UserError } from '../../errors';
import { harmless } from '../../ssh/harmless';

/** Why nothing was measured, for those who can do something about it. Told apart by `reason`, for bundles have classes of their own. */
export class CannotMeasure extends UserError {
  public constructor(
    message: string,
    public readonly reason: 'refused' | 'lost' | 'other' = 'other',
  ) {
    super(message);
  }
}

/** More rights would help. */
export const isRefused = (error: unknown): boolean => (error as { readonly reason?: unknown } | null)?.reason === 'refused';

const NO_FIGURE = 'Nothing was measured, which is no pass.';

export const noCyclictest = (where: string, isNixos: boolean): UserError =>
  new CannotMeasure(
    `${where} has no «cyclictest», which measures how late it wakes up. ${
      isNixos
        ? 'Say «latencyTest: true» in its RealtimeKernel, deploy that, and measure again.'
        : 'Install it: «apt install rt-tests» on Debian and Ubuntu, «dnf install realtime-tests» on Fedora.'
    }`,
  );

export const noStressNg = (where: string, isNixos: boolean): UserError =>
  new CannotMeasure(
    `${where} has no «stress-ng», which would do other work meanwhile. ${
      isNixos ? 'Say «latencyTest: true» in its RealtimeKernel and deploy that' : 'Install it: «apt install stress-ng»'
    }, or measure without --load.`,
  );

export function refused(where: string, priority: number, isRoot: boolean, limit: string): UserError {
  const why = isRoot
    ? `although it is root who asks. That is so in a container, or where the kernel gives realtime time to groups (RT_GROUP_SCHED).`
    : `${/^\d+$/.test(limit) ? `whose limit is ${limit}` : 'who has no limit that allows it'}. Members of the group audio may on a machine with a RealtimeKernel; elsewhere write «@audio - rtprio 95» to /etc/security/limits.d/audio.conf, join the group, and log in again. Or measure as root.`;
  return new CannotMeasure(`${where} does not let us wake up at realtime priority ${priority}, ${why} ${NO_FIGURE}`, 'refused');
}

export const noLinux = (where: string, system: string): UserError =>
  new CannotMeasure(`${where} runs ${harmless(system) || 'another system'}. Only Linux can be measured.`);

export const noTemporaryRoom = (where: string): UserError =>
  new CannotMeasure(`On ${where} there is no room for a few kB in /dev/shm, /run, /tmp or /var/tmp. Make room there, and measure again.`);

export const noRoomForLoad = (where: string, megabytes: string): UserError =>
  new CannotMeasure(
    `The load writes to the disk of ${where}, and neither /var/tmp nor /tmp has ${harmless(megabytes)} MB free. Make room there, or measure without --load.`,
  );

export const loadEnded = (where: string, said: string): UserError =>
  new CannotMeasure(
    `The other work on ${where} ended before the measurement did${quoted(said)}, so the figures would be those of an idle machine. They are thrown away.`,
  );

export const tooOld = (where: string): UserError =>
  new CannotMeasure(
    `cyclictest on ${where} is too old: it always keeps the machine awake, which hides how late it is as music finds it. Bring a newer one, or measure with --no-default-system.`,
  );

export const cyclictestFailed = (where: string, said: string): UserError =>
  new CannotMeasure(`cyclictest failed on ${where}${quoted(said)}. ${NO_FIGURE}`);

export const noReply = (where: string, said: string): UserError =>
  new CannotMeasure(`${where} did not measure anything${quoted(said)}.`, /sudo/.test(said) ? 'refused' : 'other');

export const cutOff = (where: string): UserError =>
  new CannotMeasure(`What ${where} said is cut off in the middle. ${NO_FIGURE} Try again.`);

export const unreadableResult = (where: string, why: string): UserError =>
  new CannotMeasure(`What cyclictest said on ${where} cannot be read: ${why}. ${NO_FIGURE}`);

export const noSamples = (where: string, cpus: readonly number[]): UserError =>
  new CannotMeasure(
    cpus.length === 0
      ? `cyclictest gave not a single figure on ${where}. ${NO_FIGURE}`
      : `On ${where} nothing was woken up on CPU ${cpus.join(', ')} during the measurement: was it switched off meanwhile? ${NO_FIGURE}`,
  );

export const rebooted = (where: string): UserError =>
  new CannotMeasure(`${where} rebooted during the measurement. ${NO_FIGURE} Measure again when it is up.`, 'lost');

export const lost = (where: string, why: string): UserError =>
  new CannotMeasure(
    `The way to ${where} broke during the measurement: ${why.replace(/\.$/, '')}. There, it ends by itself in a few seconds. ${NO_FIGURE}`,
    'lost',
  );

export const endedEarly = (where: string, seconds: number, asked: number): UserError =>
  new CannotMeasure(`cyclictest on ${where} ended after ${seconds.toFixed(1)} of ${asked} s. ${NO_FIGURE}`);

export const badNumber = (option: string, given: string, least: number, most: number, what: string): UserError =>
  new UserError(`${option} takes a whole number from ${least} to ${most}, ${what}, but got «${given}».`);

export const unreadableImport = (file: string, why: string): UserError =>
  new UserError(
    `«${file}» is no measurement that can be read: ${why}. It takes what cyclictest writes with --json, prints with -h or -H, or leaves in --histfile.`,
  );

export const noSuchImport = (file: string, why: string): UserError => new UserError(`«${file}» could not be read: ${why}.`);

export const oneStackForImport = (given: string, names: readonly string[]): UserError =>
  new UserError(`A measurement is one machine’s, and «${given}» means ${names.length}: ${names.join(', ')}. Name one of them.`);

export const noDuration = (file: string): UserError =>
  new UserError(
    `«${file}» does not say how long was measured. Say it with --seconds, or with --interval (what stood behind cyclictest's -i; 1000 by itself).`,
  );

export const localAndStacks = (): UserError =>
  new UserError('--local is about this computer: no machine can be named beside it. Leave one of them out.');

export const importAndMachines = (): UserError =>
  new UserError('--import reads a file, and measures nothing. Name the machine that it is about with --stack, and no other.');

export const stackWithoutImport = (): UserError =>
  new UserError('--stack says whose measurement --import brings. To measure a machine, name it: «cdk measure studio-laptop».');

export const noPlaceForMeasurement = (file: string, error: Error): UserError =>
  new UserError(
    `The measurement could not be kept in «${file}»: ${error.message}. Make room there, or see who may write to it, and measure again.`,
  );

const quoted = (said: string): string => (said.trim() === '' ? '' : `: «${harmless(said).trim().replace(/\.$/, '')}»`);
