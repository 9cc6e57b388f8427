import { statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { MANIFEST_FILE } from '../../../src/assembly/manifest';
import { exitCodeOf, runShell, type ShellResult, type ShellRun } from '../child-process';
import { REPORTED } from '../crash/exit-code';
import { AlreadyReported, Interrupted } from '../errors';
import { failed, killed, neverSynthesised, notExecutable, notFound, notStarted } from './errors';

export interface AppRun {
  readonly app: string;
  readonly folder: string;
  readonly output: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly debug: boolean;
  readonly stdout: ShellRun['stdout'];
}

/**
 * Runs the studio's program, which writes the assembly.
 *
 * @returns what it said, where that is captured
 * @throws UserError when it fails, or never synthesised
 */
export async function runApp(run: AppRun): Promise<string> {
  const before = stampOf(run.output);
  const result = await start(run);
  check(run, result);
  if (stampOf(run.output) === before) throw neverSynthesised(run.app, run.output);
  return result.output;
}

async function start(run: AppRun): Promise<ShellResult> {
  try {
    return await runShell({ command: run.app, cwd: run.folder, env: environment(run), stdout: run.stdout });
  } catch (error) {
    throw notStarted(run.app, (error as Error).message);
  }
}

/** The library's side of this is `App.synth()`. */
function environment(run: AppRun): NodeJS.ProcessEnv {
  return {
    ...process.env,
    STUDIO_CDK_OUTPUT: run.output,
    STUDIO_CDK_CONTEXT: JSON.stringify(run.context),
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --require ${quoted(resolve(__dirname, '..', 'crash-reporter.js'))}`.trimStart(),
    ...(run.debug && { STUDIO_CDK_DEBUG: '1' }),
    ...otherLanguages(process.env),
  };
}

/**
 * For a program in Python or another language of jsii: its runtime sends the program's stack along with every call, so that constructs know their
 * line; and it does not warn of a version of Node that we support. A crash reporter is there for Python as for Node. What the user has set themselves
 * stays.
 */
const otherLanguages = (theirs: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  JSII_HOST_STACK_TRACES: theirs['JSII_HOST_STACK_TRACES'] ?? '1',
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: theirs['JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION'] ?? '20',
  PYTHONPATH: [resolve(__dirname, '..', 'python'), theirs['PYTHONPATH']].filter(Boolean).join(delimiter),
});

/** As Node reads NODE_OPTIONS: only double quotes and backslashes mean something. */
const quoted = (path: string): string => `"${path.replace(/[\\"]/g, '\\$&')}"`;

/** Changes with every synthesis, also with one that changed nothing. */
function stampOf(output: string): string | undefined {
  const found = statSync(join(output, MANIFEST_FILE), { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.mtimeNs} ${found.ctimeNs}`;
}

function check({ app }: AppRun, { code, signal, interrupted, output }: ShellResult): void {
  if (interrupted) throw new Interrupted(exitCodeOf(interrupted));
  if (signal === 'SIGINT') throw new Interrupted(exitCodeOf(signal));
  if (code === REPORTED) throw new AlreadyReported(output);
  if (signal) throw killed(app, signal);
  if (code === 127) throw notFound(app);
  if (code === 126) throw notExecutable(app);
  if (code !== 0) throw failed(app, code);
}
