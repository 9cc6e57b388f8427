import type { Facts } from '../deploy/facts';
import type { GuardClient } from '../deploy/guard-client';
import type { Payload } from '../deploy/payload';
import { standingOf } from '../machines/status';
import { compareClosures, parseClosure, type SizedPath } from './closure';
import { compareDefinitions, type Files } from './definitions';
import { unpackFiles } from './deployed-files';
import { noAnswer, nothingToCompare } from './errors';
import type { DiffReport } from './report';

export interface Comparison {
  /** Who and where, for people. */
  readonly machine: string;
  readonly guard: Pick<GuardClient, 'inspect' | 'ask' | 'lockfile'>;
  readonly payload: Payload;
  /** Builds the studio's system on the machine. Undefined: definitions are enough. */
  readonly build?: () => Promise<string>;
}

/** Asks a machine what it runs, and compares it with what the studio says. It goes on running that. */
export async function compareWithMachine(comparison: Comparison): Promise<DiffReport> {
  const { machine, guard, payload } = comparison;
  const stack = payload.stack.name;
  const facts = await guard.inspect();
  const { deployed } = facts;
  const hasOurLock = async (id: string): Promise<boolean> =>
    payload.lock !== undefined && (await guard.lockfile(id).catch(() => undefined)) === payload.lock; // it is kept for a while only
  const files = deployed && (await deployedFiles(comparison));
  const definitions = files && compareDefinitions(stack, files, filesOf(payload));
  const system = (await knownSystem(facts, payload, hasOurLock)) ?? (await comparison.build?.());
  if (!definitions && system === undefined) throw nothingToCompare(stack);
  const closure =
    system === undefined || system === facts.system
      ? undefined
      : compareClosures(await closureOf(machine, guard, facts.system), await closureOf(machine, guard, system));
  return {
    stack,
    machine,
    running: { system: facts.system, ...(facts.generation !== undefined && { generation: facts.generation }) },
    ...(deployed && { deployed }),
    isChangedByHand: (await standingOf(facts, payload, hasOurLock)) === 'changed by hand',
    ...(definitions && { definitions }),
    ...(closure && { closure }),
    ...(system !== undefined && { system }),
  };
}

/** The machine knows by the fingerprint which system comes out: it made it once. Where it also made the lock, it knows it by that of then. */
async function knownSystem(
  { deployed }: Facts,
  payload: Payload,
  hasOurLock: (id: string) => Promise<boolean>,
): Promise<string | undefined> {
  if (deployed?.fingerprint === payload.fingerprint) return deployed.system;
  return deployed?.fingerprint === payload.fingerprintWithoutLock && (await hasOurLock(deployed.id)) ? deployed.system : undefined;
}

/** The guard's exit code for what it does not have. */
const UNKNOWN = 4;

async function deployedFiles({ machine, guard }: Comparison): Promise<Files | undefined> {
  const { code, stdout, stderr } = await guard.ask('files');
  if (code === UNKNOWN) return undefined;
  if (code !== 0) throw noAnswer(machine, 'what it was deployed from', stderr.trim());
  return unpackFiles(machine, stdout);
}

function filesOf({ files, lock }: Payload): Files {
  const own = files.map(({ name, contents }) => [name, contents] as const);
  return new Map(lock === undefined ? own : [...own, ['flake.lock', Buffer.from(lock)]]);
}

async function closureOf(machine: string, guard: Comparison['guard'], system: string): Promise<readonly SizedPath[]> {
  const { code, stdout, stderr } = await guard.ask('closure', [system]);
  if (code !== 0) throw noAnswer(machine, `what ${system} consists of`, stderr.trim());
  return parseClosure(stdout);
}
