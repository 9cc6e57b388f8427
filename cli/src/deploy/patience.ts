/** How long things are waited for, in milliseconds. */
export interface Patience {
  /** How often the machine is told that somebody is here. */
  readonly heartbeat: number;
  /** From the moment when the connection was lost. One on which nothing is heard for so long is lost, too. */
  readonly reconnect: number;
  /** Somebody asked for just this `reconnect`. Otherwise it is longer where the machine may take longer to help itself. */
  readonly isFirm?: boolean;
  /** A machine that reboots may be away so much longer. */
  readonly reboot: number;
  /** Between attempts to connect again: from the first to the second, doubling. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Between two looks whether somebody still plays. */
  readonly look: number;
}

export const PATIENCE: Patience = {
  heartbeat: 2_000,
  reconnect: 120_000,
  reboot: 300_000,
  firstPause: 250,
  longestPause: 5_000,
  look: 5_000,
};

/** @param seconds what the user asked for */
export const patienceFor = (seconds: number | undefined): Partial<Patience> =>
  seconds === undefined ? {} : { reconnect: seconds * 1000, isFirm: true };

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal?.aborted) done();
    else signal?.addEventListener('abort', done);
  });
