import type { IConstruct } from 'constructs';
import { Stack, checkDefinitions, findingsBelow, invokeAspects, stacksBelow, type Finding } from '../core';
import { NixosStack } from '../stacks/nixos-stack';
import { noSuchFinding, unwanted } from './errors';
import { expectation } from './expectation';
import { insideOf } from './hosts';
import { literal } from './value';

/** One thing that a construct has to say. */
export interface FoundMessage {
  /** `info`, `warning` or `error`. */
  readonly level: string;
  /** The path of the construct; empty for the app itself. */
  readonly path: string;
  /**
   * The line that made the construct, e.g. `bin/studio.ts:14`.
   *
   * @default - not known
   */
  readonly source?: string;
  /** What it says. */
  readonly text: string;
}

/**
 * What constructs say about themselves: errors, warnings and notes, those that are added with `Annotations.of(construct)` and those that are found
 * when a machine is put together, such as two constructs that contradict each other.
 *
 * A path is that of a construct, with or without what stands above the scope; `*` is any.
 *
 * @example
 *
 * Findings.of(app).hasError('studio-laptop/Kernel', Match.stringLikeRegexp('swappiness'));
 * Findings.of(laptop).hasNoWarning('*');
 */
export class Findings {
  /**
   * Lets aspects act, puts the machines together, and gathers what is said.
   *
   * @param scope an app, a machine, or any construct of one
   */
  public static of(scope: IConstruct): Findings {
    return new Findings(scope);
  }

  private readonly all: readonly Finding[];
  private readonly where: string;

  private constructor(private readonly scope: IConstruct) {
    invokeAspects(scope.node.root);
    for (const stack of stacksOf(scope)) if (stack instanceof NixosStack) checkDefinitions(stack._collect().modules);
    this.all = findingsBelow(scope);
    this.where = scope.node.path === '' ? 'The app' : `«${scope.node.path}»`;
  }

  /**
   * Tests that there is an error.
   *
   * @param constructPath the construct, or `*`
   * @param message its text, or a matcher for it
   */
  public hasError(constructPath: string, message: any): void {
    this.has('error', constructPath, message);
  }

  /**
   * Tests that there is a warning.
   *
   * @param constructPath the construct, or `*`
   * @param message its text, or a matcher for it
   */
  public hasWarning(constructPath: string, message: any): void {
    this.has('warning', constructPath, message);
  }

  /**
   * Tests that there is a note.
   *
   * @param constructPath the construct, or `*`
   * @param message its text, or a matcher for it
   */
  public hasInfo(constructPath: string, message: any): void {
    this.has('info', constructPath, message);
  }

  /**
   * Tests that there is no error.
   *
   * @param constructPath the construct, or `*`
   * @param message its text, or a matcher for it
   * @default - no error at all
   */
  public hasNoError(constructPath: string, message?: any): void {
    this.hasNone('error', constructPath, message);
  }

  /**
   * Tests that there is no warning.
   *
   * @param constructPath the construct, or `*`
   * @param message its text, or a matcher for it
   * @default - no warning at all
   */
  public hasNoWarning(constructPath: string, message?: any): void {
    this.hasNone('warning', constructPath, message);
  }

  /**
   * The errors.
   *
   * @param constructPath the construct, or `*`
   * @param message their text, or a matcher for it
   * @default - all of them
   */
  public findErrors(constructPath: string, message?: any): FoundMessage[] {
    return this.find('error', constructPath, message);
  }

  /**
   * The warnings.
   *
   * @param constructPath the construct, or `*`
   * @param message their text, or a matcher for it
   * @default - all of them
   */
  public findWarnings(constructPath: string, message?: any): FoundMessage[] {
    return this.find('warning', constructPath, message);
  }

  /**
   * The notes.
   *
   * @param constructPath the construct, or `*`
   * @param message their text, or a matcher for it
   * @default - all of them
   */
  public findInfos(constructPath: string, message?: any): FoundMessage[] {
    return this.find('info', constructPath, message);
  }

  private has(level: Finding['level'], path: string, message: unknown): void {
    if (this.find(level, path, message).length > 0) return;
    const ofLevel = this.all.filter((finding) => finding.level === level);
    throw noSuchFinding(this.where, level, path, expectation(message).toString(), ofLevel);
  }

  private hasNone(level: Finding['level'], path: string, message: unknown): void {
    const found = this.find(level, path, message);
    if (found.length > 0) throw unwanted(this.where, level, found);
  }

  private find(level: Finding['level'], path: string, message: unknown): Finding[] {
    const matcher = message === undefined ? undefined : expectation(message);
    return this.all.filter((finding) => {
      if (finding.level !== level || !this.isAt(finding, path)) return false;
      return !matcher || matcher._test(literal({ kind: 'string', parts: [finding.text] }, [])).kind === 'match';
    });
  }

  private isAt(finding: Finding, path: string): boolean {
    return path === '*' || finding.path === path || insideOf(this.scope, finding.path) === path;
  }
}

/** The machines below a construct, or the one around it. */
function stacksOf(scope: IConstruct): Stack[] {
  const below = stacksBelow(scope);
  return below.length > 0 ? below : scope.node.scopes.filter((parent) => Stack.isStack(parent));
}
