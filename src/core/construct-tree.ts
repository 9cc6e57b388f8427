import type { IConstruct } from 'constructs';
import type { TreeNode } from '../assembly';
import { annotationsOf } from './annotations';
import { error, sourceOf, type Finding } from './findings';
import { Stack } from './stack';

/** Every stack below a construct, in the order of the program. */
export function stacksBelow(root: IConstruct): Stack[] {
  const stacks: Stack[] = [];
  each(root, (construct) => {
    if (Stack.isStack(construct)) stacks.push(construct);
  });
  return stacks;
}

/**
 * What constructs have to say: their annotations, and what their validations find. A validation may annotate too, which is how it warns, so all of them
 * run before anything is gathered.
 */
export function findingsBelow(root: IConstruct): Finding[] {
  const invalid = new Map<IConstruct, string[]>();
  each(root, (construct) => {
    const errors = construct.node.validate();
    if (errors.length > 0) invalid.set(construct, errors);
  });
  const findings: Finding[] = [];
  each(root, (construct) => {
    if (construct.node.metadata.length > 0) findings.push(...annotationsOf(construct));
    for (const text of invalid.get(construct) ?? []) findings.push(error(construct, text));
  });
  return findings;
}

/** The tree as data, for `tree.json`. */
export function treeOf(construct: IConstruct): TreeNode {
  const { id, path, children } = construct.node;
  const source = sourceOf(construct);
  return {
    id,
    path,
    construct: construct.constructor.name,
    ...(source === undefined ? {} : { source }),
    ...(children.length === 0 ? {} : { children: children.map(treeOf) }),
  };
}

function each(construct: IConstruct, visit: (construct: IConstruct) => void): void {
  visit(construct);
  for (const child of construct.node.children) each(child, visit);
}
