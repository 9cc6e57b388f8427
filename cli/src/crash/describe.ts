import { relative } from 'node:path';
import { inspect } from 'node:util';
import { firstOwnFrame, relativeTo } from './frames';
import { missingModule } from './missing-module';
import { badSyntax } from './syntax';

export interface CrashSite {
  readonly cwd: string;
  /** The program that Node was asked to run. */
  readonly program: string | undefined;
  readonly debug: boolean;
}

/** Errors of the library say all there is to say. */
const COMPLETE = ['SynthesisError', 'AssemblyError'];

/** Tells what an app died of: who threw, what, where, and how to see more. */
export function describeCrash(error: unknown, site: CrashSite): string {
  const program = site.program === undefined ? 'The app' : relativeTo(site.cwd, site.program);
  if (!(error instanceof Error))
    return `${program} threw ${inspect(error)}, which is no Error: nothing tells where. Throw an Error instead.`;
  const stack = site.debug ? `\n\n${error.stack ?? ''}` : '';
  if (COMPLETE.includes(error.name)) return error.message + stack;
  const known = badSyntax(error, site.cwd) ?? missingModule(error, site.cwd, site.program);
  if (known !== undefined) return known + stack;
  const frame = firstOwnFrame(error, site.cwd);
  const where =
    frame === undefined ? '' : `\n  at ${relative(site.cwd, frame.file)}:${frame.line}:${frame.column}${frame.in ? ` (${frame.in})` : ''}`;
  const more = site.debug ? stack : '\nThe whole stack trace is shown with --debug.';
  return `${program} threw ${titled(error)}${where}${more}`;
}

/** `TypeError: …`, with the causes that were given along. */
function titled(error: Error): string {
  const own = `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\n  because of ${titled(error.cause)}` : own;
}
