import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { measure, runHere, summarise, type MachineRun, type MeasureOptions } from '../../../src/realtime/measure';
import type { Measurement } from '../../../src/realtime/measurement';
import { temporaryFolder } from '../../support/cli';
import { behind, describeWhere, has, NOBODY, where, whyNoNamespaces, whyNotHere } from './here';

const OPTIONS: MeasureOptions = { stack: 'laptop', label: 'laptop', seconds: 1 };
const intent = {
  audio: { value: { kind: 'pipewire', quantum: 64, rate: 48000 }, path: 'laptop/Audio', option: 'services.pipewire' },
} as const;

/** Begun at once, for each takes a second; awaited by the test that it is for. */
function begin(run: MachineRun, options: Partial<MeasureOptions> = {}): () => Promise<Measurement> {
  let running: Promise<Measurement> | undefined;
  before(() => {
    running = measure(run, { ...OPTIONS, ...options });
    running.catch(() => undefined);
  });
  return () => running!;
}

describeWhere(whyNotHere(), 'measuring this computer', () => {
  const progress: number[] = [];
  const plain = begin(runHere, { intent, onProgress: (seconds) => progress.push(seconds) });
  const loaded = begin(runHere, { load: true });

  it('tells each CPU’s wake-ups, at the priority and the pace of the audio server', async () => {
    const measurement = await plain();
    const { samples, bufferMicros, max } = summarise(measurement);
    assert.deepEqual(measurement.settings, { priority: 88, interval: 1333, load: false, defaultSystem: true });
    assert.ok(samples > 100 && max > 0 && Math.round(bufferMicros!) === 1333);
    assert.equal(new Set(measurement.threads.map(({ cpu }) => cpu)).size, measurement.threads.length);
    assert.match(measurement.from, /^cyclictest \d/);
    assert.match(measurement.machine.bootId!, /^[\da-f-]{36}$/);
    assert.deepEqual(progress.slice(0, 2), [0, 1]);
    assert.equal('xruns' in measurement, false, 'no audio server is no server without xruns');
  });

  it('comes home as a few kB', async () => {
    assert.ok(JSON.stringify(await plain()).length < 20_000);
  });

  it('goes on under load', async function () {
    if (!has('stress-ng')) return this.skip();
    assert.equal((await loaded()).settings.load, true);
  });

  it('is done with an older cyclictest, which knows no JSON', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'bin'));
    writeFileSync(
      join(folder, 'bin', 'cyclictest'),
      '#!/bin/sh\nPATH=/usr/bin:/usr/sbin\ncase $* in *--help*) cyclictest --help 2>&1 | grep -v -e --json; exit 1 ;; esac\nexec cyclictest "$@"\n',
    );
    chmodSync(join(folder, 'bin', 'cyclictest'), 0o755);
    const { threads } = await measure(behind('env', `PATH=${join(folder, 'bin')}:${process.env['PATH']}`), OPTIONS);
    assert.ok(
      threads.length > 0 && threads.every(({ samples, limit, histogram }) => samples > 100 && limit === 2000 && histogram.length > 0),
    );
  });
});

/** Programs that are found before the real ones. */
function pretending(programs: Readonly<Record<string, string>>, ...variables: readonly string[]): MachineRun {
  const bin = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return behind('env', ...variables, `PATH=${bin}:${process.env['PATH']}`);
}

describeWhere(whyNotHere(), 'measuring where somebody says what is not so', () => {
  const runtime = temporaryFolder();
  const server = createServer().listen(join(runtime, 'pipewire-0'));
  after(() => void server.close());
  const cut = begin(
    pretending({
      cyclictest:
        'case $* in *--help*) echo --default-system --json; exit ;; esac\nsleep 1\nfor word; do case $word in --json=*) printf "{\\"thread\\": {" >"${word#*=}" ;; esac; done',
    }),
  );
  const hostile = begin(
    pretending({ 'pw-top': 'printf "S ID QUANT\\n\\rproblem no-cyclictest\\rfact kernel 1\\n"' }, `XDG_RUNTIME_DIR=${runtime}`),
  );

  it('takes a result that was cut off in a line for what it is, and not for a reboot', () =>
    assert.rejects(cut, /cannot be read: it is no JSON, or is cut off/));

  it('takes nothing of what a sound server calls itself for a word of its own', async () => {
    assert.notEqual((await hostile()).machine.kernel, '1');
  });
});

describeWhere(whyNoNamespaces(), 'measuring a machine that', () => {
  const nobody = begin(behind(...NOBODY));
  const granted = begin(behind(...NOBODY, '--inh-caps=+sys_nice', '--ambient-caps=+sys_nice'));
  const without = begin(where('mount --bind /dev/null "$(command -v cyclictest)"'));
  const bare = begin(where('mount --bind /dev/null "$(command -v stress-ng)"'), { load: true });
  const tiny = (size: string, ...places: readonly string[]): string =>
    places.map((place) => `mount -t tmpfs -o size=${size} none ${place}`).join('\n');
  const full = begin(where(tiny('64k', '/dev/shm', '/run', '/tmp', '/var/tmp')));
  const narrow = begin(where(tiny('100m', '/tmp', '/var/tmp')), { load: true });
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'online'), '0\n');
  writeFileSync(join(folder, 'present'), '0-1\n');
  const over = (name: string): string => `mount --bind ${join(folder, name)} /sys/devices/system/cpu/${name}`;
  const half = begin(where(['online', 'present'].map(over).join('\n')));

  it('does not let an ordinary user have realtime priorities is an error that says what to do', async () => {
    await assert.rejects(nobody, (error: Error & { readonly reason?: string }) => {
      assert.match(error.message, /^laptop does not let us wake up at realtime priority 88, whose limit is 0\. Members of the group audio/);
      assert.equal(error.reason, 'refused', 'so that it is tried with more rights');
      return true;
    });
  });

  it('grants them to an ordinary user needs no root', async () => {
    assert.ok(summarise(await granted()).samples > 100);
  });

  it('has no cyclictest is told how to get it', async () => {
    await assert.rejects(without, /laptop has no «cyclictest».*«apt install rt-tests»/);
  });

  it('has no stress-ng is told so when load is wanted', async () => {
    await assert.rejects(bare, /laptop has no «stress-ng».*or measure without --load/);
  });

  it('has no room anywhere is an error', async () => {
    await assert.rejects(full, /On laptop there is no room for a few kB/);
  });

  it('has no room for the load’s disk part is an error, and nothing is written there', async () => {
    await assert.rejects(narrow, /neither \/var\/tmp nor \/tmp has 256 MB free/);
  });

  it('has a CPU switched off is measured on the others, and told of it', async () => {
    const { threads, notes } = await half();
    assert.deepEqual(
      threads.map(({ cpu }) => cpu),
      [0],
    );
    assert.deepEqual(notes, ['CPU 1 was switched off, and not measured.']);
  });
});

const whyNoJack = (): string | undefined =>
  ['jackdbus', 'dbus-run-session', 'dbus-send'].every(has) ? whyNotHere() : 'jackdbus or dbus is not installed';

describeWhere(whyNoJack(), 'measuring where JACK runs', () => {
  const folder = temporaryFolder();
  const ask = 'dbus-send --session --print-reply --dest=org.jackaudio.service /org/jackaudio/Controller org.jackaudio.JackControl';
  const withJack = (first: string): MachineRun =>
    behind(
      ...['env', `HOME=${folder}`, `XDG_RUNTIME_DIR=${folder}`, 'dbus-run-session', '--', 'sh', '-c'],
      `exec 3<&0; jackdbus auto >/dev/null 2>&1 & sleep 1; { ${first}; } >/dev/null 2>&1
      "$@" <&3; code=$?; ${ask}.Exit >/dev/null 2>&1; kill %1 2>/dev/null; exit $code`,
      'sh',
    );
  const dummy = 'jack_control ds dummy; jack_control start; sleep 0.3';
  const playing = begin(withJack(dummy));
  const stopped = begin(withJack(':'));

  it('counts its xruns', async function () {
    if (!has('jack_control')) return this.skip();
    assert.equal(typeof (await playing()).xruns, 'number');
  });

  it('does not say 0 where it stands still', async () => {
    const { xruns, notes } = await stopped();
    assert.equal(xruns, undefined);
    assert.match(notes!.join(), /JACK was there, and did not run/);
  });
});

/** A machine that says this. */
const saying =
  (...lines: readonly string[]): MachineRun =>
  async ({ onLine }) => {
    for (const line of lines) onLine?.(line, 'out');
    return { code: 0, stdout: '', stderr: '' };
  };

const FACTS = ['fact uid 0', 'fact kernel 6.12', 'fact boot-before a', 'fact uptime-before 10.5', 'fact clock-before 1000', 'fact cpus 0'];
const AFTER = ['fact boot-after a', 'fact uptime-after 11.6', 'fact clock-after 1001', 'done'];
const result = (...threads: readonly string[]): string =>
  `json {"thread":{${threads.map((thread, number) => `"${number}":{${thread}}`).join(',')}}}`;
const GOOD = '"histogram":{"5":10},"cycles":10,"min":5,"max":5,"avg":5.0,"cpu":0';

describe('a machine that answers badly', () => {
  const fails = (what: string, lines: readonly string[], message: RegExp, options: Partial<MeasureOptions> = {}): void =>
    void it(`is an error when ${what}`, () => assert.rejects(measure(saying(...lines), { ...OPTIONS, ...options }), message));

  fails('it says nothing', [], /laptop did not measure anything/);
  fails('the end is missing', [...FACTS, 'began', result(GOOD)], /cut off in the middle/);
  fails('the result is cut', [...FACTS, 'began', result(GOOD).slice(0, 40), ...AFTER], /cannot be read: it is no JSON, or is cut off/);
  fails('there is no result', [...FACTS, 'began', ...AFTER], /cannot be read: it is empty/);
  fails('there is no thread', [...FACTS, 'began', result(), ...AFTER], /not a single figure/);
  fails(
    'a CPU was never woken up',
    [...FACTS, 'began', result(GOOD, '"cycles":0,"min":1000000,"max":0,"avg":-nan,"cpu":7'), ...AFTER],
    /nothing was woken up on CPU 7/,
  );
  fails('no CPU was woken up', [...FACTS, 'began', result('"cycles":0,"avg":-nan'), ...AFTER], /not a single figure/);
  fails(
    'it rebooted meanwhile',
    [...FACTS, 'began', result(GOOD), 'fact boot-after b', ...AFTER.slice(1)],
    /laptop rebooted during the measurement/,
  );
  fails('it says nothing of the end', [...FACTS, 'began', result(GOOD), 'done'], /cut off in the middle/);
  fails('it ended early', [...FACTS, 'began', result(GOOD), ...AFTER], /ended after 1\.1 of 30 s/, { seconds: 30 });
  fails('it has no uptime', [...FACTS.filter((line) => !line.includes('uptime')), 'began', result(GOOD), ...AFTER], /cut off/);
  fails('cyclictest fails', [...FACTS, 'problem failed FATAL: \u001b[31mno timer'], /cyclictest failed on laptop: «FATAL: no timer»/);
  fails('the load ended', [...FACTS, 'problem load-ended '], /ended before the measurement did, so/);
  fails('it is no Linux', ['problem no-linux Darwin'], /laptop runs Darwin/);
  fails('root is refused', [...FACTS, 'problem refused 0'], /although it is root who asks/);
  for (const seconds of [0, -1, 0.5, Number.NaN, 1e9])
    fails(`${seconds} s are asked for`, [], /takes a whole number from 1 to 86400/, { seconds });

  it('is measured when its clock jumps, and told of it', async () => {
    const { notes } = await measure(saying(...FACTS, 'began', result(GOOD), ...AFTER, 'fact clock-after 4601'), OPTIONS);
    assert.match(notes![0]!, /clock jumped by 3600 s/);
  });

  it('is measured when its login shell talks before', async () => {
    assert.equal((await measure(saying('Welcome!', '', ...FACTS, 'began', result(GOOD), ...AFTER), OPTIONS)).threads.length, 1);
  });

  it('may have 256 CPUs', async () => {
    const many = Array.from({ length: 256 }, (_, cpu) => GOOD.replace('"cpu":0', `"cpu":${cpu}`));
    const { threads } = await measure(saying(...FACTS, 'began', result(...many), ...AFTER), OPTIONS);
    assert.deepEqual([threads.length, threads[255]!.cpu], [256, 255]);
  });

  it('says whether it went down, when the way to it breaks', async () => {
    const breaking: MachineRun = async ({ onLine }) => {
      for (const line of [...FACTS, 'began']) onLine?.(line, 'out');
      throw Object.assign(new Error('Nothing is heard of laptop.'), { failure: 'lost' });
    };
    const lostWith = (bootId: () => Promise<string | undefined>): Promise<unknown> => measure(breaking, { ...OPTIONS, bootId });
    await assert.rejects(
      lostWith(async () => 'b'),
      /laptop rebooted during the measurement/,
    );
    await assert.rejects(
      lostWith(async () => 'a'),
      /The way to laptop broke during the measurement: Nothing is heard of laptop\. There, it ends/,
    );
    await assert.rejects(
      lostWith(() => Promise.reject(new Error('away'))),
      /The way to laptop broke/,
    );
  });
});
