import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { examineAll } from '../../src/doctor/examine';
import type { Patient } from '../../src/doctor/patients';
import { Interrupted } from '../../src/errors';
import { aSnapshot } from '../realtime/checks/a-snapshot';

const patient = (name: string, look: Patient['look']): Patient => ({ name, look, close: () => Promise.resolve() });
const never = new AbortController().signal;

describe('examining machines', () => {
  it('goes on at all of them at once: fifty take no longer than two', async () => {
    const slow = Array.from({ length: 50 }, (_, at) => patient(`m${at}`, () => wait(200, aSnapshot())));
    const began = performance.now();
    const examined = await examineAll(slow, never);
    assert.ok(performance.now() - began < 400, `${performance.now() - began} ms`);
    assert.equal(examined.filter(({ seen }) => seen).length, 50);
  });

  it('shows the others where one does not answer, and nothing that its message could do to a terminal', async () => {
    const broken = patient('away', () => Promise.reject(new Error('gone\u001b[2J for good')));
    const [well, away] = await examineAll([patient('well', () => Promise.resolve(aSnapshot())), broken], never);
    assert.ok(well!.seen);
    assert.deepEqual([away!.seen, away!.problem], [undefined, 'gone for good']);
  });

  it('ends where somebody leaves a question', async () => {
    await assert.rejects(examineAll([patient('asks', () => Promise.reject(new Interrupted(130)))], never), { name: 'Interrupted' });
  });
});
