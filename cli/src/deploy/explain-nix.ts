import type { PayloadFile } from './payload';
import { listed } from './words';

/** So much of what Nix says is shown; `cdk logs` has the rest. */
const MOST_LINES = 12;

/**
 * What went wrong, out of all that Nix printed: the line of the user's program, and the few lines that matter.
 *
 * @param files what was built: a position in them leads to the line of the program that they come from
 * @returns undefined when Nix printed no error
 */
export function explainNix(lines: readonly string[], files: readonly PayloadFile[] = []): string | undefined {
  return explainBuild(lines) ?? explainEvaluation(lines, files);
}

/** The first build that failed; behind it stands only what could not be built because of it. */
const BUILD = /^\s*error: (?:builder for|Cannot build) '(?:[^']*\/)?[0-9a-z]{32}-([^']+)\.drv'(?: failed(?: with (.+?))?;?)?\.?$/;

function explainBuild(lines: readonly string[]): string | undefined {
  const at = lines.findIndex((line) => BUILD.test(line));
  if (at < 0) return undefined;
  const [, name, how] = BUILD.exec(lines[at]!)!;
  const after = lines.slice(at + 1);
  const next = after.findIndex((line) => /^\s*error:/.test(line));
  const own = next < 0 ? after : after.slice(0, next);
  const reason =
    how ?? own.map((line) => /^\s*Reason: builder (?:failed with )?(.+?)\.?$/.exec(line)?.[1]).find((word) => word !== undefined);
  const log = own.filter((line) => /^\s*> ?/.test(line)).map((line) => line.replace(/^\s*> ?/, ''));
  const head = `The build of «${name}» failed${reason === undefined ? '' : ` with ${reason}`}.`;
  return log.length === 0 ? head : [`${head} The end of its log:`, ...indented(log.slice(-MOST_LINES))].join('\n');
}

/** Newer versions of Nix put the trace first, older ones last. */
function explainEvaluation(lines: readonly string[], files: readonly PayloadFile[]): string | undefined {
  const at = lines.findLastIndex((line) => /^\s*error:/.test(line));
  if (at < 0) return undefined;
  const said = message(lines.slice(at));
  const sources = sourcesIn(said, lines.slice(at), files);
  const head = `Nix could not evaluate the configuration${sources.length === 0 ? '' : `: look at ${listed(sources, '')}`}.`;
  const shown = said.length > MOST_LINES ? [...said.slice(0, MOST_LINES), '…'] : said;
  return [head, ...indented(shown)].join('\n');
}

/** Positions, excerpts of source and traces are for people who read Nix. */
const POSITION = /^at (\S+):(\d+):\d+:?$/;
const ASIDE = /^(\d*\||\(use '--show-trace'|\(stack trace truncated|Command '|subprocess\.|Traceback )/;

function message(lines: readonly string[]): readonly string[] {
  const trimmed = lines.map((line) => line.trim());
  const trace = trimmed.findIndex((line, at) => at > 0 && line.startsWith('… '));
  return (trace < 0 ? trimmed : trimmed.slice(0, trace))
    .map((line) => line.replace(/^error: ?/, ''))
    .filter((line) => line !== '' && !ASIDE.test(line) && !POSITION.test(line));
}

/** What a module names as its file: a line of the user's program, and the construct. */
const SOURCE = /`([^`']*:\d+ \([^`']*\))'/g;

function sourcesIn(said: readonly string[], lines: readonly string[], files: readonly PayloadFile[]): readonly string[] {
  const named = said.flatMap((line) => [...line.matchAll(SOURCE)].map(([, source]) => source!));
  if (named.length > 0) return [...new Set(named)];
  const places = lines.flatMap((line) => sourceAt(line.trim(), files) ?? []);
  return [...new Set(places)].slice(0, 1);
}

/** Each module of a generated file begins with the name of its source. */
function sourceAt(line: string, files: readonly PayloadFile[]): string | undefined {
  const [, path = '', number = ''] = POSITION.exec(line) ?? [];
  const file = files.find(({ name }) => path.endsWith(`/${name}`));
  const above = file?.contents.toString().split('\n').slice(0, Number(number)) ?? [];
  return above.map((text) => /_file = "([^"$\\]+)";/.exec(text)?.[1]).findLast((source) => source !== undefined);
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
