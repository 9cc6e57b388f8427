import type { Output, Outputs } from '../../terminal';
import type { DeployEvent } from '../events';
import type { MachineResult } from '../fleet';
import { isFine } from '../outcome';
import { outcomeText } from '../outcome-text';
import { PHASE_TEXT } from './phase-text';
import { lastWords, Recent } from './recent';
import { mark, summarise } from './summary';
import { inTurn, outputFor, type View } from './view';
import { Warned } from './warned';
import { isWorthTelling } from './worth-telling';

/** A line an event, as for a log. Of several machines each line begins with the name of the one it is about. */
export class PlainView implements View {
  public readonly aside = inTurn();
  private readonly err: Output;
  private readonly recent = new Recent();
  private readonly warned = new Warned();
  private readonly width: number;

  /** @param quiet shows warnings, what failed, and the result */
  public constructor(
    private readonly terminal: Outputs,
    private readonly stacks: readonly string[],
    private readonly quiet = false,
  ) {
    this.err = terminal.err;
    this.width = stacks.length > 1 ? Math.max(...stacks.map(({ length }) => length)) : 0;
  }

  public onEvent(event: DeployEvent): void {
    if (!isWorthTelling(event)) return;
    const { paint } = this.err;
    if (this.quiet) this.recent.keep(event);
    for (const text of this.warned.fresh(event)) this.line(event.stack, `${paint.yellow('warning')} ${text}`);
    for (const line of linesOf(event, paint, this.quiet, this.stacks.length > 1)) this.line(event.stack, line);
    if (this.quiet && event.type === 'outcome')
      for (const line of lastWords(event.outcome, this.recent.take(event.stack))) this.line(event.stack, `  ${line}`);
  }

  public say(text: string): void {
    this.err.line(text);
  }

  public end(results: readonly MachineResult[]): void {
    const fine = results.every(({ outcome }) => isFine(outcome));
    if (!this.quiet || !fine) summarise(results, outputFor(this.terminal, fine));
  }

  public close(): void {}

  private line(stack: string, text: string): void {
    const prefix = this.width === 0 ? '' : `${this.err.paint.dim(`${stack.padEnd(this.width)} |`)} `;
    for (const line of text.split('\n')) this.err.line(`${prefix}${line}`);
  }
}

/** What one event is in a log, its warnings apart. */
function linesOf(event: DeployEvent, paint: Output['paint'], quiet: boolean, several: boolean): readonly string[] {
  switch (event.type) {
    case 'phase': {
      if (quiet || event.phase === 'finished') return [];
      const text = PHASE_TEXT[event.phase];
      return [paint.bold(`${text.charAt(0).toUpperCase()}${text.slice(1)}${event.note === undefined ? '' : `: ${event.note}`}`)];
    }
    case 'log':
      return quiet ? [] : [`  ${event.line}`];
    case 'gate':
      if (event.verdict === 'fail') return [`${paint.red('✘')} ${event.gate}: ${event.text}`];
      if (event.verdict === 'skip') return [`${paint.yellow('-')} ${event.gate}: left out, because: ${event.text}`];
      return event.verdict === 'warn' || quiet ? [] : [paint.dim(`  ✔ ${event.gate}: ${event.text}`)];
    case 'outcome':
      return several && !(quiet && isFine(event.outcome))
        ? [`${mark(event.outcome, paint)} ${outcomeText(event.stack, event.outcome).sentence}`]
        : [];
    case 'warning':
      return [];
  }
}
