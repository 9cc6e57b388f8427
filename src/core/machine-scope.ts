import type { IConstruct } from 'constructs';
import { Stack } from './stack';

/** The machine that a construct is part of, or the root of its tree. */
export function machineOf(construct: IConstruct): IConstruct {
  let machine = construct;
  while (machine.node.scope && !Stack.isStack(machine)) machine = machine.node.scope;
  return machine;
}

/** Every construct of the machine that a construct is part of, in the order of the program. */
export function* constructsOfMachine(construct: IConstruct): Generator<IConstruct> {
  yield* below(machineOf(construct));
}

function* below(construct: IConstruct): Generator<IConstruct> {
  yield construct;
  for (const child of construct.node.children) if (!Stack.isStack(child)) yield* below(child);
}
