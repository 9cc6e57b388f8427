import type { StackEntry } from '../assembly';
import type { FlakeInput } from './flake-input';
import type { FlakeOutput } from './flake';
import type { FlakeEnvironment } from './flake-environments';
import { Shelf } from './shelf';

/** What a stack hands in: the rest of the flake is made from all of them together. */
export interface StackOutput {
  readonly entry: Pick<
    StackEntry,
    'kind' | 'attribute' | 'hostName' | 'hardware' | 'target' | 'tags' | 'systems' | 'programs' | 'realtime' | 'healthChecks'
  >;
  readonly inputs: readonly FlakeInput[];
  readonly outputs: readonly FlakeOutput[];
  /** What it gives for each platform: packages, apps and so on, which stand side by side with those of other stacks. */
  readonly environment?: FlakeEnvironment;
  /** Names of files that it shares with other stacks; those that it wrote itself are known. */
  readonly sharedFiles: Iterable<string>;
}

/** Where a stack's own files go. Names are relative to the assembly. */
export interface FileSink {
  add(name: string, contents: string): void;
  addCopy(name: string, from: string): void;
}

/** One run of the synthesis: what stacks share, and where they write. */
export class SynthesisSession {
  public readonly shelf = new Shelf();

  public constructor(
    public readonly sink: FileSink,
    /** The program, for the first line of every file: `bin/studio.ts`. */
    public readonly program: string | undefined,
  ) {}

  /** The first line of a generated file. */
  public header(subject?: string): string {
    return headerLine(this.program, subject);
  }
}

/** `studio-laptop: made by studio-cdk from bin/studio.ts. …` */
export function headerLine(program: string | undefined, subject?: string): string {
  const from = program === undefined ? '' : ` from ${program}`;
  return `${subject === undefined ? 'Made' : `${subject}: made`} by studio-cdk${from}. Edits are lost at the next synth.`;
}

/** The file of a line, `bin/studio.ts:14` → `bin/studio.ts`. */
export const fileOf = (source: string | undefined): string | undefined => source?.replace(/:\d+$/, '');
