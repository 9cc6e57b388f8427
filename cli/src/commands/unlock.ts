import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { lockIn, parseAnswers } from '../deploy/facts';
import { parseResult, type GuardResult } from '../deploy/guard-result';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { guardFailed, stillAlive } from '../machines/errors';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';

export const command: CommandSpec = {
  description:
    'Frees a machine from a deployment that never ended. What that one left half done is taken back. One that goes on is left alone, unless --force ends it.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [{ flags: '-f, --force', summary: 'end a deployment that goes on: the machine goes back to what it ran before' }, ...REACHING],
  examples: [{ command: 'cdk unlock studio-laptop', meaning: 'what is left of a deployment that died' }],
  run: unlock,
};

const LOCKED = 75;

async function unlock(call: Call): Promise<number> {
  const { terminal, options } = call;
  const { manifest } = await synthesise(call, 'stderr');
  const machine = selectMachine(manifest.stacks, call.arguments);
  const { before, result } = await withGuard(openWays(call), machine, async (guard) => {
    const before = await guard.inspect();
    return { before, result: await guard.ask('unlock', options['force'] ? ['force'] : []) };
  });
  if (result.code === LOCKED) throw stillAlive(machine.name, lockIn(parseAnswers(result.stdout)), before.clock);
  if (result.code !== 0) throw guardFailed(machine.name, 'unlock', result);
  const wasHeld = before.lock ?? before.armed;
  const ended = parseResult(result.stdout);
  const { out } = terminal;
  if (!wasHeld) out.line(`${out.paint.green('✔')} ${machine.name} was free already.`);
  else out.line(`${out.paint.green('✔')} ${machine.name} is free: the deployment «${wasHeld.id}» ${howItEnded(ended?.outcome)}.`);
  return 0;
}

/** It may have come to its end while we asked. */
function howItEnded(outcome: GuardResult['outcome'] | undefined): string {
  switch (outcome) {
    case 'undone':
      return 'was ended, and the machine went back to what it ran before';
    case 'untouched':
      return 'was ended before it changed anything';
    case 'switched':
    case 'tested':
      return 'came to its end, and the machine runs the new system';
    case 'staged':
      return 'came to its end, and the new system takes effect at the next boot';
    case 'undo-failed':
      return 'was ended, but going back FAILED: log in, and read «cdk logs»';
    default:
      return 'was ended';
  }
}
