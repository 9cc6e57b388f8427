/** What a check found on one machine. */
export interface CheckResult {
  /** The check's: `swappiness`. */
  readonly id: string;
  readonly status: CheckStatus;
  /** What it runs, compared with what was asked for: «runs 60, asked for 10». One line. */
  readonly found: string;
  /** What it means, in a sentence that a musician understands. */
  readonly meaning: string;
  /** How to see it by hand: a command. */
  readonly see: string;
  /** What to do about it; absent where all is well. */
  readonly fix?: Fix;
  /** Why there is no fix, where not all is well. */
  readonly withoutFix?: string;
  /** What the check is about, in a few words. */
  readonly title?: string;
  /** Which part of the machine: `kernel`, `limits`. */
  readonly group?: string;
  /** It was held against what the studio asked for, and not against a general opinion. */
  readonly isAskedFor?: true;
  /** Where the fact comes from that it is judged by. */
  readonly source?: string;
}

/**
 * `pending`: the configuration is right and the machine only has to be rebooted. `unknown`: it could not be seen, which is never a pass.
 * `absent`: the machine has nothing that this is about.
 */
export type CheckStatus = 'ok' | 'info' | 'warning' | 'error' | 'pending' | 'unknown' | 'absent';

export interface Fix {
  /** TypeScript: `new RealtimeKernel(laptop, 'Kernel', { swappiness: 10 })`. */
  readonly construct?: string;
  /** The line that said otherwise, or where it belongs. */
  readonly source?: string;
  /** The NixOS option: `boot.kernel.sysctl."vm.swappiness" = 10`. */
  readonly option?: string;
  /** On any other Linux: a command or a line of a file. */
  readonly elsewhere?: string;
  /** What to do where nothing is to be written: `Reboot the machine.` */
  readonly step?: string;
}
