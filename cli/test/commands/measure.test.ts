import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RealtimeEntry } from '../../../src/assembly/realtime';
import { BIN, cdk, folderWith, temporaryFolder, type Ran } from '../support/cli';
import { describeWhere, NOBODY, processesWith, whyNotHere } from '../realtime/measure/here';
import { manifest, projectWriting, stack } from '../support/studio';

const RECORDED = join(__dirname, '..', 'realtime', 'measure', 'recorded');
const recorded = (name: string): string => join(RECORDED, name);

const realtime: RealtimeEntry = {
  audio: { value: { kind: 'pipewire', quantum: 64, rate: 48000 }, path: 'laptop/Audio', option: 'services.pipewire.enable' },
};

describe('cdk measure --import', () => {
  let project: string;
  const measure = (...args: readonly string[]): Ran => cdk(['measure', ...args], { cwd: project });
  before(() => {
    project = projectWriting(manifest([stack('laptop', { realtime }), stack('booth')]));
  });

  it('shows what cyclictest found, and keeps nothing that is nobody’s', () => {
    const { code, out, err } = measure('--import', recorded('json-2.4.json'));
    assert.equal(code, 0, err);
    assert.match(out, /^json-2\.4\.json: The worst of [\d,]+ wake-ups was /);
    assert.match(out, /50 % +99 % +99\.9 % +99\.99 % +MAX +WAKE-UPS\n *all CPUs .*\n *CPU 0 .*more than 60 µs.*\n *CPU 1 /);
    assert.match(out, /Each CPU was woken up every 1,000 µs at realtime priority 88\./);
    assert.match(out, /Not kept: --stack says whose it is\.\n$/);
    assert.equal(readdirSync(project).includes('measurements'), false);
  });

  it('keeps it for a stack, against whose buffer it is held', () => {
    const { code, out, err } = measure('--import', recorded('json-2.4.json'), '--stack', 'laptop');
    assert.equal(code, 0, err);
    assert.match(out, /^laptop: .*64 frames at 48 kHz.* 1,333/);
    const [file] = readdirSync(join(project, 'measurements', 'laptop'));
    assert.match(file!, /^20261122T06\d{4}\.000Z-none\.json$/);
    assert.match(out, new RegExp(`Kept in measurements/laptop/${file!}\n$`));
  });

  it('takes tables and summaries, when it is said how long they took', () => {
    assert.equal(measure('--import', recorded('table.txt'), '--seconds', '1').code, 0);
    assert.equal(measure('--import', recorded('summary.txt')).code, 0, 'a summary tells its interval');
    assert.match(measure('--import', recorded('table.txt')).err, /does not say how long was measured\. Say it with --seconds/);
  });

  it('gives all figures as JSON', () => {
    const [one] = JSON.parse(measure('--import', recorded('json-2.4.json'), '--json').out) as [
      { stack: string; summary: { samples: number }; measurement: { threads: unknown[] } },
    ];
    assert.deepEqual([one.stack, one.measurement.threads.length], ['json-2.4.json', 2]);
    assert.ok(one.summary.samples > 1000);
  });

  it('says what is wrong with a file', () => {
    const cut = join(folderWith({ 'cut.json': readFileSync(recorded('json-2.4.json'), 'utf8').slice(0, 500) }), 'cut.json');
    assert.match(measure('--import', cut).err, /«cut\.json» is no measurement that can be read: it is no JSON, or is cut off\./);
    assert.match(measure('--import', 'nothing.json').err, /«nothing\.json» could not be read: there is no such file\./);
    assert.match(measure('--import', cut, '--stack', 'lap').err, /Did you mean «laptop»/);
  });

  it('reads a pipe, and ends with a device that does not end', function () {
    if (!existsSync('/dev/zero')) return this.skip();
    assert.match(measure('--import', '/dev/zero').err, /«\/dev\/zero» is no measurement that can be read: it has more than 67108864 bytes/);
    const pipe = join(folderWith({}), 'pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return this.skip();
    const writing = spawn('sh', ['-c', 'exec cat "$1" >"$2"', 'sh', recorded('json-2.4.json'), pipe], { stdio: 'ignore' });
    assert.equal(measure('--import', pipe).code, 0);
    writing.kill();
  });

  it('names a kept file that is damaged, and does without it', () => {
    const [file] = readdirSync(join(project, 'measurements', 'laptop'));
    writeFileSync(join(project, 'measurements', 'laptop', 'old.json'), '{"schema":1');
    const { code, err } = measure('--import', recorded('nanoseconds.json'), '--stack', 'laptop');
    assert.equal(code, 0);
    assert.match(err, /«measurements\/laptop\/old\.json» is left out: it is no JSON, or is cut off\./);
    assert.ok(file !== undefined);
  });
});

describeWhere(whyNotHere(), 'cdk measure --local', () => {
  it('measures this computer, keeps it in a project, and shows the one before', () => {
    const cwd = folderWith({ 'cdk.json': '{}' });
    const first = cdk(['measure', '--local', '--seconds', '1', '--interval', '2000'], { cwd });
    assert.equal(first.code, 0, first.err);
    assert.match(first.err, /^Measuring this computer for 1 s …\n/);
    assert.match(first.out, /^this computer: The worst of [\d,]+ wake-ups/);
    assert.match(
      first.out,
      /every 2,000 µs at realtime priority 88: (nothing is known of an audio server, so this is PipeWire’s own|at the priority of \w+’s own thread)/,
    );
    assert.match(first.out, /Kept in measurements\/_this-computer\/\d{8}T\d{6}\.\d{3}Z-none\.json\n$/);
  });

  it('ends with 1, and says why, where this user may have no realtime priority', function () {
    if (process.getuid?.() !== 0) return this.skip();
    const argv = [...NOBODY, 'env', 'HOME=/tmp', process.execPath, BIN, 'measure', '--local', '--seconds', '1'];
    const { status, stderr } = spawnSync(argv[0]!, argv.slice(1), { cwd: '/tmp', encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /this computer does not let us wake up at realtime priority 88, whose limit is 0/i);
  });

  it('leaves nothing behind on Ctrl-C, and ends as Ctrl-C does', async () => {
    const child = spawn(process.execPath, [BIN, 'measure', '--local', '--seconds', '50', '--interval', '3017'], {
      cwd: temporaryFolder(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const measuring = (): readonly number[] => processesWith('\0-i\x003017');
    const ended = new Promise<number | null>((done) => child.once('close', done));
    await until(() => measuring().length > 0);
    child.kill('SIGINT');
    assert.equal(await ended, 130);
    await until(() => measuring().length === 0);
  });
});

async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!holds()) {
    assert.ok(performance.now() < giveUpAt, 'waited in vain');
    await new Promise((done) => setTimeout(done, 50));
  }
}
