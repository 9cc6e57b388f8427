import type { Phase } from './events';

/** Phases of the guard in the words of the command line. One that is not named here says nothing to people. */
const PHASES: Readonly<Record<string, Phase>> = {
  build: 'building',
  arm: 'activating',
  activate: 'activating',
  wait: 'verifying',
  commit: 'confirming',
  stage: 'confirming',
  undo: 'undoing',
  'undo-failed': 'undoing',
  reboot: 'rebooting',
};

export const phaseOf = (guardPhase: string): Phase | undefined => PHASES[guardPhase];

/** What is to be activated is there, and the machine waits for a sign of life. */
export const isArming = (guardPhase: string): boolean => guardPhase === 'arm';

/** The machine waits for the word. */
export const isWaiting = (guardPhase: string): boolean => guardPhase === 'wait';

/** The machine is about to boot something on trial, or does: it may be away for long. */
export const isTrial = (guardPhase: string | undefined): boolean => guardPhase === 'stage' || guardPhase === 'reboot';

/** In these, nothing was changed yet; but the machine goes on when it heard of us a moment ago. */
export const EARLY_PHASES: readonly string[] = ['build', 'arm'];
