import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { confirmScript, incoming, receiveScript, startScript } from '../../src/pulumi/step-scripts';
import { temporaryFolder } from '../support/cli';

/** A guard that writes down how it is called. What it answers to a verb, and with which exit code, stands in files. */
const GUARD = `#!/bin/sh
for word; do printf '<%s>' "$word"; done >>"$0.calls"
echo >>"$0.calls"
[ "$1" != receive ] || cat >"$0.archive"
[ ! -f "$0.$1" ] || . "$0.$1"
`;
const ID = '20260522-180301-4f3a9c';

class Machine {
  public readonly home = temporaryFolder();
  private readonly guard = join(this.home, 'guard');

  public constructor(answers: Readonly<Record<string, string>> = {}) {
    writeFileSync(this.guard, GUARD);
    chmodSync(this.guard, 0o755);
    for (const [verb, script] of Object.entries(answers)) writeFileSync(`${this.guard}.${verb}`, script);
  }

  public get call(): { readonly guard: readonly string[]; readonly id: string } {
    return { guard: [this.guard], id: ID };
  }

  public run(script: string, shell = 'sh'): { readonly code: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = spawnSync(shell, ['-c', script], {
      cwd: this.home,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: this.home },
    });
    return { code: status, out: stdout, err: stderr };
  }

  public get calls(): readonly string[] {
    return existsSync(`${this.guard}.calls`) ? readFileSync(`${this.guard}.calls`, 'utf8').trim().split('\n') : [];
  }

  public deliver(text: string): void {
    mkdirSync(dirname(join(this.home, incoming(ID))), { recursive: true });
    writeFileSync(join(this.home, incoming(ID)), text);
  }

  public get hasArchive(): boolean {
    return existsSync(join(this.home, incoming(ID)));
  }

  public get received(): string {
    return readFileSync(`${this.guard}.archive`, 'utf8');
  }
}

/** The guard knows nothing of it. */
const UNKNOWN = { result: 'exit 4' };

describe('what Pulumi runs on a machine', () => {
  for (const shell of ['sh', 'bash'])
    it(`hands an archive over, and takes it away (${shell})`, () => {
      const machine = new Machine(UNKNOWN);
      machine.deliver('the files');
      assert.deepEqual(machine.run(receiveScript(machine.call), shell), { code: 0, out: '', err: '' });
      assert.deepEqual([machine.received, machine.hasArchive], ['the files', false]);
      assert.deepEqual(machine.calls, [`<result><${ID}>`, `<receive><${ID}>`]);
    });

  it('says what the guard says of an archive that it does not take, and takes it away as well', () => {
    const machine = new Machine({ ...UNKNOWN, receive: 'echo "studio-cdk guard: no" >&2; exit 1' });
    machine.deliver('half of the files');
    assert.deepEqual(machine.run(receiveScript(machine.call)), { code: 1, out: '', err: 'studio-cdk guard: no\n' });
    assert.equal(machine.hasArchive, false);
  });

  it('does not hand over what was deployed already', () => {
    const machine = new Machine({ result: 'echo outcome=switched' });
    machine.deliver('the files');
    assert.equal(machine.run(receiveScript(machine.call)).code, 0);
    assert.deepEqual([machine.calls, machine.hasArchive], [[`<result><${ID}>`], false]);
  });

  it('starts what is not known, and nothing else', () => {
    const [fresh, old] = [new Machine(UNKNOWN), new Machine({ result: 'echo outcome=undone' })];
    for (const machine of [fresh, old]) assert.equal(machine.run(startScript(machine.call, ['goal=switch', 'by=ada@desk'])).code, 0);
    assert.deepEqual(fresh.calls, [`<result><${ID}>`, `<start><${ID}><goal=switch><by=ada@desk>`]);
    assert.deepEqual(old.calls, [`<result><${ID}>`]);
  });

  it('gives each word to the guard as it is', () => {
    const word = fc.string({ unit: 'binary' }).filter((text) => !/[\0\n\r]|\p{Cs}/u.test(text));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (settings) => {
        const machine = new Machine(UNKNOWN);
        assert.equal(machine.run(startScript(machine.call, settings)).code, 0);
        assert.equal(machine.calls.at(-1), `<start><${ID}>${settings.map((text) => `<${text}>`).join('')}`);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the word, and is done when the machine says how it ended', () => {
    const machine = new Machine({
      confirm: 'echo accepted=yes',
      result: 'if [ -f "$0.again" ]; then echo outcome=switched; else : >"$0.again"; echo phase=commit; fi',
    });
    const { code, out } = machine.run(confirmScript(machine.call));
    assert.deepEqual([code, out], [0, 'accepted=yes\noutcome=switched\n']);
    assert.deepEqual(machine.calls, [`<confirm><${ID}>`, `<result><${ID}>`, `<result><${ID}>`]);
  });

  it('is done as well when a word was given before, or the machine goes on to a trial boot', () => {
    const given = new Machine({ confirm: 'exit 3', result: 'echo outcome=switched' });
    const trial = new Machine({ confirm: ':', result: 'echo phase=reboot' });
    assert.deepEqual([given.run(confirmScript(given.call)).code, trial.run(confirmScript(trial.call)).code], [0, 0]);
  });

  it('fails when the machine went back in spite of the word, or nobody waits for it', () => {
    const back = new Machine({ confirm: ':', result: 'echo outcome=undone' });
    const nobody = new Machine({ confirm: 'exit 3', result: 'echo phase=activate' });
    const { code, err } = back.run(confirmScript(back.call));
    assert.deepEqual([code, err], [1, 'outcome=undone\n']);
    assert.equal(nobody.run(confirmScript(nobody.call)).code, 3);
  });
});
