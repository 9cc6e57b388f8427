import type { Stack } from './stack';

/** The stacks in an order in which each comes after those it depends on, or the stacks of a circle. */
export type Ordered = { readonly order: readonly Stack[] } | { readonly cycle: readonly Stack[] };

/**
 * Sorts stacks by their dependencies; where these leave a choice, the order of the app stands. Linear in stacks and dependencies, and without
 * recursion, so that a long chain cannot overflow the call stack.
 */
export function orderStacks(stacks: readonly Stack[]): Ordered {
  const state = new Map<Stack, 'open' | 'done'>();
  const order: Stack[] = [];
  for (const start of stacks) {
    if (state.has(start)) continue;
    const path = [visit(start)];
    state.set(start, 'open');
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.waitsFor.pop();
      if (next === undefined) {
        state.set(top.stack, 'done');
        order.push(top.stack);
        path.pop();
      } else if (state.get(next) === 'open') {
        const stacksOnPath = path.map(({ stack }) => stack);
        return { cycle: stacksOnPath.slice(stacksOnPath.indexOf(next)) };
      } else if (!state.has(next)) {
        state.set(next, 'open');
        path.push(visit(next));
      }
    }
  }
  return { order };
}

const visit = (stack: Stack): { stack: Stack; waitsFor: Stack[] } => ({ stack, waitsFor: stack.dependencies.reverse() });
