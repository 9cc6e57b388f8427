import { exitCodeOf } from '../child-process';
import { isFine } from '../deploy/outcome';
import type { DeployEvent } from '../deploy/events';
import type { Executor } from '../deploy/executor';
import type { MachinePlan } from '../deploy/plan';
import { Interrupted } from '../errors';
import type { Output } from '../terminal';
import { notBuilt } from './errors';

/**
 * Lets the machine build what it would be switched to, and shows how far it is.
 *
 * @returns the path of the system
 * @throws UserError when it cannot be built
 */
export async function buildSystem(executor: Executor, plan: MachinePlan, err: Output, signal: AbortSignal): Promise<string> {
  const line = new LastLine(err, `${plan.stack} builds what it would run`);
  try {
    const outcome = await executor.deploy(plan, (event) => line.show(wordsOf(event)), signal);
    if (outcome.kind === 'built' || outcome.kind === 'unchanged') return outcome.system;
    if (signal.aborted) throw new Interrupted(exitCodeOf('SIGINT'));
    throw notBuilt(plan.stack, isFine(outcome) || !('reason' in outcome) ? 'the machine did something else' : outcome.reason);
  } finally {
    line.end();
  }
}

function wordsOf(event: DeployEvent): string | undefined {
  if (event.type === 'log') return event.line;
  return event.type === 'phase' ? `${event.phase}${event.note === undefined ? '' : `: ${event.note}`}` : undefined;
}

/** One line that changes where somebody looks, and one that stays in a log. */
class LastLine {
  public constructor(
    private readonly err: Output,
    private readonly title: string,
  ) {
    if (err.isInteractive) this.show('');
    else err.line(`${title} …`);
  }

  public show(text: string | undefined): void {
    if (text === undefined || !this.err.isInteractive) return;
    const whole = `${this.title} … ${text.replaceAll('\t', ' ')}`;
    this.err.write(`\r\u001b[K${this.err.paint.dim(whole.slice(0, Math.max(20, this.err.columns - 1)))}`);
  }

  public end(): void {
    if (this.err.isInteractive) this.err.write('\r\u001b[K');
  }
}
