import type { SkippedGate } from './plan';

/** How it ended for one machine. Exactly one of these is true of it, and the last line of the command says which. */
export type Outcome =
  /** It runs this configuration already: nothing was done. */
  | { readonly kind: 'unchanged'; readonly generation: number; readonly system: string; readonly needsReboot: boolean }
  /** It runs the new system, verified; `default` tells whether it boots it, too. */
  | {
      readonly kind: 'switched';
      readonly generation?: number;
      readonly system: string;
      readonly isDefault: boolean;
      readonly needsReboot: boolean;
      readonly warnings: readonly string[];
      /** What was left out of the checks. */
      readonly skipped?: readonly SkippedGate[];
      /** It was gone back to: a generation that was there already. */
      readonly isFormer?: true;
    }
  /** It runs what it ran; the new system is the default of the next boot. */
  | {
      readonly kind: 'staged';
      readonly generation: number;
      readonly system: string;
      readonly reason: string;
      /** As above. */
      readonly isFormer?: true;
    }
  /** Built, or built and looked at: nothing else was asked for. */
  | { readonly kind: 'built'; readonly system: string }
  /** Something went wrong after the change began; it runs the old system again, by number. */
  | { readonly kind: 'undone'; readonly generation: number; readonly system: string; readonly reason: string }
  /** Something went wrong before anything was changed. */
  | { readonly kind: 'untouched'; readonly reason: string }
  /** The undo did not work either: a person has to look at it. */
  | { readonly kind: 'undo-failed'; readonly reason: string }
  /** It was not reached again, so this side does not know. The text says what the machine does by itself. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Not begun: a machine that it depends on failed, or the user stopped. */
  | { readonly kind: 'skipped'; readonly reason: string };

const FINE: readonly Outcome['kind'][] = ['unchanged', 'switched', 'staged', 'built'];

export const isFine = ({ kind }: Outcome): boolean => FINE.includes(kind);
