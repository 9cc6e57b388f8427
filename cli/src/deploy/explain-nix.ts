import type { PayloadFile } from './payload';
import { listed } from './words';

/** No honest line is longer, and one that is made for it would take long to be looked through. */
const LONGEST = 2000;

/** So much of what Nix says is shown; `cdk logs` has the rest. */
const MOST_LINES = 12;

/**
 * What went wrong, out of all that Nix printed: the line of the user's program, and the few lines that matter.
 *
 * @param files what was built: a position in them leads to the line of the program that they come from
 * @returns undefined when Nix printed no error
 */
export function explainNix(lines: readonly string[], files: readonly PayloadFile[] = []): string | undefined {
  const short = lines.filter((line) => !isOfGuard(line)).map((line) => line.slice(0, LONGEST));
  return explainBuild(short) ?? explainDownload(short) ?? explainEvaluation(short, files);
}

/** The guard writes to the same log, and repeats Nix's error in its result. */
const isOfGuard = (line: string): boolean => line.startsWith('studio-cdk: ');

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
  return log.length === 0 ? head : [head, 'The end of its log:', ...indented(log.slice(-MOST_LINES))].join('\n');
}

/** Inputs are fetched before anything is evaluated, so this is nobody's mistake in a configuration. */
const DOWNLOAD = /^\s*error: (unable to download '[^']+': .+)$/;

function explainDownload(lines: readonly string[]): string | undefined {
  const said = lines.map((line) => DOWNLOAD.exec(line)?.[1]).findLast((found) => found !== undefined);
  if (said === undefined) return undefined;
  return ['Nix could not download what it needs. Is the computer that builds connected to the internet?', ...indented([said])].join('\n');
}

/** Newer versions of Nix put the trace first, older ones last. */
function explainEvaluation(lines: readonly string[], files: readonly PayloadFile[]): string | undefined {
  const at = lines.findLastIndex((line) => /^\s*error:/.test(line));
  if (at < 0) return undefined;
  const said = message(lines.slice(at)).map((line) => ownName(line, files));
  const sources = sourcesIn(said, lines.slice(at), files);
  const head = `Nix could not evaluate the configuration${sources.length === 0 ? '' : `: look at ${listed(sources, '')}`}.`;
  const shown = said.length > MOST_LINES ? [...said.slice(0, MOST_LINES), '…'] : said;
  return [head, ...indented(shown)].join('\n');
}

/** Positions, excerpts of source and traces are for people who read Nix. */
const POSITION = /^at (\S+):(\d+):\d+:?$/;
const ASIDE = /^(\d*\||\(use '--show-trace'|\(stack trace truncated|Command '|subprocess\.|Traceback )/;

function message(lines: readonly string[]): readonly string[] {
  const trace = lines.findIndex((line, at) => at > 0 && line.trim().startsWith('… '));
  const own = (trace < 0 ? lines : lines.slice(0, trace))
    .map((line) => line.replace(/^\s*error: ?/, '').trimEnd())
    .filter((line) => line !== '' && !ASIDE.test(line.trim()) && !POSITION.test(line.trim()));
  const [first = '', ...rest] = own;
  return [first.trim(), ...dedented(rest)];
}

/** Nix indents what stands below an error; what it indents more is code, and stays so. */
function dedented(lines: readonly string[]): readonly string[] {
  const margin = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin));
}

/** `/nix/store/…-source/machines/…` is a file of `cdk.out`, by the name that it has there. */
const ownName = (line: string, files: readonly PayloadFile[]): string =>
  line.replaceAll(/\/nix\/store\/[0-9a-z]{32}-source\/([^\s'"`:]+)/g, (whole, name: string) =>
    files.some((file) => file.name === name) ? name : whole,
  );

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
