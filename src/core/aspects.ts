import type { IConstruct } from 'constructs';
import { orderOfAspects } from './errors';

/** Something that visits every construct below a scope before synthesis: to check a rule of the house, or to add what every machine needs. */
export interface IAspect {
  /**
   * Is called once for the scope and for every construct below it, parents first.
   *
   * @param node the construct
   */
  visit(node: IConstruct): void;
}

const aspects = new WeakMap<IConstruct, IAspect[]>();

/** Most programs have none, and their trees need no walk. */
let thereAreAspects = false;

/** Who has seen what: synthesis may run more than once (a unit test, then the app), an aspect acts on a construct once. */
const seen = new WeakMap<IAspect, WeakSet<IConstruct>>();

/** While aspects run: the constructs that are behind us. */
let passed: WeakSet<IConstruct> | undefined;

/**
 * The aspects of a scope.
 *
 * @example
 *
 * class NoTests implements IAspect {
 *   public visit(node: IConstruct): void {
 *     if (node.node.id === 'Test') Annotations.of(node).addWarning('This is a test, and no part of the studio.');
 *   }
 * }
 * Aspects.of(app).add(new NoTests());
 */
export class Aspects {
  /**
   * The aspects of a scope.
   *
   * @param scope the construct below which they visit
   */
  public static of(scope: IConstruct): Aspects {
    return new Aspects(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Adds an aspect.
   *
   * @param aspect what visits
   * @throws when the scope has been visited already: an aspect added by another aspect must be added further down
   */
  public add(aspect: IAspect): void {
    if (passed?.has(this.scope)) throw orderOfAspects(this.scope);
    thereAreAspects = true;
    const own = aspects.get(this.scope);
    if (own) own.push(aspect);
    else aspects.set(this.scope, [aspect]);
  }

  /** The aspects that were added to this very scope. */
  public get all(): IAspect[] {
    return [...(aspects.get(this.scope) ?? [])];
  }
}

/** Lets every aspect visit the tree. Constructs that an aspect adds below the one it visits are visited too. */
export function invokeAspects(root: IConstruct): void {
  if (!thereAreAspects) return;
  passed = new WeakSet();
  try {
    visit(root, []);
  } finally {
    passed = undefined;
  }
}

function visit(node: IConstruct, inherited: readonly IAspect[]): void {
  run(inherited, node);
  const own = aspects.get(node) ?? [];
  run(own, node); // one that is added here meanwhile comes last
  passed?.add(node);
  const applicable = own.length === 0 ? inherited : [...inherited, ...own];
  for (const child of node.node.children) visit(child, applicable);
}

function run(visitors: readonly IAspect[], node: IConstruct): void {
  for (const aspect of visitors) if (firstTime(aspect, node)) aspect.visit(node);
}

function firstTime(aspect: IAspect, node: IConstruct): boolean {
  let nodes = seen.get(aspect);
  if (!nodes) seen.set(aspect, (nodes = new WeakSet()));
  if (nodes.has(node)) return false;
  nodes.add(node);
  return true;
}
