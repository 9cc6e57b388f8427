import type { IConstruct } from 'constructs';
import { Stack } from './stack';

/** The machine that a construct is part of, or the root of its tree. */
export function machineOf(construct: IConstruct): IConstruct {
  let machine = construct;
  while (machine.node.scope && !Stack.isStack(machine)) machine = machine.node.scope;
  return machine;
}

/** Every construct of the machine that a construct is part of, in the order of the program. */
export function constructsOfMachine(construct: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  addBelow(machineOf(construct), found);
  return found;
}

function addBelow(construct: IConstruct, found: IConstruct[]): void {
  found.push(construct);
  for (const child of construct.node.children) if (!Stack.isStack(child)) addBelow(child, found);
}
