import type { Answer } from '../deploy/ask-machines';
import type { Machine } from '../deploy/select-machines';
import { harmless } from '../ssh/harmless';
import type { Outputs } from '../terminal';

export interface Told {
  readonly text: string;
  /** What should be known besides. */
  readonly cautions: readonly string[];
}

/**
 * A line for each machine: what was done, or why not.
 *
 * @returns the exit code: 1 where one of them could not be asked
 */
export function tellAnswers<T>(answers: readonly Answer<T>[], { out, err }: Outputs, tell: (value: T, machine: Machine) => Told): number {
  for (const answer of answers) {
    if ('problem' in answer) {
      err.line(`${err.paint.red('✘')} ${answer.machine.name}: ${harmless(answer.problem.message)}`);
      continue;
    }
    const { text, cautions } = tell(answer.value, answer.machine);
    out.line(`${out.paint.green('✔')} ${text}`);
    for (const caution of cautions) err.line(err.paint.yellow(`! ${caution}`));
  }
  return answers.some((answer) => 'problem' in answer) ? 1 : 0;
}
