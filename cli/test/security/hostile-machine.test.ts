import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { ANSWERS, textOf } from '../deploy/support';
import { needsSshd } from '../ssh/support/sshd';
import type { Ran } from '../support/cli';
import { EVIL, HARM, HostileMachine, type Answer } from './support/hostile-machine';

/** Every text of the facts with something evil in it; what a program needs in order to go on stays as it is. */
const EVIL_FACTS: Answer = {
  out: textOf(
    Object.fromEntries(
      Object.entries({
        ...ANSWERS,
        lock_id: 'l',
        lock_by: 'b',
        lock_phase: 'p',
        armed_id: 'a',
        armed_phase: 'p',
        failed_units: 'u.service',
      }).map(([key, value]) => [key, /^\d*$/.test(value) || ['protocol', 'pending_reboot'].includes(key) ? value : `${value}${EVIL}`]),
    ),
  ),
};

const RESULT = `outcome=undone\nreason=${EVIL}\ndetail=${EVIL}\nsystem=${EVIL}\nformer_generation=41\nfailed_units=${EVIL}\nneeds_reboot=no\n`;

async function evilFiles(): Promise<string> {
  const tar = pack();
  const whereabouts = `{ _file = "bin/${EVIL}.ts:1 (studio-laptop/${EVIL})"; a = "${EVIL}"; }`;
  tar.entry({ name: 'machines/studio-laptop/configuration.nix' }, `{ imports = [\n# studio-laptop/${EVIL}: ${EVIL}\n${whereabouts} ]; }`);
  for (const name of ['../../../../tmp/pwned', '/tmp/pwned', `a/${EVIL}`, '__proto__', 'constructor']) tar.entry({ name }, EVIL);
  tar.entry({ name: 'link', type: 'symlink', linkname: '/etc/shadow' });
  const lock = { version: 7, root: 'root', nodes: { root: { inputs: { [EVIL]: 'n' } }, n: { locked: { rev: EVIL, narHash: EVIL } } } };
  tar.entry({ name: 'flake.lock' }, JSON.stringify(lock));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('base64');
}

describe('a machine that means harm', function () {
  this.timeout(120_000);
  let machine: HostileMachine;

  before(async function () {
    needsSshd(this);
    machine = await HostileMachine.start();
  });
  after(() => machine?.stop());

  const CALLS: readonly (readonly string[])[] = [
    ['status'],
    ['generations'],
    ['logs'],
    ['logs', 'studio-laptop', '20260522-180301-4f3a9c'],
    ['diff', '--no-build'],
    ['diff'],
    ['unlock'],
    ['rollback', '--to', '41', '--interrupt'],
    ['deploy'],
    ['deploy', '--interrupt'],
    ['deploy', '--quiet', '--interrupt'],
    ['verify'],
    ['exec', '--', 'uptime'],
    ['exec', '--sudo', '--', 'uptime'],
    ['import-hardware', '--to', 'hardware.nix'],
  ];
  const AS_JSON = ['status', 'generations', 'diff', 'deploy'];

  const isHarmless = ({ out, err }: Ran, call: readonly string[]): void => {
    for (const [name, text] of Object.entries({ out, err }))
      assert.doesNotMatch(text, HARM, `${call.join(' ')}, ${name}: ${JSON.stringify(text)}`);
    assert.doesNotMatch(err, /This is a bug/, call.join(' '));
  };
  const everything = async (folder: string): Promise<string> => {
    let said = '';
    for (const call of CALLS) {
      await setImmediate(); // sshd waits when nobody reads its log
      const ran = machine.cdk(folder, ['-a', '.', ...call]);
      said += ran.out + ran.err;
      isHarmless(ran, call);
      if (!AS_JSON.includes(call[0]!) || call.includes('--quiet')) continue;
      const asJson = machine.cdk(folder, ['-a', '.', ...call, '--json']);
      isHarmless(asJson, [...call, '--json']);
      const texts = call[0] === 'deploy' ? asJson.out.trim().split('\n') : [asJson.out];
      for (const text of texts) if (text !== '') JSON.parse(text);
    }
    return said;
  };

  it('says nothing to our terminal when it answers what it is asked', async () => {
    const generation = `number=7 date=${EVIL} system=${EVIL} version=${EVIL} kernel=${EVIL} current=yes booted=yes deployed=${EVIL}\n`;
    await machine.answers({
      inspect: EVIL_FACTS,
      generations: { out: generation },
      logs: { out: `${EVIL}\r\n${EVIL}` },
      files: { out: await evilFiles() },
      closure: { out: `/nix/store/${'0'.repeat(32)}-${EVIL.replaceAll(/\s/g, '')}-1.0 5\n` },
      unlock: { out: `unlocked=yes\nid=${EVIL}\n${RESULT}` },
      hardware: { out: `{ fileSystems."/" = "${EVIL}"; }\n` },
      lockfile: { out: EVIL },
      '*': { out: `${EVIL}\n`, err: `${EVIL}\n` },
    });
    const folder = machine.studio({}, { 'flake.lock': '{ "nodes": { "root": {} }, "root": "root", "version": 7 }' });
    const said = await everything(folder);
    assert.match(said, /pwned|txt\.exe/, 'what it says is shown, without its teeth');
    assert.equal(existsSync('/tmp/pwned'), false);
    assert.deepEqual(readdirSync(folder).sort(), ['flake.lock', 'flake.nix', 'machines', 'manifest.json']);
  });

  it('says nothing to our terminal during a deployment', async () => {
    await machine.answers({
      generations: { out: 'number=41 system=s\n' },
      receive: { script: 'cat >/dev/null; echo received=x' },
      start: { out: 'id=x\nphase=build\n' },
      follow: {
        out: `=phase build\n|${EVIL}\n=phase ${EVIL}\n|error: ${EVIL}\n|error: builder for '/nix/store/${'0'.repeat(32)}-${EVIL}.drv' failed\n`,
      },
      result: { out: RESULT },
      lockfile: { out: EVIL },
      cancel: { code: 1, err: EVIL },
    });
    const said = await everything(machine.studio());
    assert.match(said, /studio-laptop was put back/);
  });

  it('says nothing to our terminal when it refuses', async () => {
    for (const code of [1, 75, 97, 255]) {
      await machine.answers({
        ...Object.fromEntries(['receive', 'start', 'generations'].map((verb) => [verb, { err: `${EVIL}\n${EVIL}`, out: EVIL, code }])),
        '*': { err: `${EVIL}\n${EVIL}`, out: EVIL, code },
      });
      await everything(machine.studio());
    }
    await machine.answers({ inspect: { err: EVIL, out: EVIL, code: 1 }, '*': { err: EVIL, code: 1 } });
    await everything(machine.studio());
    await machine.answers({ inspect: { out: EVIL } });
    await everything(machine.studio());
  });

  it('says nothing to somebody who sits at a terminal either', async function () {
    if (spawnSync('which', ['script']).status !== 0) {
      console.log('      skipped: there is no program «script» to make a terminal with');
      return this.skip();
    }
    await machine.answers({ '*': { out: `${EVIL}\n` }, logs: { out: EVIL } });
    for (const call of [['exec', '--', 'uptime'], ['logs']]) {
      const shown = machine.cdkOnTerminal(machine.studio(), ['-a', '.', ...call]).replaceAll('\r\n', '\n');
      assert.match(shown, /txt\.exe/);
      assert.doesNotMatch(shown, HARM, JSON.stringify(shown));
    }
  });

  describe('and never stops talking', () => {
    /** Node itself takes some 100 MiB with all that is loaded. */
    const MOST_MIB = 450;
    const bounded = async (call: readonly string[], seconds = 60): Promise<Ran> => {
      const ran = await machine.measured(machine.studio(), ['-a', '.', ...call], seconds);
      assert.ok(ran.peak < MOST_MIB, `${call.join(' ')} took ${Math.round(ran.peak)} MiB`);
      return ran;
    };
    const isRefused = async (call: readonly string[]): Promise<void> => {
      const { code, err } = await bounded(call);
      assert.equal(code, 1, err);
      assert.match(err, /printed more than \d+ MiB on \S+@127\.0\.0\.1:\d+, which nobody will read/);
    };

    it('with lines, or one line, or zeros: in its answers', async () => {
      for (const script of ['yes', 'tr "\\0" a </dev/zero', 'cat /dev/zero', 'yes >&2']) {
        await machine.answers({ inspect: { script } });
        await isRefused(['generations']);
      }
      await machine.answers({ inspect: { script: 'yes' } });
      const { err } = await bounded(['deploy', '--interrupt']);
      assert.match(err, /was not changed.*printed more than 8 MiB on/);
    });

    it('before it says what we wait for', async () => {
      await machine.answers({ inspect: { isMute: true, script: 'exec 1>&2; tr "\\0" b </dev/zero' } });
      await isRefused(['generations']);
    });

    it('in what is long anyway', async function () {
      this.timeout(300_000);
      await machine.answers({ generations: { script: 'yes "number=1 system=a"' }, logs: { script: 'tr "\\0" a </dev/zero' } });
      await isRefused(['generations']);
      const { code } = await machine.measured(machine.studio(), ['-a', '.', 'logs'], 100);
      assert.equal(code, 1);
    });

    it('in one line of the log, or with no end of lines', async () => {
      const rest = { receive: { script: 'cat >/dev/null' }, start: { out: 'id=x\nphase=build\n' }, result: { out: RESULT } };
      for (const script of ['printf "|"; head -c 300000000 /dev/zero | tr "\\0" a', 'yes "|a line" | head -n 2000000']) {
        await machine.answers({ ...rest, follow: { script } });
        const { code, err } = await bounded(['deploy', '--quiet', '--interrupt']);
        assert.equal(code, 1);
        assert.match(err, /studio-laptop was put back/);
      }
    });

    it('and its files take no time to be compared, however they were made', async () => {
      const tar = pack();
      tar.entry({ name: 'machines/studio-laptop/configuration.nix' }, '# a\n{ _file = "b:1 (c)"; }\n'.repeat(60_000));
      tar.finalize();
      const chunks: Buffer[] = [];
      for await (const chunk of tar) chunks.push(chunk as Buffer);
      await machine.answers({ files: { out: Buffer.concat(chunks).toString('base64') } });
      const began = performance.now();
      const { code } = await bounded(['diff', '--no-build']);
      assert.equal(code, 2);
      assert.ok(performance.now() - began < 20_000);
    });
  });
});
