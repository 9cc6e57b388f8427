import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readMeasureScript } from '../../../src/realtime/measure/measure-script';
import { describeWhere, has, processesWith, whyNotHere } from './here';

const SCRIPT = resolve(__dirname, '..', '..', '..', '..', 'assets', 'measure.sh');

describe('the script that measures', () => {
  it('is clean for shellcheck', function () {
    if (!has('shellcheck')) this.skip();
    assert.equal(spawnSync('shellcheck', ['--shell=sh', '--severity=style', SCRIPT], { encoding: 'utf8' }).stdout, '');
  });

  it('is found in the repository, and missed where it is not', () => {
    assert.match(readMeasureScript(), /^#!\/bin\/sh\n/);
    assert.throws(() => readMeasureScript(['/nowhere']), /measure\.sh is in none of/);
  });
});

/** Priorities tell the runs of these tests from each other, and from anybody else's. */
interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  /** What it started, and is still there. */
  left(): readonly number[];
}

describeWhere(has('stress-ng') ? whyNotHere() : 'stress-ng is not installed', 'nothing is left of a measurement', () => {
  const home = mkdtempSync(join(tmpdir(), 'cdk-measure-home-'));

  function start(interval: number, patience = 30): Run {
    const child = spawn('sh', [SCRIPT, '80', String(interval), '40', '2000', 'yes', 'yes', String(patience)], {
      detached: true,
      stdio: 'pipe',
      cwd: home,
    });
    child.stdin!.on('error', () => undefined);
    child.stdout!.resume();
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    return { child, ended, left: () => processesWith(`\0-i\0${interval}\0`) };
  }
  const runs = { eof: start.bind(undefined, 3011), silence: () => start(3012, 3), term: () => start(3013), kill: () => start(3014) };
  let folders: readonly string[] = [];
  const running = {} as Record<keyof typeof runs, Run>;

  before(async function () {
    this.timeout(20_000);
    for (const [name, begin] of Object.entries(runs)) running[name as keyof typeof runs] = begin();
    await until('all four measure', () => Object.values(running).every(({ left }) => left().length > 0));
    const programs = Object.values(running).flatMap(({ child }) => childrenOf(child.pid!));
    folders = [...new Set(programs.flatMap((pid) => foldersIn(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))))];
    running.eof.child.stdin!.end();
    process.kill(running.term.child.pid!, 'SIGTERM');
    process.kill(-running.kill.child.pid!, 'SIGKILL');
  });

  after(() => {
    for (const { child, left } of Object.values(running)) for (const pid of [child.pid!, ...left()]) end(pid);
    rmSync(home, { recursive: true, force: true });
  });

  const isGone = (what: string, name: keyof typeof runs): void =>
    void it(`when ${what}`, async function () {
      this.timeout(20_000);
      await until('it is gone', () => running[name].left().length === 0);
      await running[name].ended;
    });
  isGone('the one who asked goes away', 'eof');
  isGone('nobody says anything any more', 'silence');
  isGone('it is asked to end', 'term');
  isGone('it is killed with all of its group', 'kill');

  it('not even a load, or a folder', async function () {
    this.timeout(20_000);
    assert.equal(folders.length, 8, 'each had one for its result and one for its load');
    await until('they are gone', () => !folders.some((folder) => existsSync(folder) || processesWith(folder).length > 0));
  });

  it('and no file where it was started', () => assert.deepEqual(readdirSync(home), []));
});

/** The folders that a run has made, as its programs were told them. */
const foldersIn = (commandLine: string): readonly string[] => commandLine.match(/\/[\w/]+\/cdk-(measure|load)\.\w{8}/g) ?? [];

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 15_000;
  while (!holds()) {
    if (performance.now() > giveUpAt) assert.fail(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}
