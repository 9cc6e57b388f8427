/**
 * What the guard tells of a machine: `key=value`, a line each. It comes from another computer, so nothing in it is believed further than
 * its type: numbers are numbers, texts are one harmless line of limited length.
 */
export interface Facts {
  /** When the answer came, by the clock of this computer, in seconds. */
  readonly askedAt: number;
  readonly protocol: number;
  readonly hostname: string;
  /** `nixos`, or what else /etc/os-release says. */
  readonly osId: string;
  readonly nixosVersion?: string;
  /** As `uname -m` says it: `x86_64`. */
  readonly arch: string;
  readonly kernel?: string;
  readonly bootId: string;
  /** Seconds. */
  readonly uptime?: number;
  /** Its clock, in seconds. */
  readonly clock?: number;
  /** What it runs. */
  readonly system: string;
  readonly booted?: string;
  /** What it boots next. */
  readonly profile?: string;
  readonly generation?: number;
  readonly generations?: number;
  readonly pendingReboot: 'yes' | 'no' | 'unknown';
  readonly nixVersion?: string;
  readonly nixFreeKb?: number;
  readonly nixTotalKb?: number;
  readonly bootMounted?: boolean;
  readonly bootFreeKb?: number;
  readonly memAvailableKb?: number;
  /** What `systemctl is-system-running` says, or `absent`. */
  readonly systemd?: string;
  readonly failedUnits: readonly string[];
  readonly bootloader?: string;
  /** Who deploys to it at this moment. */
  readonly lock?: Lock;
  /** A deployment whose undo is set. */
  readonly armed?: { readonly id: string; readonly phase?: string };
  /** It takes no deployment without a reason for now. */
  readonly frozen?: Freeze;
  /** Names that were given to generations. */
  readonly pins?: readonly string[];
  /** What was last deployed and confirmed. */
  readonly deployed?: Deployed;
  /** How the last deployment ended. */
  readonly last?: { readonly id: string; readonly outcome?: string; readonly reason?: string };
}

export interface Lock {
  readonly id: string;
  readonly by?: string;
  /** By the machine's clock, in seconds. */
  readonly since?: number;
  readonly phase?: string;
}

/** Times by the machine's clock, in seconds. */
export interface Freeze {
  readonly until: number;
  readonly by?: string;
  readonly at?: number;
  readonly because?: string;
}

export interface Deployed {
  readonly id: string;
  readonly fingerprint?: string;
  readonly system?: string;
  readonly generation?: number;
  readonly at?: number;
  readonly by?: string;
  readonly stack?: string;
  readonly needsReboot: boolean;
}

/** The only protocol that we speak. */
export const PROTOCOL = 1;

/** Longer values are cut: there is no honest one of this length. */
const LONGEST = 4096;

export type Answers = ReadonlyMap<string, string>;

/** The first one of a name counts; what is no `key=value` is skipped, and so is a last line that was cut off. */
export function parseAnswers(text: string): Answers {
  const answers = new Map<string, string>();
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const found = /^([a-z][a-z0-9_]*)=(.*)$/.exec(line.replace(/\r$/, ''));
    if (found && !answers.has(found[1]!)) answers.set(found[1]!, harmless(found[2]!));
  }
  return answers;
}

/** Control characters could move a terminal's cursor, or fold a line in two. */
const harmless = (value: string): string => value.slice(0, LONGEST).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

/** Undefined: this is no whole answer of a guard that we understand. */
export function parseFacts(text: string, askedAt: number): Facts | undefined {
  const answers = parseAnswers(text);
  const read = reader(answers);
  const required = ['hostname', 'arch', 'boot_id', 'system'].map((key) => read.text(key));
  if (read.number('protocol') !== PROTOCOL || required.includes(undefined)) return undefined;
  const [hostname, arch, bootId, system] = required as [string, string, string, string];
  const pending = read.text('pending_reboot');
  return withoutGaps<Facts>({
    askedAt,
    protocol: PROTOCOL,
    hostname,
    osId: read.text('os_id') ?? 'unknown',
    nixosVersion: read.text('nixos_version'),
    arch,
    kernel: read.text('kernel'),
    bootId,
    uptime: read.number('uptime'),
    clock: read.number('clock'),
    system,
    booted: read.text('booted'),
    profile: read.text('profile'),
    generation: read.number('generation'),
    generations: read.number('generations'),
    pendingReboot: pending === 'yes' || pending === 'no' ? pending : 'unknown',
    nixVersion: read.text('nix_version'),
    nixFreeKb: read.number('nix_free_kb'),
    nixTotalKb: read.number('nix_total_kb'),
    bootMounted: read.truth('boot_mounted'),
    bootFreeKb: read.number('boot_free_kb'),
    memAvailableKb: read.number('mem_available_kb'),
    systemd: read.text('systemd'),
    failedUnits: read.words('failed_units'),
    bootloader: read.text('bootloader'),
    lock: lockIn(answers),
    frozen: freezeIn(answers),
    pins: read.text('pins') === undefined ? undefined : read.words('pins'),
    armed: read.part('armed_id', (id) => withoutGaps({ id, phase: read.text('armed_phase') })),
    deployed: read.part('deployed_id', (id) =>
      withoutGaps({
        id,
        fingerprint: read.text('deployed_fingerprint'),
        system: read.text('deployed_system'),
        generation: read.number('deployed_generation'),
        at: read.number('deployed_at'),
        by: read.text('deployed_by'),
        stack: read.text('deployed_stack'),
        needsReboot: read.truth('deployed_needs_reboot') ?? false,
      }),
    ),
    last: read.part('last_id', (id) => withoutGaps({ id, outcome: read.text('last_outcome'), reason: read.text('last_reason') })),
  });
}

/** Who holds the machine, in any answer that tells it. */
export function lockIn(answers: Answers): Lock | undefined {
  const read = reader(answers);
  return read.part('lock_id', (id) =>
    withoutGaps({ id, by: read.text('lock_by'), since: read.number('lock_since'), phase: read.text('lock_phase') }),
  );
}

/** Until when nothing is deployed, in any answer that tells it. */
export function freezeIn(answers: Answers, prefix = 'frozen'): Freeze | undefined {
  const read = reader(answers);
  const until = read.number(`${prefix}_until`);
  if (until === undefined) return undefined;
  return withoutGaps({ until, by: read.text(`${prefix}_by`), at: read.number(`${prefix}_at`), because: read.text(`${prefix}_because`) });
}

export interface Reader {
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  truth(key: string): boolean | undefined;
  words(key: string): readonly string[];
  part<T>(key: string, make: (id: string) => T): T | undefined;
}

/** An empty value is none. */
export function reader(answers: Answers): Reader {
  const text = (key: string): string | undefined => answers.get(key) || undefined;
  return {
    text,
    number: (key) => (/^\d{1,15}$/.test(text(key) ?? '') ? Number(text(key)) : undefined),
    truth: (key) => (text(key) === 'yes' ? true : text(key) === 'no' ? false : undefined),
    words: (key) => (text(key) ?? '').split(' ').filter((word) => word !== ''),
    part: (key, make) => (text(key) === undefined ? undefined : make(text(key)!)),
  };
}

/** Leaves out what is not known, as optional members want it. */
export function withoutGaps<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
