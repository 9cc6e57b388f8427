import type { IConstruct } from 'constructs';
import { Annotations } from './annotations';
import { complaint } from './collect';
import { Environment } from './environment';
import { EnvironmentDraft } from './environment-draft';
import type { Nixpkgs } from './nixpkgs';
import { Shelf } from './shelf';
import { Stack, type System } from './stack';
import { StudioConstruct } from './studio-construct';

/** Asks every construct of a portable stack what it adds, the stack first, parents before their children. */
export function collectEnvironment(stack: Stack, systems: readonly System[], main: Nixpkgs, shelf = new Shelf()): EnvironmentDraft {
  const draft = new EnvironmentDraft(stack.stackName, stack.nixpkgs, main, shelf);
  const ask = (construct: IConstruct): void => {
    if (Stack.isStack(construct) && construct !== stack) return; // a stack inside of a stack speaks for itself
    if (construct instanceof StudioConstruct) contribute(construct, Environment._of(construct, stack, systems, draft));
    construct.node.children.forEach(ask);
  };
  ask(stack);
  return draft;
}

/** A construct that fails is one finding among the others: the rest of the studio is checked all the same. */
function contribute(construct: StudioConstruct, environment: Environment): void {
  try {
    construct.contributeToEnvironment(environment);
  } catch (error) {
    Annotations.of(construct).addError(complaint(error, 'contributeToEnvironment'));
  }
}
