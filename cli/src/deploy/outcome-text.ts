import type { Outcome } from './outcome';
import type { SkippedGate } from './plan';
import { listed } from './words';

/**
 * What became of a machine, for people. The words keep to what is known: what runs now, what the next boot brings, and what is to be done
 * about it.
 */
export interface OutcomeText {
  /** In a table. */
  readonly word: string;
  /** Behind the word in a table. */
  readonly detail: string;
  /** A full sentence, or two. */
  readonly sentence: string;
  /** What to do next, where something is to be done. */
  readonly next?: string;
}

export function outcomeText(stack: string, outcome: Outcome): OutcomeText {
  switch (outcome.kind) {
    case 'unchanged':
      return {
        word: 'up to date',
        detail: `generation ${outcome.generation}${outcome.needsReboot ? ', needs a reboot' : ''}`,
        sentence: `${stack} is up to date: generation ${outcome.generation} is this configuration. Nothing was done.`,
        ...(outcome.needsReboot && { next: reboot(stack) }),
      };
    case 'switched':
      return switched(stack, outcome);
    case 'staged':
      return {
        word: 'at next boot',
        detail: `generation ${outcome.generation}: ${clause(outcome.reason)}`,
        sentence: `${stack} runs what it ran before. Generation ${outcome.generation} takes effect at the next boot. ${asSentence(outcome.reason)}`,
        next: outcome.isFormer
          ? 'Reboot it when it suits.'
          : `Reboot it when it suits, or let «cdk deploy ${stack} --reboot» do it and watch that it comes back.`,
      };
    case 'built':
      return {
        word: 'built',
        detail: outcome.system,
        sentence: `${stack} is built: ${outcome.system}. The machine runs and boots what it did before.`,
      };
    case 'undone':
      return {
        word: 'put back',
        detail: `on generation ${outcome.generation}: ${clause(outcome.reason)}`,
        sentence: `${stack} was put back: it runs and boots generation ${outcome.generation}, as before. ${asSentence(outcome.reason)}`,
        next: logs(stack),
      };
    case 'untouched':
      return {
        word: 'not changed',
        detail: clause(outcome.reason),
        sentence: `${stack} was not changed. ${asSentence(outcome.reason)}`,
      };
    case 'undo-failed':
      return {
        word: 'BROKEN',
        detail: clause(outcome.reason),
        sentence: `${stack} NEEDS YOU: the change failed, and so did going back. ${asSentence(outcome.reason)}`,
        next: `Log in while it still answers, and read «cdk logs ${stack}». If it does not come up, choose an older generation in its boot menu.`,
      };
    case 'unknown':
      return {
        word: 'not known',
        detail: clause(outcome.reason),
        sentence: `${stack} did not answer again, so it is not known how it ended. ${asSentence(outcome.reason)}`,
        next: `When it answers again, «cdk status ${stack}» says what it runs, and «cdk logs ${stack}» why.`,
      };
    case 'skipped':
      return {
        word: 'not begun',
        detail: clause(outcome.reason),
        sentence: `${stack} was not begun, and is as it was: ${clause(outcome.reason)}.`,
      };
  }
}

function switched(stack: string, outcome: Extract<Outcome, { kind: 'switched' }>): OutcomeText {
  const { generation, isDefault, needsReboot, isFormer, skipped = [] } = outcome;
  const checked = `was checked${skipped.length === 0 ? '' : ` but for ${leftOut(skipped)}`}`;
  const which = generation === undefined ? '' : `generation ${generation}`;
  if (!isDefault)
    return {
      word: 'on trial',
      detail: 'until the next boot',
      sentence: `${stack} runs the new system and ${checked}. The next boot goes back to the former one.`,
      next: `«cdk deploy ${stack}» makes it stay.`,
    };
  const runs = isFormer ? `${which || 'the former system'} again` : `the new system${which === '' ? '' : `, ${which}`}`;
  return {
    word: 'switched',
    detail: [which, needsReboot ? 'needs a reboot' : '', skipped.length > 0 ? `without ${skipped.map(({ gate }) => gate).join(', ')}` : '']
      .filter((part) => part !== '')
      .join(', '),
    sentence: `${stack} runs ${runs}, ${checked}, and boots it from now on.`,
    ...(needsReboot && { next: isFormer ? `${KERNEL} Reboot it when it suits.` : reboot(stack) }),
  };
}

/** «latency» («the show begins in an hour») and «web» («…») */
const leftOut = (skipped: readonly SkippedGate[]): string =>
  listed(
    skipped.map(({ gate, because }) => `«${gate}» (${because.replace(/\.$/, '')})`),
    '',
  );

const KERNEL = 'Its kernel, or what it is started with, changes at the next boot.';

const reboot = (stack: string): string => `${KERNEL} «cdk deploy ${stack} --reboot» does it, and goes back if it does not come up.`;

const logs = (stack: string): string => `«cdk logs ${stack}» shows what was said on the machine.`;

/** Reasons come from people, programs and machines. One that begins with the name of a machine, a unit or a program keeps it as it is. */
function asSentence(reason: string): string {
  const text = reason.trim();
  const isWord = /^(?:an?|as|it|its|no|nobody|nothing|somebody|the|there|you)\b/.test(text);
  return `${isWord ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text}${/[.!?:]$/.test(text) ? '' : '.'}`;
}

/** Its first line, for a table. */
const clause = (reason: string): string => reason.trim().split('\n')[0]!.replace(/\.$/, '');
