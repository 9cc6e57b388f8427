import { NixosOption } from '../../src/constructs/nixos-option';
import { Template } from '../../src/testing';
import type { NixosStack } from '../../src/stacks/nixos-stack';
import { machine } from '../support/machine';

/** Constructs that each set one option: the machine's own name for it, the path and the value. */
export type Say = readonly [id: string, path: string, value: unknown];

/** A machine on which this is said, in this order. */
export function saying(...all: readonly Say[]): NixosStack {
  const stack = machine();
  for (const [id, path, value] of all) new NixosOption(stack, id, { path, value });
  return stack;
}

export const templateOf = (...all: readonly Say[]): Template => Template.of(saying(...all));

/** A message without the numbers of lines, which move. */
export function message(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message.replaceAll(/\.ts:\d+/g, '.ts:1');
  }
  throw new Error('nothing was thrown');
}
