import type { DeployEvent } from '../events';

/** What the guard writes into its log between the lines of the programs: each phase, and at the end the result. */
const MARK = /^studio-cdk: ([a-z-]+)(?: \([a-z-]+\))?(?::.*)?$/;
const MARKS = ['build', 'arm', 'activate', 'wait', 'commit', 'stage', 'undo', 'reboot'];
const RESULTS = ['built', 'previewed', 'switched', 'tested', 'staged', 'undone', 'untouched', 'undo-failed'];

/** Lines that say again what a view shows anyway, phase and result, are not worth telling. `cdk logs` and `--json` have them. */
export function isWorthTelling(event: DeployEvent): boolean {
  if (event.type !== 'log') return true;
  const word = MARK.exec(event.line)?.[1];
  return word === undefined || !(MARKS.includes(word) || RESULTS.includes(word));
}
