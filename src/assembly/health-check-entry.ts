import type { HealthCheck, HealthCheckEntry } from './realtime';
import { isAccount, isHost, isLine, isListOf, isObject, isUnit, isWebAddress, isWithin, isWord } from './words';

/** Names that gates of every deployment have: `--skip-gate` must mean one thing. */
export const RESERVED_GATES: readonly string[] = [
  ...[
    'boot-space',
    'clock',
    'freeze',
    'generation',
    'lock',
    'memory',
    'nixos',
    'pending-reboot',
    'platform',
    'store-space',
    'systemd',
    'take',
    'version',
  ],
  ...['ssh', 'units'],
  ...['comparison', 'latency', 'realtime', 'xruns'],
];

/** Seconds that a check may take: the machine waits that long until it takes the deployment back. */
export const LONGEST_CHECK = 600;
export const MOST_WORDS = 256;
export const LARGEST_QUANTUM = 8192;

/** Whether something that stands in a manifest is a health check. */
export function isHealthCheckEntry(value: unknown): value is HealthCheckEntry {
  if (!isObject(value)) return false;
  const { check, id, source, within } = value;
  return isCheckId(id) && (source === undefined || isLine(source)) && isPatience(within) && isHealthCheck(check);
}

/** What `--skip-gate` can be told. */
export const isCheckId = (value: unknown): value is string => isWord(value) && value.length <= 64 && !RESERVED_GATES.includes(value);

export const isPatience = (seconds: unknown): seconds is number => typeof seconds === 'number' && seconds > 0 && seconds <= LONGEST_CHECK;

/** A program with its arguments, which no shell reads. */
export const isCommand = (argv: unknown): argv is readonly string[] =>
  isListOf(argv, MOST_WORDS, isLine) && argv.length > 0 && isProgram(argv[0]!);

/** A name in PATH, or an absolute path; never an option of the program that starts it. */
export const isProgram = (word: string): boolean => /^(\/|\w)[\w@+=:,./-]*$/.test(word);

function isHealthCheck(value: unknown): value is HealthCheck {
  if (!isObject(value)) return false;
  switch (value['kind'] as HealthCheck['kind']) {
    case 'command':
      return isCommand(value['argv']);
    case 'unit':
      return isUnit(value['unit']) && (value['user'] === undefined || isAccount(value['user']));
    case 'tcp':
      return isHost(value['host']) && isPort(value['port']);
    case 'http':
      return isWebAddress(value['url']) && isStatus(value['status']);
    case 'audio-server':
      return value['maxQuantum'] === undefined || isQuantum(value['maxQuantum']);
    default:
      return false;
  }
}

export const isPort = (value: unknown): value is number => isWithin(value, 1, 65535);
export const isStatus = (value: unknown): value is number => isWithin(value, 100, 599);
export const isQuantum = (value: unknown): value is number => isWithin(value, 1, LARGEST_QUANTUM);
