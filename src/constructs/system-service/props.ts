import type { StudioUser } from '../studio-user';
import type { ServiceSandbox } from './sandbox';

/** How systemd knows that a service has started (`Type`, systemd.service(5)). */
export enum ServiceType {
  /** When its program runs. */
  EXEC = 'exec',

  /** When it says so itself. */
  NOTIFY = 'notify',

  /** When it has ended: for a task, not for something that stays. */
  ONESHOT = 'oneshot',
}

/** When a service that has ended is started again (`Restart`, systemd.service(5)). */
export enum Restart {
  /** Never. */
  NO = 'no',

  /** When it failed. */
  ON_FAILURE = 'on-failure',

  /** Whenever it has ended. */
  ALWAYS = 'always',
}

/** Among whom the CPU is shared (`CPUSchedulingPolicy`, sched(7)). */
export enum CpuScheduling {
  /** Among all ordinary programs, by `nice`. */
  OTHER = 'other',

  /** As OTHER, for work that nobody waits for. */
  BATCH = 'batch',

  /** Only when no other program wants it: indexing, backups. */
  IDLE = 'idle',

  /** Before all ordinary programs, until it waits for something. Needs `priority`. */
  FIFO = 'fifo',

  /** As FIFO, in turns with others of the same priority. Needs `priority`. */
  RR = 'rr',
}

/** A program that runs in the background. */
export interface SystemServiceProps {
  /** What it does, in one line; logs and `systemctl status` show it. */
  readonly description: string;

  /**
   * The program and its arguments, each on its own; no shell reads them. The program is a `Pkg`, an expression such as
   * `Nix.interpolate([Nix.pkgs('jacktrip'), '/bin/jacktrip'])`, or an absolute path. Further words are text, whole numbers, packages or expressions
   * that are paths. Text stays what it is: `$HOME`, `%h`, quotes and semicolons mean nothing in it.
   */
  readonly command: any[];

  /**
   * The name of the unit, without `.service`: letters, digits, and `_ . @ : -`.
   *
   * @default - the construct's id in small letters with dashes, `SampleSync` → `sample-sync`
   */
  readonly serviceName?: string;

  /**
   * How systemd knows that it has started.
   *
   * @default ServiceType.EXEC, or ServiceType.ONESHOT with a schedule
   */
  readonly serviceType?: ServiceType;

  /**
   * Who runs it: a name, or a person's account.
   *
   * @default - a user of its own that exists while it runs (`DynamicUser`)
   */
  readonly user?: string | StudioUser;

  /**
   * Groups besides the user's own.
   *
   * @default - none
   */
  readonly groups?: string[];

  /**
   * Whether it is started in the session of everybody who logs in, and runs as that person (`systemd.user.services`): a MIDI bridge, a patchbay.
   *
   * @default false
   */
  readonly userService?: boolean;

  /**
   * A folder that keeps its data, below /var/lib (in a session, below the person's state folder). It is made, and belongs to the service's user.
   *
   * @default - none
   */
  readonly stateFolder?: string;

  /**
   * Where it runs, absolute.
   *
   * @default - its state folder, or /
   */
  readonly workingFolder?: string;

  /**
   * Environment variables. They end in the Nix store, which everybody can read: passwords belong into `environmentFile`.
   *
   * @default - none but systemd's own
   */
  readonly environment?: { [name: string]: any };

  /**
   * A file on the machine with lines `NAME=value`, absolute: for what must stay secret.
   *
   * @default - none
   */
  readonly environmentFile?: string;

  /**
   * When it is started again.
   *
   * @default Restart.ON_FAILURE, or Restart.NO for a task (ServiceType.ONESHOT)
   */
  readonly restart?: Restart;

  /**
   * How long to wait before that, in seconds, 0 or more.
   *
   * @default - systemd's own, 0.1
   */
  readonly restartDelay?: number;

  /**
   * Units that are started before it, where they are started at all: `sound.target`, `network-online.target`.
   *
   * @default - none
   */
  readonly after?: string[];

  /**
   * Units that are started together with it; it goes on when they fail.
   *
   * @default - none
   */
  readonly wants?: string[];

  /**
   * Units that bring it along when they start.
   *
   * @default - multi-user.target; in a session default.target; none with a schedule
   */
  readonly wantedBy?: string[];

  /**
   * When it is started, as systemd.time(7) writes it: `daily`, `Mon 03:30`, `*:0/15`.
   *
   * @default - with the machine
   */
  readonly schedule?: string;

  /**
   * How modest it is among ordinary programs, -20 (not at all) to 19.
   *
   * @default 0
   */
  readonly nice?: number;

  /**
   * Among whom the CPU is shared.
   *
   * @default CpuScheduling.OTHER
   */
  readonly scheduling?: CpuScheduling;

  /**
   * Its priority with FIFO and RR, 1 to 99. The threads of PipeWire have 88 and less, those of sound interrupts 90.
   *
   * @default - none
   */
  readonly priority?: number;

  /**
   * The highest realtime priority that its threads may take by themselves, 1 to 99. It may lock memory then, too.
   *
   * @default - none
   */
  readonly realtimeLimit?: number;

  /**
   * The CPUs it is pinned to, by number from 0: those that a RealtimeKernel isolates, for instance.
   *
   * @default - all that are not isolated
   */
  readonly cpus?: number[];

  /**
   * How it is kept from everything that it has no business with.
   *
   * @default - it writes to its state folder and /tmp of its own, sees no home folders and no devices, and gains no privileges
   */
  readonly sandbox?: ServiceSandbox;

  /**
   * Directives of `[Service]` that have no property of their own. They win over what the properties say.
   *
   * @default - none
   */
  readonly serviceConfig?: { [directive: string]: any };
}
