/** sshd takes ten sessions on one connection unless it is told otherwise (sshd_config(5), MaxSessions). */
const USUAL = 10;
/** A session that has just ended may still be counted. */
const AGAIN_MS = [10, 40, 160];

/** The machine opens no further session now. */
export class SessionRefused extends Error {}

/** Lets so many run at once as the machine allows, which it only says by refusing; the others wait for their turn. */
export class Sessions {
  #limit = USUAL;
  #open = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param open throws SessionRefused where the machine has no room, and then runs again */
  public async run<T>(open: () => Promise<T>, until: (session: T) => Promise<unknown>): Promise<T> {
    for (let refusals = 0; ;) {
      await this.#turn();
      try {
        const session = await open();
        void until(session).finally(() => this.#leave());
        return session;
      } catch (error) {
        const others = this.#open - 1;
        const pause = others === 0 ? AGAIN_MS[refusals++] : 0;
        if (error instanceof SessionRefused && others > 0) this.#limit = Math.min(this.#limit, others);
        this.#leave();
        if (!(error instanceof SessionRefused) || pause === undefined) throw error;
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async #turn(): Promise<void> {
    while (this.#open >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#open++;
  }

  #leave(): void {
    this.#open--;
    this.#waiting.shift()?.();
  }
}
