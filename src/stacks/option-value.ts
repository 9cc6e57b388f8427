import { circularValue, undefinedOption, StudioError, type SynthesisSession } from '../core';
import { contentOf, formatAttrPath, parseAttrPath, priorityOf, Nix, type NixNode } from '../nix';
import type { NixosStack } from './nixos-stack';

/** What machines say, by option, for one run of the synthesis: forty stations ask each other for their names. */
type Said = Map<NixosStack, ReadonlyMap<string, NixNode>>;

const bySession = new WeakMap<SynthesisSession, Said>();
let active: Said = new Map();

/** Values that are being looked up: one that appears twice is made of itself. */
const underway: string[] = [];

/** The value of an option of a machine, looked up when it is printed. */
export function optionValue(stack: NixosStack, optionPath: string): Nix {
  const option = formatAttrPath(parseAttrPath(optionPath));
  return Nix.lazy({ produce: () => lookUp(stack, option) });
}

/** Prints something; values that are looked up meanwhile are remembered as long as the session lasts, and no longer. */
export function rememberingValues<T>(session: SynthesisSession, print: () => T): T {
  active = bySession.get(session) ?? new Map();
  bySession.set(session, active);
  try {
    return print();
  } finally {
    active = new Map();
  }
}

function lookUp(stack: NixosStack, option: string): Nix {
  const name = `${option} of ${stack.stackName}`;
  if (underway.includes(name)) throw new StudioError(circularValue([...underway.slice(underway.indexOf(name)), name]));
  underway.push(name);
  try {
    const node = saidBy(stack).get(option);
    if (!node) throw new StudioError(undefinedOption(stack.stackName, option));
    return Nix._fromNode(node.kind === 'lazy' ? node.force() : node);
  } finally {
    underway.pop();
  }
}

function saidBy(stack: NixosStack): ReadonlyMap<string, NixNode> {
  let said = active.get(stack);
  if (!said) active.set(stack, (said = strongest(stack)));
  return said;
}

/** For each option the definition that wins; `lib.mkForce` and the like are taken off. */
function strongest(stack: NixosStack): ReadonlyMap<string, NixNode> {
  const winners = new Map<string, NixNode>();
  const priorities = new Map<string, number>();
  for (const module of stack._collect().modules) {
    for (const { path, node } of module._definitions) {
      const option = formatAttrPath(path);
      const priority = priorityOf(node);
      if (priority >= (priorities.get(option) ?? Infinity)) continue;
      priorities.set(option, priority);
      winners.set(option, contentOf(node));
    }
  }
  return winners;
}
