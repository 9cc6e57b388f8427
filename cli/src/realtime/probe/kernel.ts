import type { KernelState } from '../snapshot';
import type { Answer } from './answer';
import { chosen, defined, parametersOf, record } from './text';

export function kernelOf(answer: Answer): KernelState {
  const realtime = answer.file('/sys/kernel/realtime');
  const config = configOf(answer.lines('config'));
  return defined<KernelState>({
    release: answer.file('/proc/sys/kernel/osrelease') ?? '',
    version: answer.file('/proc/sys/kernel/version') ?? '',
    arch: architectureOf(answer),
    parameters: parametersOf(answer.file('/proc/cmdline')),
    isRealtime: realtime === undefined ? undefined : realtime === '1',
    preemptInForce: chosen(answer.file('/sys/kernel/debug/sched/preempt')),
    config: config.length > 0 ? record(config) : undefined,
  });
}

function architectureOf(answer: Answer): string {
  return (
    answer
      .lines('self')
      .find((line) => line.startsWith('arch '))
      ?.slice(5)
      .trim() ?? ''
  );
}

function configOf(lines: readonly string[]): (readonly [string, string])[] {
  return lines.flatMap((line) => {
    const [, name, value, unset] = /^(?:(CONFIG_\w+)=(.*)|# (CONFIG_\w+) is not set)$/.exec(line) ?? [];
    if (unset !== undefined) return [[unset, 'n'] as const];
    return name !== undefined && value !== undefined ? [[name, value.replace(/^"(.*)"$/, '$1')] as const] : [];
  });
}
