import type { Message, StackEntry } from '../../../src/assembly/manifest';
import { harmless } from '../ssh/harmless';
import type { Output, Paint } from '../terminal';

/** What the constructs of these stacks, and the app itself, have to say. */
export function messagesOf(messages: readonly Message[], all: readonly StackEntry[], selected: readonly StackEntry[]): readonly Message[] {
  const within = (stacks: readonly StackEntry[], path: string): boolean =>
    stacks.some((stack) => path === stack.path || path.startsWith(`${stack.path}/`));
  return messages.filter(({ path }) => within(selected, path) || !within(all, path));
}

/** The same words about forty machines are said once. */
export function printMessages(messages: readonly Message[], output: Output): void {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const key = JSON.stringify([message.level, message.text, message.source]);
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  for (const [first, ...others] of groups.values()) output.line(block(first!, others.length, output.paint));
}

function block({ level, path, source, text }: Message, others: number, paint: Paint): string {
  const label = level === 'warning' ? paint.yellow('warning') : paint.cyan('note');
  const where = [
    harmless(path) || 'the app',
    others > 0 ? `and ${others} ${others === 1 ? 'other' : 'others'}` : '',
    source ? paint.dim(harmless(`(${source})`)) : '',
  ];
  const body = harmless(text)
    .split('\n')
    .map((line) => `  ${line}`);
  return [`${label} ${where.filter((part) => part !== '').join(' ')}`, ...body].join('\n');
}
