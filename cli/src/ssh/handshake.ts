import type { Duplex } from 'node:stream';
import { Client, type ServerHostKeyAlgorithm } from 'ssh2';
import { whenAborted } from './abort';
import { notAllowed, tooManyKeys } from './authentication-errors';
import type { HostConfig } from './config';
import { placeOf } from './destination';
import { aborted, noHandshake, silent, timedOut } from './errors';
import { algorithmsToAskFor, type Expectation } from './host-key';
import { noSuchKeyType } from './host-key-errors';
import type { KeyRing } from './key-ring';
import { Patience } from './patience';
import type { Secrets } from './secrets';
import { endWhenSilent } from './silence';
import { trust } from './trust';

export interface Handshake {
  readonly label: string;
  readonly config: HostConfig;
  /** Carries the bytes: a socket, or a channel through a jump host. */
  readonly stream: Duplex;
  readonly expected: Expectation;
  readonly algorithms?: readonly string[];
  readonly ring: KeyRing;
  readonly secrets: Secrets;
  readonly signal?: AbortSignal;
}

/**
 * From a stream of bytes to a client that is logged in: first the machine proves who it is, then we do.
 *
 * @throws ConnectionError, and Interrupted when the user leaves a question with Ctrl-C
 */
export function shakeHands(handshake: Handshake): Promise<Client> {
  const { config, stream, expected, secrets, signal, ring, label } = handshake;
  const client = new Client();
  return new Promise((resolve, reject) => {
    let isSettled = false;
    const patience = new Patience(config.connectTimeoutMs, () =>
      fail(timedOut(placeOf(config.hostName, config.port), config.connectTimeoutMs)),
    );
    const settle = (): void => {
      isSettled = true;
      patience.end();
      ignore();
    };
    const fail = (error: Error): void => {
      if (isSettled) return;
      settle();
      client.destroy();
      stream.destroy();
      reject(error);
    };
    const ignore = whenAborted(signal, () => fail(aborted()));
    if (signal?.aborted) return fail(aborted());

    client.on('error', (error: Error & { level?: string }) => {
      if ('exitCode' in error)
        fail(error); // the user left a question
      else if (error.level !== 'agent') fail(inWords(error));
    });
    client.once('close', () => fail(noHandshake(placeOf(config.hostName, config.port), 'it closed the connection')));
    client.once('ready', () => {
      settle();
      endWhenSilent(stream, config, (seconds) => client.emit('error', silent(seconds)));
      resolve(client);
    });
    ring.whileSigning = (work) => patience.during(work);
    client.connect({
      sock: stream,
      username: config.user,
      algorithms: { serverHostKey: (handshake.algorithms ?? algorithmsToAskFor(config, expected)) as ServerHostKeyAlgorithm[] },
      hostVerifier: (key: Buffer, verify: (ok: boolean) => void) => {
        patience.during(trust(key, expected, config, secrets)).then(
          () => verify(true),
          (error: Error) => {
            fail(error);
            verify(false); // it may also be asked again, for new keys of a connection that is there
          },
        );
      },
      authHandler: methods(config.user, ring) as never,
      keepaliveInterval: config.aliveIntervalMs,
      keepaliveCountMax: Number.MAX_SAFE_INTEGER, // it hears answers only, see endWhenSilent
      readyTimeout: 0,
    });

    function inWords(error: Error & { level?: string }): Error {
      const place = placeOf(config.hostName, config.port);
      if (/too many authentication failures/i.test(error.message)) return tooManyKeys(label, ring.attempt);
      if (error.level === 'client-authentication') return notAllowed(label, ring.attempt);
      if (/no matching host key/i.test(error.message) && expected.known.length > 0) return noSuchKeyType(place, expected.known);
      return noHandshake(place, error.message);
    }
  });
}

/** One attempt with all keys, then one with none: some machines (Tailscale's) know who is there by other means. */
function methods(username: string, agent: KeyRing): () => object | false {
  const attempts: object[] = [
    { type: 'agent', username, agent },
    { type: 'none', username },
  ];
  return () => attempts.shift() ?? false;
}
