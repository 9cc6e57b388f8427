import type { Output, Outputs } from '../../terminal';
import type { DeployEvent } from '../events';
import type { MachineResult } from '../fleet';

/** Shows a deployment while it goes on, and says at the end how it went. */
export interface View {
  onEvent(event: DeployEvent): void;
  /** A word of the command line itself, not of a machine. */
  say(text: string): void;
  /** Leaves the screen to somebody else, a question for instance, while that takes. One at a time: several machines may have one. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** The last word. Nothing may be shown after it. */
  end(results: readonly MachineResult[]): void;
  /** Leaves off in the middle, so that what is written next stands on a line of its own. */
  close(): void;
}

/** Good news go to standard output, bad ones to standard error: neither is lost where the other goes to a file. */
export const outputFor = ({ out, err }: Outputs, isFine: boolean): Output => (isFine ? out : err);

/** Does work one after the other, in the order in which it was asked for. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
