import { log, type Resource } from '@pulumi/pulumi';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { DeployEvent, Listener } from '../../cli/src/deploy/events';
import type { GateResult } from './args';

/** A build prints thousands of lines, and each would be a call of the engine: a view shows the newest. */
const PAUSE_MS = 200;

/** Shows in Pulumi's own view what happens to a machine, and keeps what its checks say. */
export class RunLog {
  /** What a socket wakes up may be outside of the program that Pulumi runs. */
  readonly #here = AsyncLocalStorage.snapshot();
  readonly #gates = new Map<string, GateResult>();
  #shown = 0;
  #isOver = false;

  public constructor(private readonly machine: Resource) {}

  public readonly listen: Listener = (event) => {
    if (!this.#isOver) this.#here(() => this.#on(event));
  };

  /** After a trial boot they are asked again, and what they say then counts. */
  public get gates(): readonly GateResult[] {
    return [...this.#gates.values()];
  }

  public warn(text: string): void {
    this.#here(() => void log.warn(text, this.machine));
  }

  public say(text: string): void {
    this.#here(() => void log.info(text, this.machine));
  }

  /** The engine does not listen any more. */
  public end(): void {
    this.#isOver = true;
  }

  #on(event: DeployEvent): void {
    switch (event.type) {
      case 'gate':
        this.#gates.set(event.gate, { id: event.gate, verdict: event.verdict, text: event.text });
        return;
      case 'warning':
        return this.warn(event.text);
      case 'phase':
        return this.#pass(event.note === undefined ? event.phase : `${event.phase}: ${event.note}`);
      case 'log':
        if (performance.now() - this.#shown > PAUSE_MS) this.#pass(event.line);
    }
  }

  /** It is for who looks on, and not kept. */
  #pass(text: string): void {
    this.#shown = performance.now();
    void log.info(text, this.machine, undefined, true);
  }
}
