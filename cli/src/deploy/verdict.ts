/** What a check found, in a sentence that says what to do where something is wrong. */
export interface Verdict {
  readonly verdict: 'pass' | 'warn' | 'fail';
  readonly text: string;
}

export const pass = (text: string): Verdict => ({ verdict: 'pass', text });
export const warn = (text: string): Verdict => ({ verdict: 'warn', text });
export const fail = (text: string): Verdict => ({ verdict: 'fail', text });
