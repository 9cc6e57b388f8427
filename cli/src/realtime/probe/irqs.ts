import type { Irq, RealtimeThread } from '../snapshot';
import type { Answer } from './answer';
import { cpuList, defined } from './text';

/** Interrupts that somebody asked for. Threads that handle one are called `irq/NUMBER-…`; of several the highest counts. */
export function irqsOf(answer: Answer, threads: readonly RealtimeThread[]): readonly Irq[] {
  const priorities = new Map<number, number>();
  for (const { name, priority } of threads) {
    const number = Number(/^irq\/(\d{1,10})-/.exec(name)?.[1]);
    if (number >= 0 && !priorities.has(number)) priorities.set(number, priority); // highest come first
  }
  return answer
    .files(/^\/sys\/kernel\/irq\/(\d{1,10})\/actions$/)
    .flatMap(({ match, lines }) => {
      const irq = Number(match[1]);
      const actions = (lines[0] ?? '')
        .split(',')
        .map((action) => action.trim())
        .filter(Boolean);
      if (actions.length === 0) return [];
      const affinity = (name: string): readonly number[] | undefined => {
        const list = answer.file(`/proc/irq/${irq}/${name}`);
        return list === undefined ? undefined : cpuList(list);
      };
      return defined<Irq>({
        irq,
        actions,
        affinity: affinity('smp_affinity_list'),
        effectiveAffinity: affinity('effective_affinity_list'),
        priority: priorities.get(irq),
      });
    })
    .sort((a, b) => a.irq - b.irq);
}
