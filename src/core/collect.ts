import type { IConstruct } from 'constructs';
import { Nix, NixError } from '../nix';
import { Annotations } from './annotations';
import { StudioError } from './errors';
import { MachineDraft } from './machine-draft';
import { NixosModule } from './module';
import type { Nixpkgs } from './nixpkgs';
import { Shelf } from './shelf';
import { Stack } from './stack';
import { StudioConstruct } from './studio-construct';

/** Asks every construct of a machine what it adds, the stack first, parents before their children. */
export function collect(stack: Stack, main: Nixpkgs, shelf = new Shelf()): MachineDraft {
  const draft = new MachineDraft(stack.stackName, stack.nixpkgs, main, shelf);
  ask(stack, stack, draft);
  if (draft.unfree.size > 0) allowUnfree(draft);
  return draft;
}

function ask(construct: IConstruct, stack: Stack, draft: MachineDraft): void {
  if (Stack.isStack(construct) && construct !== stack) return; // a machine inside of a machine speaks for itself
  if (construct instanceof StudioConstruct) {
    const module = NixosModule._of(construct, draft);
    draft.modules.push(module);
    contribute(construct, module);
  }
  for (const child of construct.node.children) ask(child, stack, draft);
}

/** A construct that fails is one finding among the others: the rest of the studio is checked all the same. */
function contribute(construct: StudioConstruct, module: NixosModule): void {
  try {
    construct.contributeTo(module);
  } catch (error) {
    Annotations.of(construct).addError(complaint(error, 'contributeTo'));
  }
}

/** Our own errors are sentences; anything else is a mistake in the construct, and its author wants the kind and the line. */
export function complaint(error: unknown, method: string): string {
  if (!(error instanceof Error)) return `${method} threw ${String(error)}.`;
  if (error instanceof StudioError || error instanceof NixError) return error.message;
  return `${method} failed with ${error.name}: ${error.message}\n${error.stack?.split('\n')[1]?.trim() ?? ''}`.trimEnd();
}

/** A predicate is a function, and NixOS cannot merge two: all names of a machine stand in one. */
function allowUnfree(draft: MachineDraft): void {
  const names = [...draft.unfree].sort();
  draft.modules[0]!.set('nixpkgs.config.allowUnfreePredicate', unfreePredicate(names));
}

function unfreePredicate(names: readonly string[]): Nix {
  return Nix.fn('package', Nix.call(Nix.attr(Nix.name('builtins'), 'elem'), Nix.call(Nix.lib('getName'), Nix.name('package')), names));
}
