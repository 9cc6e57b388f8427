import { blocksOf, type Block } from './nix-blocks';

/** What one construct says about its machine: an inline module of `configuration.nix`. */
export interface ConstructModule {
  /** Its path in the tree: `studio-laptop/Kernel`. */
  readonly construct: string;
  /** The line of the program that made it. */
  readonly source?: string;
  /** What stands above it, for people: `realtime scheduling`. */
  readonly summary?: string;
  /** Its definitions, without indentation, and without the line that says where they come from. */
  readonly text: string;
}

export interface Configuration {
  readonly modules: readonly ConstructModule[];
  /** What stands around them: imported files, and other releases of nixpkgs. */
  readonly frame: string;
}

/** Takes a machine's `configuration.nix` apart. A file that we did not write is all frame. */
export function splitConfiguration(text: string): Configuration {
  const modules: ConstructModule[] = [];
  let frame = '';
  let at = 0;
  for (const block of outermost((blocksOf(text) ?? []).filter(({ start }) => whereaboutsAt(text, start) !== undefined))) {
    const above = commentAbove(text, block.start);
    modules.push(moduleIn(text, block, above.text));
    frame += text.slice(at, above.start);
    at = block.end;
  }
  return { modules: joined(modules), frame: frameText(frame + text.slice(at)) };
}

/** Blocks come in the order of their ends, so one that holds others comes after them. */
function outermost(blocks: readonly Block[]): readonly Block[] {
  const found: Block[] = [];
  let begin = Infinity; // where those that end later begin
  for (const block of [...blocks].reverse()) {
    if (block.start < begin) found.push(block);
    begin = Math.min(begin, block.start);
  }
  return found.reverse();
}

const WHEREABOUTS = /\{\s*_file\s*=\s*"((?:[^"\\]|\\[^])*)"\s*;[^\S\n]*\n?/y;

function whereaboutsAt(text: string, start: number): { readonly name: string; readonly end: number } | undefined {
  WHEREABOUTS.lastIndex = start;
  const match = WHEREABOUTS.exec(text);
  return match ? { name: match[1]!.replaceAll(/\\([^])/g, '$1'), end: WHEREABOUTS.lastIndex } : undefined;
}

function moduleIn(text: string, { start, end }: Block, comment: string): ConstructModule {
  const whereabouts = whereaboutsAt(text, start)!;
  const [, source, inBrackets] = /^(.*:\d+) \(([^]*)\)$/.exec(whereabouts.name) ?? [];
  const construct = inBrackets ?? whereabouts.name;
  const summary = comment.startsWith(`${construct}: `) ? comment.slice(construct.length + 2) : undefined;
  return {
    construct,
    ...(source !== undefined && { source }),
    ...(summary !== undefined && { summary }),
    text: withoutIndentation(text.slice(whereabouts.end, end - 1)),
  };
}

/** The comment on the lines right above a block. */
function commentAbove(text: string, start: number): { readonly text: string; readonly start: number } {
  const words: string[] = [];
  let at = beginOfLine(text, start);
  while (at > 0) {
    const before = beginOfLine(text, at - 1);
    const line = text.slice(before, at - 1).trim();
    if (!line.startsWith('#')) break;
    words.push(line.replace(/^# ?/, ''));
    at = before;
  }
  return { text: words.reverse().join(' '), start: at };
}

const beginOfLine = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

function withoutIndentation(text: string): string {
  const lines = text.split('\n').map((line) => (line.trim() === '' ? '' : line.trimEnd()));
  const least = lines.filter((line) => line !== '').reduce((few, line) => Math.min(few, line.search(/\S/)), Infinity);
  return lines
    .map((line) => line.slice(Number.isFinite(least) ? least : 0))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** The first lines say who wrote the file and what it takes; that follows from the rest. */
const HEAD = /^(?:\s*#[^\n]*\n)*\s*\{[^{}]*\}:\s*/;

const frameText = (text: string): string =>
  text
    .replace(HEAD, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');

/** A construct has one module. Should it ever have two, they count as one. */
function joined(modules: readonly ConstructModule[]): readonly ConstructModule[] {
  const byConstruct = new Map<string, ConstructModule>();
  for (const module of modules) {
    const known = byConstruct.get(module.construct);
    byConstruct.set(module.construct, known ? { ...known, text: `${known.text}\n${module.text}` } : module);
  }
  return [...byConstruct.values()];
}
