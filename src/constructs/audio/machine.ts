import type { IConstruct } from 'constructs';
import { Stack } from '../../core';

/** Every construct of the machine that a construct is part of, in the order of the program. */
export function* constructsOfMachine(construct: IConstruct): Generator<IConstruct> {
  let root = construct;
  while (root.node.scope && !Stack.isStack(root)) root = root.node.scope;
  yield* below(root);
}

function* below(construct: IConstruct): Generator<IConstruct> {
  yield construct;
  for (const child of construct.node.children) if (!Stack.isStack(child)) yield* below(child);
}
