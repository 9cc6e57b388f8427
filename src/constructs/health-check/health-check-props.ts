import type { Duration } from '../../core';

/** What every health check can be told. */
export interface HealthCheckProps {
  /**
   * How long the machine may take to be well: services start one after the other. At most ten minutes.
   *
   * @default Duration.seconds(30)
   */
  readonly within?: Duration;
}

/** Where somebody has to listen. */
export interface TcpCheckProps extends HealthCheckProps {
  /**
   * A name or an address, as the machine itself knows it.
   *
   * @default 'localhost'
   */
  readonly host?: string;
}

/** How an address of the web has to answer. */
export interface HttpCheckProps extends HealthCheckProps {
  /**
   * The status that it answers with, 100 to 599; redirections are not followed.
   *
   * @default 200
   */
  readonly status?: number;
}

/** How an audio server has to run. */
export interface AudioServerCheckProps extends HealthCheckProps {
  /**
   * What `--skip-gate` calls it, unique on the machine.
   *
   * @default 'audio-server'
   */
  readonly id?: string;

  /**
   * The largest quantum in frames, 1 to 8192.
   *
   * @default - any
   */
  readonly maxQuantum?: number;
}
