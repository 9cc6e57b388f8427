import { runtime } from '@pulumi/pulumi';

/** What a client of gRPC has, which is how a program talks to its engine. Mocks have none. */
interface Client {
  readonly getChannel?: () => { getConnectivityState(tryToConnect: boolean): number };
}

/** As gRPC numbers the states of a connection: it could not be made, or was closed. One on which nothing is said for half an hour only sleeps. */
const GONE: readonly number[] = [3, 4];
const LOOK_MS = 250;

/**
 * Tells when the engine does not listen any more: a resource failed, somebody pressed Ctrl-C, or its process is gone. It says so to nobody, and what
 * it was asked for never settles then.
 *
 * @returns ends the watch
 */
export function onEngineEnd(tell: () => void): () => void {
  const channel = (runtime.getMonitor() as Client | undefined)?.getChannel?.();
  if (!channel) return () => {};
  const timer = setInterval(() => {
    if (!GONE.includes(channel.getConnectivityState(true))) return;
    clearInterval(timer);
    tell();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
