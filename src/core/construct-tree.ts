import type { IConstruct } from 'constructs';
import type { TreeNode } from '../assembly';
import { annotationsOf } from './annotations';
import { error, sourceOf, type Finding } from './findings';
import { Stack } from './stack';

/** Every stack below a construct, in the order of the program. */
export const stacksBelow = (root: IConstruct): Stack[] => root.node.findAll().filter(Stack.isStack);

/**
 * What constructs have to say: their annotations, and what their validations find. A validation may annotate too, which is how it warns, so all of them
 * run before anything is gathered.
 */
export function findingsBelow(root: IConstruct): Finding[] {
  const constructs = root.node.findAll();
  return gatherFindings(constructs, validate(constructs));
}

/** What validations find, by construct. */
export function validate(constructs: readonly IConstruct[]): ReadonlyMap<IConstruct, readonly string[]> {
  const invalid = new Map<IConstruct, readonly string[]>();
  for (const construct of constructs) {
    const errors = construct.node.validate();
    if (errors.length > 0) invalid.set(construct, errors);
  }
  return invalid;
}

/** What has been attached to constructs by now, and what was found invalid. */
export function gatherFindings(constructs: readonly IConstruct[], invalid: ReturnType<typeof validate>): Finding[] {
  const findings: Finding[] = [];
  for (const construct of constructs) {
    const { metadata } = construct.node;
    if (metadata.length > 0) findings.push(...annotationsOf(construct));
    for (const text of invalid.get(construct) ?? []) findings.push(error(construct, text));
  }
  return findings;
}

/** The tree as data, for `tree.json`. */
export function treeOf(construct: IConstruct, path = construct.node.path): TreeNode {
  const { id, children } = construct.node;
  const source = sourceOf(construct);
  const below = path === '' ? '' : `${path}/`;
  return {
    id,
    path,
    construct: construct.constructor.name,
    ...(source === undefined ? {} : { source }),
    ...(children.length === 0 ? {} : { children: children.map((child) => treeOf(child, below + child.node.id)) }),
  };
}
