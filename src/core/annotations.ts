import type { IConstruct } from 'constructs';
import { finding, type Finding } from './findings';

const PREFIX = 'studio-cdk:';

/**
 * Notes, warnings and errors that are attached to a construct and reported, all together, when the app is synthesised.
 *
 * Use them where something about a construct is wrong or surprising. Unlike an exception an error lets the rest of the app be checked too,
 * so that the user sees every problem at once. An app with errors writes nothing.
 *
 * @example
 *
 * Annotations.of(laptop).addWarning('The fan of this machine is audible at 30 % load.');
 */
export class Annotations {
  /**
   * The annotations of a construct.
   *
   * @param scope the construct
   */
  public static of(scope: IConstruct): Annotations {
    return new Annotations(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Adds a note: shown, never in the way.
   *
   * @param message a sentence
   */
  public addInfo(message: string): void {
    this.add('info', message);
  }

  /**
   * Adds a warning: shown, and an error with `cdk synth --strict`.
   *
   * @param message what is surprising, and what to do about it
   */
  public addWarning(message: string): void {
    this.add('warning', message);
  }

  /**
   * Adds an error: nothing is written.
   *
   * @param message what is wrong, why, and what to do about it
   */
  public addError(message: string): void {
    this.add('error', message);
  }

  private add(level: Finding['level'], message: string): void {
    const type = PREFIX + level;
    const said = this.scope.node.metadata.some((entry) => entry.type === type && entry.data === message);
    if (!said) this.scope.node.addMetadata(type, message);
  }
}

/** What has been attached to this one construct. */
export function annotationsOf(construct: IConstruct): Finding[] {
  return construct.node.metadata
    .filter((entry) => entry.type.startsWith(PREFIX))
    .map((entry) => finding(entry.type.slice(PREFIX.length) as Finding['level'], construct, entry.data as string));
}
