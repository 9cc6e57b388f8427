import type { Answer } from './answer';
import { record } from './text';

/** What `systemctl show` says of units that exist. Absent: there is no systemd, or it does not answer. */
export function unitsOf(answer: Answer): Readonly<Record<string, string>> | undefined {
  const blocks = answer
    .lines('units')
    .join('\n')
    .split(/\n\n+/)
    .map((block) => new Map(block.split('\n').map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)])));
  if (!blocks.some((block) => block.has('ActiveState'))) return undefined;
  return record(
    blocks.flatMap((block) => {
      const id = block.get('Id');
      const isThere = block.get('LoadState') === 'loaded' || block.get('ActiveState') === 'active';
      return id && isThere ? [[id, block.get('ActiveState') ?? 'unknown'] as const] : [];
    }),
  );
}
