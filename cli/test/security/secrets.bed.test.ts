import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeOnBed, studio, type BedMachine, type Studio } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date

/** It stands nowhere else on this computer, so whoever finds it found a leak. */
const PASSWORD = "correct-horse-'battery$-4711";
const MACHINES = [{ name: 'one', users: [{ name: 'alice', password: PASSWORD, isAdministrator: true }] }];

describeOnBed('the password for sudo', { kind: 'light', machines: MACHINES }, (bed) => {
  const one = (): BedMachine => bed().machine('one');
  let project: Studio;
  let file: string;
  /** Processes that had it, by what they are. */
  const seen = new Set<string>();
  const watchmen: (() => void)[] = [];

  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: [{ machine: 'one', target: "user: 'alice'" }] });
    file = join(bed().operator.home, 'sudo-password');
    writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
  });
  beforeEach(function () {
    this.currentTest?.timeout(90_000);
    watchmen.push(watchProcesses(seen));
  });
  afterEach(() => watchmen.splice(0).forEach((stop) => stop()));

  const isNowhere = async (said: string): Promise<void> => {
    assert.equal(said.includes(PASSWORD), false, 'not in what is printed');
    assert.deepEqual([...seen], [], 'in no process’s arguments or environment');
  };

  it('would be seen where it is an argument or a variable', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300)', PASSWORD], { env: { SECRET: PASSWORD } });
    await new Promise((resolve) => child.once('exit', resolve));
    assert.deepEqual([...seen].map((place) => place.split(' ')[0]).sort(), ['cmdline', 'environ']);
    seen.clear();
  });

  for (const transport of ['ssh2', 'openssh'])
    it(`is in no argument, no environment and no output of a deployment with ${transport}`, async () => {
      project.setModule('one', `{ environment.etc.marker.text = "${transport}"; }`);
      const ran = await project.cdk(['deploy', '--debug', '--transport', transport, '--sudo-password-file', file], { timeoutMs: 80_000 });
      assert.equal(ran.code, 0, ran.stderr);
      assert.equal(await one().console('cat /etc/marker'), transport);
      await isNowhere(ran.stdout + ran.stderr);
    });

  it('is in no output of other commands, nor with --json, nor where something goes wrong', async () => {
    const calls = [
      ['status', '--json'],
      ['exec', '--sudo', '--', 'sh', '-c', 'env; cat /proc/*/cmdline; exit 3'],
      ['deploy', '--json', '--goal', 'build'],
      ['logs'],
    ];
    for (const call of calls) {
      const at = call.includes('--') ? call.indexOf('--') : call.length;
      const ran = await project.cdk([...call.slice(0, at), '--debug', '--sudo-password-file', file, ...call.slice(at)]);
      assert.notEqual(ran.stdout, '', ran.stderr);
      await isNowhere(ran.stdout + ran.stderr);
    }
    writeFileSync(file, `${PASSWORD}-and-more\n`);
    const ran = await project.cdk(['deploy', '--debug', '--sudo-password-file', file]);
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /sudo does not take the password of alice@one/);
    await isNowhere(ran.stdout + ran.stderr);
  });

  it('is in no file of the machine or of the project', async () => {
    const found = await one().console(
      `grep -rlF -- '${PASSWORD.replaceAll("'", `'\\''`)}' /var /run /etc /tmp /root /home 2>/dev/null || true`,
    );
    assert.deepEqual(
      found.split('\n').filter((path) => path !== '' && !path.startsWith('/run/current-system')),
      [],
    );
    const within = (folder: string): readonly string[] =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    assert.deepEqual(
      within(project.folder).filter((path) => readFileSync(path).includes(PASSWORD)),
      [],
    );
  });

  it('leaves a machine on which all that is ours belongs to root, and nobody else reads it', async () => {
    const ours = '/var/lib/studio-cdk /run/studio-cdk';
    assert.notEqual(await one().console(`find ${ours} | head -n 3`), '');
    assert.equal(await one().console(`find ${ours} ! -type l \\( ! -user root -o -perm /077 \\)`), '');
    assert.equal(await one().console(`find /tmp /var/tmp /dev/shm -newer /run/current-system -name '*cdk*'`), '');
    for (const command of ['ls /var/lib/studio-cdk', 'ls /run/studio-cdk', 'cat /var/lib/studio-cdk/deployed']) {
      const { code, stderr } = await bed().operator.run(['ssh', '-o', 'BatchMode=yes', 'alice@one', command]);
      assert.notEqual(code, 0, command);
      assert.match(stderr, /Permission denied$/m, command);
    }
  });
});

/** Looks again and again into all processes of this computer, the machines' included; what starts and ends between two looks is missed. */
function watchProcesses(seen: Set<string>): () => void {
  let isOver = false;
  const look = (): void => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      for (const part of ['cmdline', 'environ']) {
        const text = contentsOf(`/proc/${pid}/${part}`);
        if (text.includes(PASSWORD)) seen.add(`${part} of ${contentsOf(`/proc/${pid}/comm`).trim()}`);
      }
  };
  void (async () => {
    for (; !isOver; await pause(15)) look();
  })();
  return () => (isOver = true);
}

function contentsOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it is gone
  }
}
