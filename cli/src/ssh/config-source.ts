import { startPiped } from '../child-process';
import { readConfig, surroundings, type HostConfig } from './config';
import type { Destination } from './connection';
import { badConfig, noOpenSsh } from './errors';

/** A `Match exec` of the user's may hang. */
const PATIENCE_MS = 10_000;

/**
 * Asks the user's own OpenSSH what their configuration says, so that Include, Match and the defaults of their system mean what they always mean.
 * Where there is no `ssh`, what it would do without any configuration, unless one was asked for.
 *
 * @param file in place of ~/.ssh/config and the system's, as in `ssh -F`
 */
export async function configOf(destination: Destination, file: string | undefined): Promise<HostConfig> {
  const answer = await ask(['-G', '-T', ...targetArguments(destination, file)]);
  if (answer === undefined && file !== undefined) throw noOpenSsh();
  if (answer === undefined) return readConfig('', destination, surroundings());
  if (answer.code !== 0) throw badConfig(destination.host, answer.complaint.trim() || 'it said nothing');
  return readConfig(answer.text, destination, surroundings());
}

/** The end of a call of OpenSSH: whom to connect to. */
export function targetArguments({ host, user, port }: Destination, file: string | undefined): readonly string[] {
  return [
    ...(file === undefined ? [] : ['-F', file]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
  ];
}

interface Answer {
  readonly code: number | null;
  readonly text: string;
  readonly complaint: string;
}

/** Undefined: there is no such program. */
function ask(args: readonly string[]): Promise<Answer | undefined> {
  const child = startPiped({ program: 'ssh', args });
  const [text, complaint]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => text.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, text: Buffer.concat(text).toString(), complaint: Buffer.concat(complaint).toString() });
    });
  });
}
