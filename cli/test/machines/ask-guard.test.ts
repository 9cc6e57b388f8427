import assert from 'node:assert/strict';
import type { GuardClient } from '../../src/deploy/guard-client';
import { askGuard } from '../../src/machines/ask-guard';
import { askPins } from '../../src/machines/naming';
import type { RemoteResult } from '../../src/ssh/connection';

/** A guard that answers everything alike. */
const saying = (result: Partial<RemoteResult>): GuardClient =>
  ({ ask: () => Promise.resolve({ code: 0, stdout: '', stderr: '', ...result }) }) as unknown as GuardClient;

const OLD = saying({ code: 2, stderr: 'studio-cdk guard: There is no verb of that name. See docs/guard.md.\n' });

describe('a question to the guard', () => {
  const says = (guard: GuardClient, what: RegExp): Promise<void> =>
    assert.rejects(askGuard(guard, 'one', 'pin', []), (error: Error) => error.name === 'UserError' && what.test(error.message));

  it('that an older one does not know says how it gets to know it', async () => {
    await says(
      OLD,
      /^The guard on one is older than this command, and does not know «pin»\. «cdk deploy one» brings the machine a newer one; then try again\.$/,
    );
  });

  it('for names is answered with none by an older one', async () => {
    assert.deepEqual(await askPins(OLD, 'one'), []);
  });

  it('is told who deploys', async () => {
    const lock = 'lock_id=20260522-180301-4f3a9c\nlock_by=ada@desk\nlock_since=1\nlock_phase=build\n';
    await says(saying({ code: 75, stdout: lock }), /^ada@desk is deploying to it \(phase «build»\)/);
  });

  it('gives the reason in the guard’s own words, without escape sequences', async () => {
    await says(
      saying({ code: 1, stderr: 'noise\nstudio-cdk guard: There is less \u001b[31mthan 1024 kB left.\n' }),
      /^one could not answer «pin»: There is less than 1024 kB left\.$/,
    );
    await says(saying({ code: 9 }), /^one could not answer «pin»: it ended with exit code 9\.$/);
  });
});
