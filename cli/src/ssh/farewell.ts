import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';

/** A client that is logged in, and what carries its bytes: a socket, or a channel of the jump host before it. */
export interface Session {
  readonly client: Client;
  readonly stream: Duplex;
}

/** How long the other side may take to say goodbye. */
const GOODBYE_MS = 500;

/**
 * Says goodbye, and leaves in a moment also where nobody answers: a half-closed socket would keep our process until the kernel gives up, which
 * takes a quarter of an hour. (The client's own `destroy` does nothing once it has said goodbye.)
 *
 * @param carriers the jump hosts, the nearest to the machine first: they go when it goes
 */
export function farewell({ client, stream }: Session, carriers: readonly Session[] = []): void {
  const [nearest, ...others] = carriers;
  let isLeft = false;
  const next = (): void => {
    if (isLeft) return;
    isLeft = true;
    clearTimeout(timer);
    if (nearest) farewell(nearest, others);
  };
  const timer = setTimeout(() => (stream.destroy(), next()), GOODBYE_MS);
  if (stream.closed || stream.destroyed) return next();
  stream.once('close', next);
  client.end();
}
