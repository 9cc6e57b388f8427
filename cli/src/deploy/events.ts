import type { Outcome } from './outcome';

/** The phases of a deployment, in their order. A machine need not pass all of them. */
export type Phase =
  | 'connecting'
  | 'checking'
  | 'waiting'
  | 'uploading'
  | 'building'
  | 'copying'
  | 'activating'
  | 'rebooting'
  | 'verifying'
  | 'confirming'
  | 'undoing'
  | 'finished';

/** What happens while it happens. A view shows it, `--json` prints it line by line. */
export type DeployEvent =
  | { readonly type: 'phase'; readonly stack: string; readonly phase: Phase; readonly note?: string }
  /** A line that a program on the machine printed; made harmless for terminals. */
  | { readonly type: 'log'; readonly stack: string; readonly line: string }
  | { readonly type: 'warning'; readonly stack: string; readonly text: string }
  | {
      readonly type: 'gate';
      readonly stack: string;
      readonly gate: string;
      /** `skip`: the user does without it, and `text` is the user's reason. */
      readonly verdict: 'pass' | 'warn' | 'fail' | 'skip';
      readonly text: string;
    }
  | { readonly type: 'outcome'; readonly stack: string; readonly outcome: Outcome; readonly seconds: number };

export type Listener = (event: DeployEvent) => void;
