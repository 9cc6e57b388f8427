import { LOCK_FILE, parseLock } from '../../../src/assembly/lock';
import { MANIFEST_FILE, TREE_FILE } from '../../../src/assembly/manifest';
import { movesBetween, type Move } from '../update/moves';
import { hunksBetween, type Hunk } from './lines';
import { splitConfiguration, type Configuration, type ConstructModule } from './modules';
import { outputOf, type MachineOutput } from './outputs';

/** The files that a machine's configuration is made of, by their name in the assembly. */
export type Files = ReadonlyMap<string, Buffer>;

export type Kind = 'added' | 'removed' | 'changed';

/** A construct whose definitions are not what they were. */
export interface ConstructChange {
  readonly kind: Kind;
  readonly construct: string;
  readonly source?: string;
  readonly summary?: string;
  readonly hunks: readonly Hunk[];
}

export interface FileChange {
  readonly kind: Kind;
  readonly file: string;
  /** What the file is, where that is not all of it: `around the constructs`. */
  readonly part?: string;
  /** None where it is no text. */
  readonly hunks: readonly Hunk[];
}

export interface DefinitionChanges {
  readonly constructs: readonly ConstructChange[];
  readonly files: readonly FileChange[];
  readonly inputs: readonly Move[];
}

/** What our definitions of a machine say differently: by construct first, then what is left of the files, then what the flake takes from elsewhere. */
export function compareDefinitions(stack: string, before: Files, after: Files): DefinitionChanges {
  const main = `machines/${stack}/configuration.nix`;
  const [old, next] = [before, after].map((files) => splitConfiguration(textOf(files, main))) as [Configuration, Configuration];
  const [was, is] = [before, after].map((files) => outputOf(textOf(files, FLAKE_FILE), main)) as [MachineOutput, MachineOutput];
  const others = namesOf(before, after).filter((name) => ![main, FLAKE_FILE, LOCK_FILE, MANIFEST_FILE, TREE_FILE].includes(name));
  return {
    constructs: compareModules(old.modules, next.modules),
    files: [
      ...partOf(main, 'around the constructs', old.frame, next.frame),
      ...partOf(FLAKE_FILE, 'its inputs', inputText(was), inputText(is)),
      ...partOf(FLAKE_FILE, 'its modules', was.text, is.text),
      ...others.flatMap((name) => compareFile(name, before.get(name), after.get(name))),
    ],
    inputs: compareLocks(before, after).filter(({ input }) => [was, is].some(({ inputs }) => inputs.has(input.split('/')[0]!))),
  };
}

const FLAKE_FILE = 'flake.nix';

const inputText = ({ inputs }: MachineOutput): string => [...inputs.values()].join('');

export const isUnchanged = ({ constructs, files, inputs }: DefinitionChanges): boolean =>
  constructs.length === 0 && files.length === 0 && inputs.length === 0;

/** In the order of the new file; what is gone comes last. */
function compareModules(before: readonly ConstructModule[], after: readonly ConstructModule[]): readonly ConstructChange[] {
  const find = (modules: readonly ConstructModule[], { construct }: ConstructModule): ConstructModule | undefined =>
    modules.find((module) => module.construct === construct);
  const change = (kind: Kind, { construct, source, summary }: ConstructModule, old: string, next: string): ConstructChange => ({
    kind,
    construct,
    ...(source !== undefined && { source }),
    ...(summary !== undefined && { summary }),
    hunks: hunksBetween(old, next),
  });
  const present = after.flatMap((module) => {
    const old = find(before, module);
    if (!old) return [change('added', module, '', module.text)];
    return old.text === module.text ? [] : [change('changed', module, old.text, module.text)];
  });
  const gone = before.filter((module) => !find(after, module)).map((module) => change('removed', module, module.text, ''));
  return [...present, ...gone];
}

function partOf(file: string, part: string, old: string, next: string): readonly FileChange[] {
  const hunks = hunksBetween(old, next);
  return hunks.length === 0 ? [] : [{ kind: 'changed', file, part, hunks }];
}

function compareFile(file: string, old: Buffer | undefined, next: Buffer | undefined): readonly FileChange[] {
  if (old && next?.equals(old)) return [];
  const kind = !old ? 'added' : !next ? 'removed' : 'changed';
  if ([old, next].some((contents) => contents?.includes(0))) return [{ kind, file, hunks: [] }];
  const hunks = hunksBetween(withoutOrigin(old), withoutOrigin(next));
  return hunks.length === 0 ? [] : [{ kind, file, hunks }];
}

/** Lines that only tell where a file comes from. */
const ORIGIN = /^# .*[Mm]ade by studio-cdk.* Edits are lost at the next synth\.\n/;

const withoutOrigin = (contents: Buffer | undefined): string => (contents?.toString() ?? '').replace(ORIGIN, '');

function compareLocks(before: Files, after: Files): readonly Move[] {
  const [old, next] = [before, after].map((files) => files.get(LOCK_FILE)?.toString());
  if (next === undefined || old === next) return [];
  return movesBetween(old === undefined ? undefined : parseLock(`${LOCK_FILE} of the machine`, old), parseLock(LOCK_FILE, next));
}

const namesOf = (...all: readonly Files[]): readonly string[] => [...new Set(all.flatMap((files) => [...files.keys()]))].sort();
const textOf = (files: Files, name: string): string => files.get(name)?.toString() ?? '';
