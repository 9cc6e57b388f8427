/**
 * The provider of an engine that was killed lives on for half a minute, and holds our pipes. Where everything is done and said, who waits for the
 * command does not wait for that; where nothing is open, it ends at once by itself.
 */
export function leaveSoon(exitCode: number): number {
  setTimeout(() => process.exit(exitCode), MOMENT_MS).unref();
  return exitCode;
}

const MOMENT_MS = 500;
