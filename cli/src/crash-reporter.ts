/**
 * Loaded into the user's app by `--require`: an app that throws ends with a sentence and the line that threw, not with a page of stack trace.
 */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { describeCrash } from './crash/describe';
import { REPORTED } from './crash/exit-code';

function report(error: unknown): void {
  if (process.listenerCount('uncaughtException') > 1) return; // the app takes care of it itself
  const debug = process.env['STUDIO_CDK_DEBUG'] === '1';
  writeSync(2, `${describeCrash(error, { cwd: process.cwd(), program: process.argv[1], debug })}\n`);
  process.exit(REPORTED);
}

if (isMainThread) process.on('uncaughtException', report); // an unhandled rejection comes here, too
