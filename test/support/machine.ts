import { App, collect, configurationFile, findingsBelow, checkDefinitions, type Finding } from '../../src/core';
import { formatAttrPath, printExpression, printFile } from '../../src/nix';
import { NixosStack } from '../../src/stacks/nixos-stack';
import type { NixosStackProps } from '../../src/stacks/nixos-stack-props';

/** A machine for tests of constructs. */
export function machine(props: Partial<NixosStackProps> = {}): NixosStack {
  return new NixosStack(new App(), 'studio-laptop', { stateVersion: '26.05', hardware: 'test/support/hardware.nix', ...props });
}

/** The machine's whole configuration.nix. */
export function configuration(stack: NixosStack): string {
  return printFile(configurationFile(draftOf(stack), 'studio-laptop', ['./hardware.nix']));
}

/** What the constructs of a machine have to say, contradictions included. */
export function findings(stack: NixosStack): Finding[] {
  checkDefinitions(draftOf(stack).modules);
  return findingsBelow(stack);
}

/** The errors alone, as text. */
export const errors = (stack: NixosStack): string[] => texts(stack, 'error');
export const warnings = (stack: NixosStack): string[] => texts(stack, 'warning');
const texts = (stack: NixosStack, level: Finding['level']): string[] =>
  findings(stack)
    .filter((finding) => finding.level === level)
    .map(({ text }) => text);

/** What one construct sets: option path → Nix code. */
export function options(stack: NixosStack, path: string): Record<string, string> {
  const module = draftOf(stack).modules.find(({ construct }) => construct.node.path === path);
  if (!module) throw new Error(`no module of ${path}`);
  return Object.fromEntries(module._definitions.map(({ path: option, node }) => [formatAttrPath(option), printExpression(node)]));
}

const draftOf = (stack: NixosStack) => collect(stack, stack.nixpkgs);
