import assert from 'node:assert/strict';
import { resultOf, StepFailures } from '../../src/pulumi/failures';

const URN = 'urn:pulumi:laptop::studio::studio-cdk:index:StudioMachine$command:remote:Command::laptop-start';

describe('what fails in an engine', () => {
  it('is told to who waits for that step, and to nobody else', async () => {
    const failures = new StepFailures();
    const [start, confirm] = [failures.of('laptop-start'), failures.of('laptop-confirm')];
    failures.said(URN, 'the link is cut');
    await assert.rejects(start, { name: 'StepFailed', message: 'the link is cut' });
    assert.equal(await Promise.race([confirm, Promise.resolve('still waiting')]), 'still waiting');
  });

  it('is told as it was said first, and also to who asks later', async () => {
    const failures = new StepFailures();
    failures.said(URN, 'the link is cut');
    failures.said(URN, 'update failed');
    await assert.rejects(failures.of('laptop-start'), { message: 'the link is cut' });
  });

  it('is everything when the engine has ended', async () => {
    const failures = new StepFailures();
    const start = failures.of('laptop-start');
    failures.end('it was killed');
    await assert.rejects(start, { message: 'it was killed' });
    await assert.rejects(failures.of('laptop-confirm'), { message: 'it was killed' });
  });

  it('is the result of a program where a program failed, with what it printed', () => {
    const text = 'Process exited with status 75: running "\'sh\' -c \'say \\"no\\"\'":\nlock_id=1\nstudio-cdk guard: locked';
    assert.deepEqual(resultOf(text), {
      code: 75,
      stdout: 'lock_id=1\nstudio-cdk guard: locked',
      stderr: 'lock_id=1\nstudio-cdk guard: locked',
    });
    assert.equal(resultOf('Process exited with status 3: running "x":\n')?.code, 3);
  });

  it('is no result where the program was not come to', () => {
    for (const text of ['after 3 failed attempts: dial tcp 10.0.0.2:22: connect: connection refused', 'ssh: handshake failed', ''])
      assert.equal(resultOf(text), undefined);
  });
});
