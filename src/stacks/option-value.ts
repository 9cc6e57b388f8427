import { circularValue, undefinedOption, StudioError, type SynthesisSession } from '../core';
import { contentOf, formatAttrPath, freeNames, parseAttrPath, priorityOf, Nix, type NixNode } from '../nix';
import type { NixosStack } from './nixos-stack';

/** What machines say, by option, for one run of the synthesis: forty stations ask each other for their names. */
type Said = Map<NixosStack, Definitions>;
type Definitions = ReadonlyMap<string, readonly NixNode[]>;

const bySession = new WeakMap<SynthesisSession, Said>();
let active: Said | undefined;

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
    active = undefined;
  }
}

function lookUp(stack: NixosStack, option: string): Nix {
  const name = `${option} of ${stack.stackName}`;
  if (underway.includes(name)) throw new StudioError(circularValue([...underway.slice(underway.indexOf(name)), name]));
  underway.push(name);
  try {
    const definitions = saidBy(stack).get(option);
    if (!definitions) throw new StudioError(undefinedOption(stack.stackName, option));
    const value = strongest(definitions);
    freeNames(value); // asks for the values inside of it too: a circle is found while we know the way
    return Nix._fromNode(value);
  } finally {
    underway.pop();
  }
}

function saidBy(stack: NixosStack): Definitions {
  const said = active?.get(stack) ?? definitionsOf(stack);
  active?.set(stack, said);
  return said;
}

/** By option. Nothing is asked for its value yet: it may be looked up on a machine which asks this one. */
function definitionsOf(stack: NixosStack): Definitions {
  const said = new Map<string, NixNode[]>();
  for (const module of stack._collect().modules) {
    for (const { path, node } of module._definitions) {
      const option = formatAttrPath(path);
      const known = said.get(option);
      if (known) known.push(node);
      else said.set(option, [node]);
    }
  }
  return said;
}

/** The definition that wins, the first one of equals; `lib.mkForce` and the like are taken off. */
function strongest(definitions: readonly NixNode[]): NixNode {
  const priorities = definitions.map(priorityOf);
  return contentOf(definitions[priorities.indexOf(Math.min(...priorities))]!);
}
