import type { StackEntry, TargetEntry } from '../../../src/assembly/manifest';
import { selectStacks } from '../project/select';
import { nearest } from '../suggest';
import { allAndMore, noMachines, noTag, noTarget, notAMachine, onlyOneMachine, whichMachines } from './usage-errors';

/** A stack that a command can log in to. */
export interface Machine extends StackEntry {
  readonly kind: 'nixos';
  readonly target: TargetEntry;
}

/** What a call says about which machines it means: its arguments, and the options --tag and --all. */
export interface Selection {
  /** Names and globs. */
  readonly names: readonly string[];
  /** With any of these tags. */
  readonly tag?: readonly string[];
  readonly all?: boolean;
}

/**
 * The machines that a call means, in the manifest's order. Names and tags add up. The only machine of an app need not be named; of several
 * none is taken by accident.
 *
 * A glob, a tag and `--all` mean machines alone: environments, and machines without an address, are not among what they stand for. Whoever
 * names one of those is told.
 *
 * @throws UserError when that is no machine, or it is not clear which
 */
export function selectMachines(stacks: readonly StackEntry[], selection: Selection): readonly Machine[] {
  const { names, tag: tags = [], all = false } = selection;
  const isNamed = names.length > 0 || tags.length > 0;
  if (all && isNamed) throw allAndMore();
  const machines = stacks.filter(isMachine);
  if (isNamed) return named(stacks, machines, names, tags);
  if (machines.length === 0) throw noMachines(stacks);
  if (machines.length > 1 && !all) throw whichMachines(namesOf(machines));
  return machines;
}

/**
 * The one machine that a command is about, which may be left out where there is no other.
 *
 * @throws UserError when it is none, or several
 */
export function selectMachine(stacks: readonly StackEntry[], names: readonly string[]): Machine {
  const machines = selectMachines(stacks, { names, all: names.length === 0 });
  if (machines.length > 1) throw onlyOneMachine(namesOf(machines));
  return machines[0]!;
}

const namesOf = (stacks: readonly StackEntry[]): readonly string[] => stacks.map(({ name }) => name);

function named(
  stacks: readonly StackEntry[],
  machines: readonly Machine[],
  names: readonly string[],
  tags: readonly string[],
): readonly Machine[] {
  const meant = new Set<string>();
  for (const name of names) {
    const matches = selectStacks(stacks, [name]);
    const reachable = matches.filter(isMachine);
    if (reachable.length === 0) refuseOthers(matches);
    for (const match of reachable) meant.add(match.name);
  }
  for (const tag of tags) {
    const tagged = machines.filter((machine) => machine.tags?.includes(tag));
    if (tagged.length === 0) throw unknownTag(machines, tag);
    for (const machine of tagged) meant.add(machine.name);
  }
  return machines.filter(({ name }) => meant.has(name));
}

/** @returns what to say about a tag that none of these machines has */
export function unknownTag(machines: readonly StackEntry[], tag: string): Error {
  const known = [...new Set(machines.flatMap(({ tags = [] }) => tags))].sort();
  return noTag(tag, nearest(tag, known), known);
}

function refuseOthers(stacks: readonly StackEntry[]): void {
  for (const stack of stacks) if (!isMachine(stack)) throw stack.kind === 'nixos' ? noTarget(stack) : notAMachine(stack);
}

const isMachine = (stack: StackEntry): stack is Machine => stack.kind === 'nixos' && stack.target !== undefined;
