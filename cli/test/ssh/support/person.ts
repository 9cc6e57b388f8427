import type { Person } from '../../../src/terminal';

/** Somebody who answers from a list, and remembers what was asked. */
export class Answers implements Person {
  public readonly isThere = true;
  public readonly asked: string[] = [];
  readonly #answers: string[];

  public constructor(...answers: readonly string[]) {
    this.#answers = [...answers];
  }

  public ask(question: string): Promise<string> {
    this.asked.push(question);
    const answer = this.#answers.shift();
    return answer === undefined ? Promise.reject(new Error(`nobody expected the question: ${question}`)) : Promise.resolve(answer);
  }

  public askSecret(question: string): Promise<string> {
    return this.ask(question);
  }
}

export const nobody: Person = {
  isThere: false,
  ask: (question) => Promise.reject(new Error(`nobody is there: ${question}`)),
  askSecret: (question) => Promise.reject(new Error(`nobody is there: ${question}`)),
};
