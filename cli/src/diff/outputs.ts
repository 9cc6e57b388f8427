import { blocksOf } from './nix-blocks';

/** What `flake.nix` says about one machine. Other machines of the same flake are of no concern. */
export interface MachineOutput {
  /** From which nixpkgs it is made, and which modules of other flakes it takes. Empty where that is not found. */
  readonly text: string;
  /** The inputs that it takes something from, and what is said about them. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** @param configuration the machine's own file, which its part of the flake names */
export function outputOf(flake: string, configuration: string): MachineOutput {
  const text = partAround(flake, `./${configuration}`);
  const words = new Set(text.match(/[\w'-]+/g));
  const inputs = [...inputsOf(flake)].filter(([name]) => text === '' || words.has(name));
  return { text, inputs: new Map(inputs) };
}

function partAround(flake: string, words: string): string {
  const at = flake.indexOf(words);
  const [nearest] = at < 0 ? [] : (blocksOf(flake) ?? []).filter(({ start, end }) => start < at && at < end); // inner blocks come first
  if (!nearest) return '';
  const line = flake.lastIndexOf('\n', nearest.start) + 1;
  const maker = /([\w'.-]+)\s*$/.exec(flake.slice(line, nearest.start))?.[1] ?? '';
  const lines = flake.slice(nearest.start, nearest.end).split('\n');
  const indentation = lines.at(-1)!.search(/\S/);
  return [`${maker} ${lines[0]}`, ...lines.slice(1).map((text) => text.slice(Math.min(indentation, text.search(/\S|$/))))].join('\n');
}

/** `musnix = { … };` and `nixpkgs.url = "…";`, by name. */
function inputsOf(flake: string): ReadonlyMap<string, string> {
  const block = (blocksOf(flake) ?? []).find(({ start }) => /(^|\s)inputs\s*=\s*$/.test(flake.slice(0, start)));
  const inputs = new Map<string, string>();
  if (!block) return inputs;
  const lines = flake
    .slice(block.start + 1, block.end - 1)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const indentation = lines.reduce((few, line) => Math.min(few, line.search(/\S/)), Infinity);
  let name = '';
  for (const line of lines.map((text) => text.slice(indentation).trimEnd())) {
    name = /^"?([\w'-]+)/.exec(line)?.[1] ?? name;
    inputs.set(name, `${inputs.get(name) ?? ''}${line}\n`);
  }
  return inputs;
}
