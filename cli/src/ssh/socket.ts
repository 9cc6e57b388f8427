import { connect, type Socket } from 'node:net';
import { whenAborted } from './abort';
import type { HostConfig } from './config';
import { placeOf } from './destination';
import { aborted, nameNotFound, refused, timedOut, unreachable } from './errors';

/** A machine may have several addresses: the next one gets its turn after so long. */
const NEXT_ADDRESS_MS = 1000;

/** @throws ConnectionError that says why there is no way to the machine */
export function openSocket(config: HostConfig, signal: AbortSignal | undefined): Promise<Socket> {
  const { hostName, port, connectTimeoutMs, addressFamily, bindAddress } = config;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const socket = connect({
      host: hostName,
      port,
      noDelay: true,
      keepAlive: true,
      autoSelectFamily: addressFamily === undefined && bindAddress === undefined,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
      ...(addressFamily !== undefined && { family: addressFamily }),
      ...(bindAddress !== undefined && { localAddress: bindAddress }),
    });
    const fail = (error: Error): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error): void => fail(inWords(error, config));
    const timer = setTimeout(() => fail(timedOut(placeOf(hostName, port), connectTimeoutMs)), connectTimeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      ignore();
      socket.off('error', onError);
      socket.on('error', () => {}); // until somebody else listens
    };
    const ignore = whenAborted(signal, () => fail(aborted()));
    socket.once('error', onError);
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
  });
}

function inWords(error: Error, { hostName, port, connectTimeoutMs }: HostConfig): Error {
  const place = placeOf(hostName, port);
  const all = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error as NodeJS.ErrnoException];
  const codes = all.map(({ code }) => code ?? '');
  if (codes.some((code) => ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'].includes(code)))
    return nameNotFound(hostName);
  if (codes.includes('ECONNREFUSED')) return refused(place);
  if (codes.includes('ETIMEDOUT')) return timedOut(place, connectTimeoutMs);
  return unreachable(place, codes.filter(Boolean).join(', ') || error.message);
}
