import { startPiped, type Piped } from '../child-process';
import { whenAborted } from './abort';
import type { HostConfig } from './config';
import { aborted, noOpenSsh } from './errors';

/** `-o Key=value`. Quotes only where they are needed: some options, like RemoteCommand, would take them for their own. */
export function option(key: string, value: string): readonly string[] {
  const plain = value.replaceAll('%', '%%');
  return ['-o', `${key}=${/[\s"\\]/.test(plain) ? `"${plain.replaceAll(/["\\]/g, '\\$&')}"` : plain}`];
}

/** On every call: nothing of the user's configuration may ask, forward or share. */
export function always({ aliveIntervalMs, aliveCount, connectTimeoutMs }: HostConfig): readonly string[] {
  const options: Readonly<Record<string, string>> = {
    BatchMode: 'yes',
    ClearAllForwardings: 'yes',
    ConnectTimeout: String(Math.ceil(connectTimeoutMs / 1000)),
    ForwardAgent: 'no',
    ForwardX11: 'no',
    LogLevel: 'ERROR',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    ServerAliveCountMax: String(aliveCount),
    ServerAliveInterval: String(Math.ceil(aliveIntervalMs / 1000)),
  };
  return ['-T', ...Object.entries(options).flatMap(([key, value]) => option(key, value))];
}

/** What ssh may need beyond its own ConnectTimeout, which does not cover all that it does. */
const MORE_MS = 10_000;

/** Runs ssh to its end. */
export function say(args: readonly string[], config: HostConfig, signal: AbortSignal | undefined): Promise<{ readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = startPiped({ program: 'ssh', args: [...always(config), ...args] });
    const timer = setTimeout(() => child.kill(), config.connectTimeoutMs + MORE_MS);
    const ignore = whenAborted(signal, () => void child.kill());
    const said = textOf(child);
    child.stdout.resume();
    child.stdin.end();
    const settle = (): void => {
      clearTimeout(timer);
      ignore();
    };
    child.once('error', (error) => (settle(), reject(startError(error))));
    child.once('close', () => {
      settle();
      if (signal?.aborted) reject(aborted());
      else resolve({ said: said() });
    });
  });
}

/** All that it says to its error stream, as far as it has said it. */
export function textOf(child: Piped): () => string {
  const chunks: Buffer[] = [];
  child.stdin.on('error', () => {});
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

export const startError = (error: NodeJS.ErrnoException): Error => (error.code === 'ENOENT' ? noOpenSsh() : error);
