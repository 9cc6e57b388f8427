import { randomBytes } from 'node:crypto';
import type { RunProgram } from '../run-program';
import type { Snapshot } from '../snapshot';
import { notAnAccount, notASysctl, notLinux, probeFailed } from './errors';
import { parseProbe } from './parse-probe';
import { readProbe } from './probe-script';

export interface SnapshotOptions {
  /** Accounts that make music there. @default those who seem to: who is logged in, whom the group audio was given, and who asks */
  readonly musicians?: readonly string[];
  /** Kernel parameters to read besides those that every snapshot has: `vm.overcommit_memory`. */
  readonly sysctls?: readonly string[];
}

/**
 * Everything that a machine can tell about its realtime tuning, in one round trip. It changes nothing there.
 *
 * @throws UserError when the answer did not come whole, and whatever `run` throws
 */
export async function takeSnapshot(run: RunProgram, { musicians = [], sysctls = [] }: SnapshotOptions = {}): Promise<Snapshot> {
  for (const name of musicians) if (!isAccountName(name)) throw notAnAccount(name);
  for (const name of sysctls) if (!isSysctlName(name)) throw notASysctl(name);
  // The mark goes in with the script: an argument could be read by everybody there, and used to pretend.
  const mark = `@${randomBytes(12).toString('hex')}`;
  const argv = ['sh', '-s', '--', ...new Set(musicians), ...[...new Set(sysctls)].map((name) => `sysctl=${name}`)];
  const { code, stdout, stderr } = await run(argv, `MARK=${mark}\n${readProbe()}`);
  if (code !== 0 || !stdout.includes(mark)) throw probeFailed(code, stderr);
  const snapshot = parseProbe(stdout, mark);
  if (snapshot.kernel.release === '') throw notLinux();
  return snapshot;
}

export const isAccountName = (name: string): boolean => /^[a-z0-9_.@][a-z0-9_.@-]{0,63}$/i.test(name);
export const isSysctlName = (name: string): boolean => /^(?!.*\.\.)[a-z0-9_-]+(\.[a-z0-9_-]+)+$/i.test(name);
