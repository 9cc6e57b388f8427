import assert from 'node:assert/strict';
import type { Outcome } from '../../cli/src/deploy/outcome';
import type { GateResult, MachineResult } from '../src';
import { resultOf } from '../src/result';

const SYSTEM = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-studio-laptop';
const GATES: readonly GateResult[] = [{ id: 'ssh', verdict: 'pass', text: 'ssh answers on a new connection' }];

describe('the end of a run, for a Pulumi program', () => {
  let said: string[];
  const log = { gates: GATES, say: (text: string) => void said.push(text), warn: (text: string) => void said.push(`warning: ${text}`) };
  const told = (outcome: Outcome): MachineResult => resultOf('studio-laptop', outcome, log);
  beforeEach(() => (said = []));

  it('has the system, its generation and what the checks said', () => {
    const outcome: Outcome = { kind: 'switched', generation: 7, system: SYSTEM, isDefault: true, needsReboot: false, warnings: [] };
    assert.deepEqual(told(outcome), { system: SYSTEM, generation: 7, gates: GATES, outcome: 'switched' });
    assert.deepEqual(said, ['studio-laptop runs the new system, generation 7, was checked, and boots it from now on.']);
  });

  it('says nothing where nothing was done', () => {
    told({ kind: 'unchanged', generation: 7, system: SYSTEM, needsReboot: false });
    assert.deepEqual(said, []);
  });

  it('has no generation where none was made', () => {
    assert.deepEqual(told({ kind: 'built', system: SYSTEM }), { system: SYSTEM, generation: undefined, gates: GATES, outcome: 'built' });
  });

  it('warns of what was seen, and of a reboot that is due, in the words of the program', () => {
    told({ kind: 'switched', generation: 7, system: SYSTEM, isDefault: true, needsReboot: true, warnings: ['its clock is wrong'] });
    assert.equal(said[1], 'warning: its clock is wrong');
    assert.match(said[2]!, /^warning: studio-laptop: its kernel.* changes at the next boot\. «reboot: true» does that/);
  });

  for (const outcome of [
    { kind: 'undone', generation: 6, system: SYSTEM, reason: 'the checks failed' },
    { kind: 'untouched', reason: 'somebody records there' },
    { kind: 'undo-failed', reason: 'the disk is full' },
    { kind: 'unknown', reason: 'it did not answer' },
  ] as const satisfies readonly Outcome[])
    it(`is a failure where the machine is «${outcome.kind}», with the reason`, () =>
      assert.throws(
        () => told(outcome),
        (error: Error) => error.name === 'UserError' && error.message.toLowerCase().includes(outcome.reason),
      ));
});
