import { readFileSync } from 'node:fs';

/**
 * A frame of a program in another language, as jsii's runtime hands it over: file, line, column, function.
 */
type HostFrame = readonly [file: string, line: number, column: number, name: string];

/** Where the line was, in the words of that language. */
export interface HostLine {
  readonly file: string;
  readonly line: number;
}

const STACK = Symbol.for('jsii.context.hostStackTrace');
const FOLDER = Symbol.for('jsii.context.hostDirName');

/** Installed packages, the language's own library, and what the program was started with. */
const INSTALLED = /[\\/](?:site-packages|dist-packages)[\\/]|[\\/]lib[\\/]python3\.\d+[\\/]/i;
/** This library as it is installed for Python. */
const OURS = /[\\/]studio_cdk[\\/]/;

/** Whether a program in another language, through jsii's runtime, is what runs us. Then none of our stack's frames is the user's. */
export const isHosted = (): boolean => FOLDER in globalThis;

/**
 * The line of the user's program, where that is in another language. jsii's runtime sends the program's stack along with every call when
 * `JSII_HOST_STACK_TRACES` asks for it, which `cdk` does. Undefined without it.
 *
 * It is the nearest frame that is no installed package's; and with a class that the user derived, the line that made it and not the one that says `super().__init__`.
 */
export function hostLine(): HostLine | undefined {
  const frames = (globalThis as { [STACK]?: readonly HostFrame[] })[STACK];
  if (!frames) return undefined;
  const outer = frames.filter(([file]) => !OURS.test(file));
  const site = outer.find((frame) => !INSTALLED.test(frame[0]) && !isSuperCall(frame)) ?? outer[0];
  return site && { file: site[0], line: site[1] };
}

const isSuperCall = ([file, line, , name]: HostFrame): boolean => name === '__init__' && textOf(file, line).includes('__init__(');

const sources = new Map<string, readonly string[]>();

/** A line of a file, which is read once. */
function textOf(file: string, line: number): string {
  let lines = sources.get(file);
  if (!lines) sources.set(file, (lines = read(file)));
  return lines[line - 1] ?? '';
}

function read(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return []; // made as it runs, or gone
  }
}
