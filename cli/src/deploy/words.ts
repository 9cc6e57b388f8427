import type { Lock } from './facts';

/** `4 s`, `3 min`, `2 h`, `5 days`: as exact as people need it. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

const MANY = 8;

/** `a, b and c`; `nothing` is said of an empty list. */
export function listed(words: readonly string[], nothing: string, most = MANY): string {
  if (words.length === 0) return nothing;
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `clock` is the machine's own: both times are by it. */
export function heldBy(stack: string, { id, by, since, phase }: Lock, clock?: number): string {
  const time = since !== undefined && clock !== undefined && clock >= since ? ` since ${duration(clock - since)}` : '';
  return `${by ?? 'Somebody'} is deploying to it${time}${phase === undefined ? '' : ` (phase «${phase}»)`}, as «${id}». Wait until that has ended; if it never does, «cdk unlock ${stack}» ends it.`;
}
