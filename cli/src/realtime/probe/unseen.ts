import type { Irq, MusicianState, Snapshot } from '../snapshot';
import type { Answer } from './answer';
import { hidesProcesses } from './mounts';
import { answered } from './pipewire';

export interface Seen {
  readonly user: Snapshot['user'];
  readonly irqs: readonly Irq[];
  readonly musicians: readonly MusicianState[];
}

/** What root could have seen and we did not, by the path of the member: `kernel.preemptInForce`, `musicians.anna.maySetRealtime`. */
export function unseenOf(answer: Answer, { user, irqs, musicians }: Seen): readonly string[] {
  if (user.uid === 0) return [];
  const isForeign = (server: string): boolean => {
    const sections = answer.all(server);
    return sections.length > 0 && !sections.some(answered);
  };
  return [
    ...answer.lines('unseen').filter((line) => /^[\w.]+$/.test(line)),
    ...(hidesProcesses(answer) ? ['processes', 'realtimeThreads'] : []),
    ...(irqs.length > 0 && irqs.every(({ affinity }) => affinity === undefined) ? ['irqs.affinity'] : []),
    ...['pipewire', 'jack'].filter(isForeign),
    ...musicians
      .filter(({ exists, name }) => exists && name !== user.name)
      .flatMap(({ name, limits }) => [
        ...(limits ? [] : [`musicians.${name}.limits`]),
        `musicians.${name}.maySetRealtime`,
        `musicians.${name}.mayHoldDmaLatency`,
      ]),
  ];
}
