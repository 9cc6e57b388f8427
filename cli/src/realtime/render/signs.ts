import type { Paint } from '../../terminal';
import type { CheckStatus } from '../verdict';

/** One letter for each, so that nobody has to see the colour. */
export const SIGNS: Readonly<Record<CheckStatus, string>> = {
  error: '✘',
  warning: '!',
  pending: '↻',
  unknown: '?',
  info: 'i',
  ok: '✔',
  absent: '–',
};

/** In a sentence: `2 errors, 1 to come with a reboot`. */
const WORDS: Readonly<Record<CheckStatus, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  pending: ['waits for a reboot', 'wait for a reboot'],
  unknown: ['could not be seen', 'could not be seen'],
  info: ['note', 'notes'],
  ok: ['is well', 'are well'],
  absent: ['does not apply', 'do not apply'],
};

/** `2 errors, 1 warning, 38 are well`; nothing is said of what there is none of. */
export const countsText = (counts: Readonly<Record<CheckStatus, number>>): string =>
  (Object.keys(WORDS) as CheckStatus[])
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${WORDS[status][counts[status] === 1 ? 0 : 1]}`)
    .join(', ');

export function painter(status: CheckStatus, paint: Paint): (text: string) => string {
  switch (status) {
    case 'error':
      return paint.red;
    case 'warning':
    case 'unknown':
      return paint.yellow;
    case 'pending':
    case 'info':
      return paint.cyan;
    case 'ok':
      return paint.green;
    case 'absent':
      return paint.dim;
  }
}

/** What is not worth a line where there is much to show. */
export const isQuiet = (status: CheckStatus): boolean => status === 'ok' || status === 'absent';
