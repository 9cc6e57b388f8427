import type { IConstruct } from 'constructs';
import { whereabouts, type Finding } from './findings';

/**
 * The app was described wrongly: everything that is wrong, in one message. Nothing has been written.
 *
 * Tell it from other errors by its name; the message is complete without a stack trace.
 */
export class SynthesisError extends Error {
  public override readonly name = 'SynthesisError';

  public constructor(public readonly findings: readonly Finding[]) {
    super(report(findings));
  }
}

function report(findings: readonly Finding[]): string {
  const count = findings.length === 1 ? 'One thing is' : `${findings.length} things are`;
  return [`${count} wrong with this studio, so nothing was written.`, ...findings.map(paragraph)].join('\n\n');
}

function paragraph({ source, path, text }: Finding): string {
  const where = [source, path && `(${path})`].filter(Boolean).join(' ') || 'the app';
  return `  ${where}\n    ${text.replace(/\n/g, '\n    ')}`;
}

/** A mistake that leaves nothing to go on with. */
export class StudioError extends Error {
  public override readonly name = 'SynthesisError';
}

export const outsideOfStack = (construct: IConstruct): StudioError =>
  new StudioError(
    `${whereabouts(construct)} is not inside of a machine: none of its parents is a stack. Give it a NixosStack as scope, or something inside of one.`,
  );

export const orderOfAspects = (scope: IConstruct): StudioError =>
  new StudioError(
    `An aspect was added to ${whereabouts(scope)} by another aspect, after the visit there was over: it would never run. Add it before synthesis, or to a construct further down.`,
  );

export const twoOfOneName = (id: string, where: string, first: IConstruct): string =>
  `Two constructs in ${where} are called «${id}»; the first is ${whereabouts(first)}. Give one of them another id.`;

export const slashInId = (id: string): string =>
  `The id «${id}» has a slash, which separates the parts of a construct's path. Use another sign, such as a dash.`;

export const emptyId = (): string => 'A construct needs an id, a name that is unique among its siblings. This one has the empty text.';

export const twoStacksOfOneName = (name: string, first: IConstruct): string =>
  `Two stacks are called «${name}»; the first is ${whereabouts(first)}. Commands such as «cdk deploy ${name}» could not tell them apart: give one of them another id.`;

export const badStackName = (name: string): string =>
  `A stack cannot be called «${name}»: the name is also a folder and an attribute of the flake. Use letters, digits, dashes and underscores, and start with a letter.`;

export const dependencyCycle = (names: readonly string[]): string =>
  `These stacks wait for each other: ${[...names, names[0]].map((name) => `«${name}»`).join(' → ')}. Take one of the calls of addDependency away.`;

export const contradiction = (option: string, first: { where: string; value: string }, second: { where: string; value: string }): string =>
  `The option «${option}» cannot be both ${first.value}, said by ${first.where}, and ${second.value}, said by ${second.where}. ` +
  'Take one of them away, or let one win with Nix.mkForce(…) or stack.overrideOption(…).';

export const saidTwice = (option: string, first: string, second: string): string =>
  `The option «${option}» is set twice by this construct, to ${first} and to ${second}.`;

export const unknownMusnixOption = (option: string, suggestion: string | undefined): string =>
  `musnix has no option «${option}».${suggestion ? ` Did you mean «${suggestion}»?` : ''}`;

export const inputConflict = (name: string, first: string, second: string): string =>
  `Two flake inputs are called «${name}»: ${first}; and ${second}. Give one of them another name.`;

export const reservedInputName = (name: string): string =>
  `A flake input cannot be called «${name}»: Nix or this library uses that name itself.`;

export const badInputName = (name: string): string =>
  `A flake input cannot be called «${name}». Use letters, digits, dashes and underscores, and start with a letter.`;

export const noSuchFile = (what: string, path: string, advice: string): string => `${what} «${path}» does not exist. ${advice}`;

export const notAFile = (what: string, path: string): string => `${what} «${path}» is neither a file nor a folder.`;

export const emptyFolder = (path: string): string =>
  `The folder «${path}» is empty, so there is nothing to copy. Put a file into it, or leave it out.`;

export const undefinedOption = (stack: string, option: string): string =>
  `The value of «${option}» on «${stack}» is wanted, but nothing on «${stack}» sets it, and its default is known to NixOS alone. Set it there, or write the value here.`;

export const circularValue = (chain: readonly string[]): string =>
  `These values are made of each other: ${chain.join(' → ')}. Write one of them out.`;

export const noStacks = (): string => 'This app has no stacks, so there is nothing to make. Add a machine: new NixosStack(app, …).';

export const followsNothing = (name: string, theirs: string, ours: string): string =>
  `The input «${name}» is to take its «${theirs}» from «${ours}», but the flake has no input of that name. Use it somewhere, or name another one.`;

export const otherApp = (name: string): string =>
  `The stack «${name}» belongs to another app, so it cannot be deployed before this one. Make both in one app.`;
