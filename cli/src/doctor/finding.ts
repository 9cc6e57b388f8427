/** What the doctor found about one thing. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'error';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

export const ok = (name: string, found: string): Finding => ({ name, status: 'ok', found });
export const warning = (name: string, found: string, advice: string): Finding => ({ name, status: 'warning', found, advice });
export const error = (name: string, found: string, advice: string): Finding => ({ name, status: 'error', found, advice });
