import type { Person } from '../terminal';

const TRIES = 3;

/**
 * What the user typed, for as long as this run lasts and nowhere but here. Each thing is asked for once, however many connections want it at the
 * same time.
 */
export class Secrets {
  readonly #answers = new Map<string, Promise<unknown>>();

  public constructor(public readonly person: Person) {}

  /** The answer to a question that was asked before under this name, or `find`'s. One that failed is forgotten. */
  public once<T>(name: string, find: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(name) as Promise<T> | undefined;
    if (known) return known;
    const answer = find();
    this.#answers.set(name, answer);
    answer.catch(() => this.#answers.delete(name));
    return answer;
  }

  /**
   * Asks until `accept` takes it, at most three times.
   *
   * @returns what `accept` made of it, or undefined after three that were wrong
   */
  public async askFor<T>(question: string, accept: (secret: string) => Promise<T | undefined> | T | undefined): Promise<T | undefined> {
    for (let tried = 0; tried < TRIES; tried++) {
      const result = await accept(await this.person.askSecret(tried === 0 ? question : `That was not it. ${question}`));
      if (result !== undefined) return result;
    }
    return undefined;
  }
}
