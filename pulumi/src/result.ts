import { UserError } from '../../cli/src/errors';
import type { Outcome } from '../../cli/src/deploy/outcome';
import { outcomeText } from '../../cli/src/deploy/outcome-text';
import type { MachineResult } from './args';
import { rebootPending } from './errors';
import type { RunLog } from './run-log';

/**
 * What a program is told of how it ended.
 *
 * @throws UserError where that is no good end: the run is to fail, so that the state does not say otherwise
 */
export function resultOf(stack: string, outcome: Outcome, log: Pick<RunLog, 'gates' | 'say' | 'warn'>): MachineResult {
  const { sentence, next } = outcomeText(stack, outcome);
  switch (outcome.kind) {
    case 'unchanged':
    case 'switched':
    case 'staged':
    case 'built': {
      if (outcome.kind !== 'unchanged') log.say(sentence);
      if ('warnings' in outcome) outcome.warnings.forEach((text) => log.warn(text));
      if ('needsReboot' in outcome && outcome.needsReboot) log.warn(rebootPending(stack));
      const generation = 'generation' in outcome ? outcome.generation : undefined;
      return { system: outcome.system, generation, gates: log.gates, outcome: outcome.kind };
    }
    default:
      throw new UserError([sentence, next].filter((text) => text !== undefined).join(' '));
  }
}
