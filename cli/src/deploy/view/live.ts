import type { Output, Outputs } from '../../terminal';
import type { DeployEvent } from '../events';
import type { MachineResult } from '../fleet';
import { isFine } from '../outcome';
import { outcomeText } from '../outcome-text';
import { frameOf, type Shown } from './frame';
import { lastWords, Recent } from './recent';
import { Region } from './region';
import { mark, summarise } from './summary';
import { inTurn, outputFor, type View } from './view';
import { Warned } from './warned';
import { isWorthTelling } from './worth-telling';

/**
 * A line a machine for somebody who looks: phase, time, and what was said last.
 *
 * No library draws it. Those that are made for lists of tasks (listr2) give a task two lines or more, cut off the top where there are more
 * machines than the terminal has rows, take the process's own streams and signals, and are a hundred times this file.
 */
export class LiveView implements View {
  private readonly err: Output;
  private readonly region: Region;
  private readonly recent = new Recent();
  private readonly warned = new Warned();
  private readonly machines: Map<string, Shown>;
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;
  private isAside = false;
  /** What was to be said while somebody else had the screen. */
  private readonly held: string[] = [];
  private readonly inTurn = inTurn();

  public constructor(
    private readonly terminal: Outputs,
    stacks: readonly string[],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.err = terminal.err;
    this.region = new Region(this.err);
    this.machines = new Map(stacks.map((stack) => [stack, { stack }]));
    this.resume();
  }

  public onEvent(event: DeployEvent): void {
    if (!isWorthTelling(event)) return;
    const { paint } = this.err;
    const { stack } = event;
    this.recent.keep(event);
    for (const text of this.warned.fresh(event)) this.stays(stack, `${paint.yellow('warning')} ${text}`);
    if (event.type === 'phase')
      this.change(stack, { phase: event.phase, note: event.note, began: this.machines.get(stack)?.began ?? this.now() });
    if (event.type === 'gate' && event.verdict === 'skip')
      this.stays(stack, `${paint.yellow('-')} ${event.gate}: left out, because: ${event.text}`);
    if (event.type === 'log') this.change(stack, { line: event.line });
    if (event.type === 'outcome') this.ended(event);
  }

  public say(text: string): void {
    this.above([text]);
  }

  public aside<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      this.close();
      this.isAside = true;
      try {
        return await work();
      } finally {
        this.isAside = false;
        this.region.above(this.held.splice(0));
        this.resume();
      }
    });
  }

  public end(results: readonly MachineResult[]): void {
    this.close();
    summarise(
      results,
      outputFor(
        this.terminal,
        results.every(({ outcome }) => isFine(outcome)),
      ),
    );
  }

  public redraw(): void {
    const { rows, columns, paint } = this.err;
    this.turn += 1;
    this.region.show(frameOf([...this.machines.values()], { rows, columns, paint, turn: this.turn, now: this.now() }));
  }

  public close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.region.clear();
  }

  private change(stack: string, change: Partial<Shown>): void {
    this.machines.set(stack, { ...this.machines.get(stack), ...change, stack });
  }

  /** What is worth reading of what a machine said stays; of several machines that failed the whole reason, too. */
  private ended({ stack, outcome, seconds }: Extract<DeployEvent, { type: 'outcome' }>): void {
    this.change(stack, { outcome, seconds });
    const lines = lastWords(outcome, this.recent.take(stack));
    if (lines.length > 0) this.stays(stack, lines.map((line) => `  ${line}`).join('\n'));
    if (!isFine(outcome) && this.machines.size > 1)
      this.stays(stack, `${mark(outcome, this.err.paint)} ${outcomeText(stack, outcome).sentence}`);
  }

  private stays(stack: string, text: string): void {
    const prefix = this.machines.size > 1 ? `${this.err.paint.dim(`${stack} |`)} ` : '';
    this.above(text.split('\n').map((line) => `${prefix}${line}`));
  }

  private above(lines: readonly string[]): void {
    if (this.isAside) this.held.push(...lines);
    else this.region.above(lines);
  }

  private resume(): void {
    this.timer ??= setInterval(() => this.redraw(), FRAME_MS).unref();
    this.redraw();
  }
}

const FRAME_MS = 100;
