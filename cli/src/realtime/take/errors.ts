/** Sentences about a take that is running. */

const OTHERWISE =
  'Deploy when that is over, have it wait with --when-idle, prepare the next boot with --goal boot, or go on all the same with --interrupt.';

export const interrupted = (takes: readonly string[]): string =>
  `${sentence(takes)} A switch could break that off, so it did not begin. ${OTHERWISE}`;

export const stillPlaying = (takes: readonly string[], time: string): string =>
  `${sentence(takes)} It was waited for ${time}, and did not end. ${OTHERWISE}`;

export const notSeen = (why: string): string => `it could not be seen whether somebody records or plays (${why.replace(/\.$/, '')})`;

export const nobodyPlays = (): string => 'nobody records or plays';

/** Names of programs stay as they are. */
export const sentence = (takes: readonly string[]): string => {
  const text = takes.join('; ');
  return `${/^(it|sound|the)\b/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text}.`;
};

export const measuringDisturbs = (takes: readonly string[]): string =>
  `${sentence(takes)} The latency is measured with other work going on, which could break that off. Verify it when that is over, or go on all the same with --interrupt.`;
