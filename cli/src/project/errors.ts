import { UserError, suggestion } from '../errors';
import type { JsonFault } from './json';

export const noProject = (cwd: string): UserError =>
  new UserError(
    `There is no studio here: neither ${cwd} nor a folder above it has a cdk.json. Go to your studio's folder, or start one with «cdk init laptop my-studio».`,
  );

export const unreadable = (file: string, why: string): UserError => new UserError(`${file} cannot be read: ${why}.`);

export const notJson = (file: string, fault: JsonFault): UserError =>
  new UserError(`${file}:${fault.line}:${fault.column}: this is not JSON: ${fault.what}.`);

export const wrongType = (file: string, key: string, expected: string, found: unknown): UserError =>
  new UserError(`${file}: "${key}" must be ${expected}, and it is ${described(found)}.`);

export const notAnObject = (file: string, found: unknown): UserError =>
  new UserError(`${file} must hold an object, as in { "app": "node -r tsx/cjs bin/studio.ts" }, and it holds ${described(found)}.`);

export const misspelt = (file: string, key: string, meant: string): UserError =>
  new UserError(`${file}: "${key}" is not a setting. Did you mean "${meant}"?`);

export const noApp = (file: string): UserError =>
  new UserError(`${file} does not say what to run. Give it an "app", as in { "app": "node -r tsx/cjs bin/studio.ts" }.`);

export const badContext = (given: string): UserError =>
  new UserError(`--context «${given}» is not a key and a value. Write --context key=value, as in --context rate=96000.`);

export const notStarted = (command: string, why: string): UserError => new UserError(`The app could not be started (${command}): ${why}.`);

export const notFound = (command: string): UserError =>
  new UserError(
    `The app could not be started: the shell finds no program for «${command}». Look at "app" in cdk.json; maybe «npm install» has to run first.`,
  );

export const notExecutable = (command: string): UserError =>
  new UserError(
    `The app could not be started: the system may not run «${command}». Make the file executable (chmod +x), or name the program that runs it.`,
  );

export function killed(command: string, signal: string): UserError {
  const likely = signal === 'SIGKILL' || signal === 'SIGABRT' ? ' Often the memory was used up.' : '';
  return new UserError(`The app was ended by ${signal} before it was done (${command}).${likely}`);
}

export const failed = (command: string, code: number): UserError =>
  new UserError(`The app ended with exit code ${code} (${command}). What it said about it stands above.`);

export const neverSynthesised = (command: string, output: string): UserError =>
  new UserError(
    `The app ran to its end and wrote nothing to ${output} (${command}). It has to end with «app.synth();», and to wait for what it started before.`,
  );

export const notSynthesised = (folder: string): UserError =>
  new UserError(
    `${folder} is a folder, and no synthesised studio: it has no manifest.json. Give --app a command, or the folder that «cdk synth» wrote.`,
  );

export const noStack = (pattern: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`No stack is called «${pattern}». ${suggestion(near, all)}`);

export const noMatch = (pattern: string, all: readonly string[]): UserError =>
  new UserError(`No stack matches «${pattern}». ${suggestion([], all)}`);

function described(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}
