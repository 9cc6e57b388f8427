/** How long the other side may take. While a person is thinking, the clock stands still. */
export class Patience {
  #timer: NodeJS.Timeout | undefined;
  #left: number;
  #since = 0;
  #isOver = false;
  readonly #onEnd: () => void;

  public constructor(ms: number, onEnd: () => void) {
    this.#left = ms;
    this.#onEnd = onEnd;
    this.#go();
  }

  public async during<T>(work: Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#left = Math.max(1, this.#left - (performance.now() - this.#since));
    try {
      return await work;
    } finally {
      this.#go();
    }
  }

  public end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #go(): void {
    if (this.#isOver) return;
    this.#since = performance.now();
    this.#timer = setTimeout(this.#onEnd, this.#left);
  }
}
