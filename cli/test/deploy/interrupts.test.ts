import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { folderWith } from '../support/cli';

/** A program whose work ends a moment after it was asked to stop; `stubborn` work never does. */
const program = (isStubborn: boolean): string => `
import { interruptible } from ${JSON.stringify(join(__dirname, '..', '..', 'src', 'deploy', 'interrupts'))};
const words = { onFirst: () => console.log('stopping'), onSecond: () => console.log('left') };
const busy = setInterval(() => {}, 1000);
interruptible(words, (signal) => new Promise<string>((resolve) => {
  console.log('working');
  signal.addEventListener('abort', () => { if (!${isStubborn}) setTimeout(() => resolve('undone'), 20); });
})).then(({ result, exitCode }) => {
  clearInterval(busy);
  console.log(result, exitCode);
  process.exitCode = exitCode;
});
`;

class Started {
  public output = '';
  public readonly ended: Promise<number | null>;
  private readonly child: ChildProcessWithoutNullStreams;

  public constructor(isStubborn: boolean) {
    const file = join(folderWith({ 'program.ts': program(isStubborn) }), 'program.ts');
    this.child = spawn(process.execPath, ['-r', require.resolve('tsx/cjs'), file]);
    this.child.stdout.on('data', (text: Buffer) => (this.output += text.toString()));
    this.child.stderr.on('data', (text: Buffer) => (this.output += text.toString()));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  public async hasSaid(word: string): Promise<void> {
    while (!this.output.includes(word)) await Promise.race([once(this.child.stdout, 'data'), this.ended]);
  }

  public signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}

describe('work that can be interrupted', () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    it(`is asked to stop by ${signal}, and comes to its own end`, async () => {
      const started = new Started(false);
      await started.hasSaid('working');
      started.signal(signal);
      assert.equal(await started.ended, code);
      assert.equal(started.output, `working\nstopping\nundone ${code}\n`);
    });

  it('is left at once by the second signal, after a word about it', async () => {
    const started = new Started(true);
    await started.hasSaid('working');
    started.signal('SIGINT');
    await started.hasSaid('stopping');
    started.signal('SIGINT');
    assert.equal(await started.ended, 130);
    assert.equal(started.output, 'working\nstopping\nleft\n');
  });
});
