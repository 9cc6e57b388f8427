import type { IConstruct } from 'constructs';
import { sourceOf, type Finding } from '../core';
import { formatPlace, type Failure, type Place } from './outcome';
import { show, type Doubt, type Value } from './value';

/** What test runners print without a stack of ours: the message is the whole story. */
export class ExpectationError extends Error {
  public override readonly name = 'AssertionError';
}

/** `studio-laptop/Kernel, bin/studio.ts:14`. */
export function who(construct: IConstruct): string {
  return named({ path: construct.node.path, source: sourceOf(construct) });
}

export const named = ({ path, source }: { readonly path: string; readonly source?: string | undefined }): string =>
  [path || 'the app', source].filter((part) => part !== undefined).join(', ');

const lines = (...all: (string | readonly string[] | undefined)[]): string =>
  all
    .flat()
    .filter((line) => line !== undefined)
    .join('\n');
const orNot = (suggestion: string | undefined): string => (suggestion === undefined ? '' : ` Did you mean «${suggestion}»?`);

// Options ------------------------------------------------------------------------------------------------------------------------

export const unlike = (machine: string, option: string, failures: readonly Failure[]): ExpectationError =>
  new ExpectationError(
    lines(`The option «${option}» of «${machine}» is not as expected.`, failures.slice(0, MOST).map(failed), more(failures.length)),
  );

/** More than these nobody reads. */
const MOST = 5;
const more = (count: number): string | undefined => (count > MOST ? `  and ${count - MOST} more` : undefined);

function failed({ at, expected, found, note }: Failure): string {
  const place = at.length === 0 ? '' : `at ${formatPlace(at)}: `;
  const hint = note === undefined ? '' : `\n  (${note})`;
  return `  ${place}expected ${expected}\n  ${found ? says(found) : 'nothing is there'}${hint}`;
}

function says(found: Value): string {
  if (found.said.length === 0) return `found ${show(found)}`;
  return `${found.said.map(who).join('; ')} ${found.said.length === 1 ? 'says' : 'together say'} ${show(found)}`;
}

export const undecided = (machine: string, option: string, at: Place, doubts: readonly Doubt[]): ExpectationError =>
  new ExpectationError(
    lines(
      `What the option «${option}» of «${machine}» comes to is known to Nix alone${at.length === 0 ? '' : `, at ${formatPlace(at)}`}:`,
      [...new Set(doubts.map(because))].slice(0, MOST).map((reason) => `  ${reason}`),
      'Match.anyValue() tests that it is set, and toNix() has the definitions themselves.',
    ),
  );

const because = ({ said, reason }: Doubt): string => (said ? `${who(said)}: ${reason}.` : `${reason}.`);

export const notSet = (machine: string, option: string, expected: string | undefined, suggestion: string | undefined): ExpectationError =>
  new ExpectationError(
    `Nothing on «${machine}» sets the option «${option}»${expected === undefined ? '' : `; expected ${expected}`}.${orNot(suggestion)}`,
  );

export const isSet = (machine: string, option: string, found: Value): ExpectationError =>
  new ExpectationError(lines(`The option «${option}» of «${machine}» is set.`, `  ${says(found)}`));

export const mentions = (file: string, line: number, words: string): string =>
  `${file}:${line} speaks of «${words}», and what a module in Nix says is known to Nix alone`;

// Things that a machine has --------------------------------------------------------------------------------------------------------

export const missing = (
  machine: string,
  what: string,
  name: string,
  all: readonly string[],
  suggestion: string | undefined,
  doubts: readonly Doubt[] = [],
): ExpectationError =>
  new ExpectationError(
    lines(
      `«${machine}» has no ${what} «${name}».${orNot(suggestion)}`,
      all.length === 0 ? '  It has none at all.' : `  It has ${all.join(', ')}.`,
      doubts.length === 0 ? undefined : ['  There may be more, which only Nix knows:', ...doubts.map((doubt) => `    ${because(doubt)}`)],
    ),
  );

export const noPlugin = (
  program: string,
  host: IConstruct,
  plugin: string,
  all: readonly string[],
  suggestion: string | undefined,
): ExpectationError =>
  new ExpectationError(
    lines(
      `${program} does not see the plugins of «${plugin}» (${who(host)}).${orNot(suggestion)}`,
      all.length === 0 ? '  It sees none but those in the folders of the user.' : `  It sees ${all.join(', ')}.`,
    ),
  );

export const otherUrl = (machine: string, input: string, failures: readonly Failure[]): ExpectationError =>
  new ExpectationError(lines(`The flake input «${input}» of «${machine}» has another address.`, failures.map(failed)));

export const otherRealtime = (machine: string, failures: readonly Failure[]): ExpectationError =>
  new ExpectationError(lines(`«${machine}» was asked to be another realtime machine than expected.`, failures.map(failed)));

export const otherHealthCheck = (machine: string, id: string, failures: readonly Failure[]): ExpectationError =>
  new ExpectationError(lines(`The health check «${id}» of «${machine}» asks something else.`, failures.map(failed)));

export const unneeded = (machine: string, what: string, name: string): ExpectationError =>
  new ExpectationError(`«${machine}» has the ${what} «${name}».`);

// Findings -----------------------------------------------------------------------------------------------------------------------

export const unwanted = (where: string, level: string, findings: readonly Finding[]): ExpectationError =>
  new ExpectationError(
    lines(
      `${where} has ${findings.length === 1 ? `one ${level}` : `${findings.length} ${level}s`}, and none was expected.`,
      findings.map(listed),
    ),
  );

export const noSuchFinding = (where: string, level: string, path: string, expected: string, others: readonly Finding[]): ExpectationError =>
  new ExpectationError(
    lines(
      `${where} has no ${level}${path === '*' ? '' : ` at «${path}»`} that is ${expected}.`,
      others.length === 0 ? `  There are no ${level}s at all.` : [`  There ${others.length === 1 ? 'is' : 'are'}:`, ...others.map(listed)],
    ),
  );

const listed = (finding: Finding): string => `  ${named(finding)}: ${finding.text}`;

// Misuse -------------------------------------------------------------------------------------------------------------------------

export const undefinedExpectation = (): TypeError =>
  new TypeError('The expected value is undefined. Match.absent() expects nothing, Match.anyValue() anything.');

export const wordInExpectation = (code: string): TypeError =>
  new TypeError(`${code} tells NixOS how a definition is meant; compare with the value itself, which is what is left of it in the end.`);

export const badPattern = (pattern: string, why: string): TypeError => new TypeError(`«${pattern}» is no regular expression: ${why}`);

export const notAMachine = (name: string): TypeError =>
  new TypeError(
    `Template.of takes a machine, a NixosStack; this is an instance of ${name}. For the findings of anything else there is Findings.of(…).`,
  );
