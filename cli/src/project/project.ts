import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MANIFEST_FILE } from '../../../src/assembly/manifest';
import type { GlobalOptions } from '../command';
import { badContext, noApp, noProject, notSynthesised } from './errors';
import { findSettings } from './settings';

/** What `cdk.json` and the command line agree on. */
export interface Project {
  /** Where the app runs. */
  readonly folder: string;
  /** The command line that synthesises; undefined: `output` was synthesised before, and stays as it is. */
  readonly app?: string;
  /** The assembly's folder, absolute. */
  readonly output: string;
  readonly context: Readonly<Record<string, unknown>>;
}

const OUTPUT = 'cdk.out';

/** @throws UserError when there is nothing that could be run */
export function openProject(cwd: string, options: GlobalOptions): Project {
  const settings = findSettings(cwd);
  const folder = settings ? dirname(settings.file) : cwd;
  const app = options.app ?? settings?.app;
  if (app === undefined) throw settings ? noApp(settings.file) : noProject(cwd);
  const context = { ...settings?.context, ...parseContext(options.context ?? []) };
  const assembly = existingAssembly(resolve(options.app === undefined ? folder : cwd, app));
  if (assembly !== undefined) return { folder, output: assembly, context };
  return { folder, app, output: outputOf(cwd, folder, options.output, settings?.output), context };
}

/** Where the last synthesis left its result, whatever else is wrong. Fast: the completions ask for it. */
export function lastOutput(cwd: string, options: GlobalOptions): string {
  const settings = findSettings(cwd);
  return outputOf(cwd, settings ? dirname(settings.file) : cwd, options.output, settings?.output);
}

/** Named on the command line it is relative to where the user is, named in `cdk.json` to that file. */
const outputOf = (cwd: string, folder: string, given?: string, set?: string): string =>
  given === undefined ? resolve(folder, set ?? OUTPUT) : resolve(cwd, given);

/** `--app DIR` takes a folder as it is. */
function existingAssembly(path: string): string | undefined {
  const found = isFolder(path);
  if (found && !statSync(join(path, MANIFEST_FILE), { throwIfNoEntry: false })) throw notSynthesised(path);
  return found ? path : undefined;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // a command line is rarely a path
  }
}

function parseContext(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw badContext(pair);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
