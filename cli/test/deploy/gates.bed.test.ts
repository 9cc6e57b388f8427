import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type BedMachine, type Ran, type Studio } from '../../../test/bed';
import { listMeasurements } from '../../src/realtime/measure';
import type { Measurement } from '../../src/realtime/measurement';
import '../support/cli'; // brings the command line up to date

/** Programs that a NixOS machine has, and the stand-in's has not. */
const PROGRAMS = `{ pkgs, ... }: {
  environment.systemPackages = [ (pkgs.runCommand "web-programs" { } "mkdir -p $out/bin; ln -s /usr/bin/curl $out/bin/curl") ];
  environment.etc.take.text = "WHICH";
}`;
const module = (which: string): string => PROGRAMS.replace('WHICH', which);

/** What a test wants is in a file beside the program: each call a method of HealthCheck with its arguments. */
const CHECKS = `
const { existsSync, readFileSync } = require('node:fs');
const file = stack.node.id + '.json';
const wanted = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : FALLBACK;
const patience = { within: cdk.Duration.seconds(1) };
for (const { kind, args, props } of wanted.checks ?? []) stack.addHealthCheck((cdk.HealthCheck as any)[kind](...args, { ...patience, ...props }));
if (wanted.budget) {
  const maxLatency = cdk.Duration.micros(wanted.budget.maxLatency);
  new cdk.RealtimeKernel(stack, 'Kernel', { ...wanted.budget, maxLatency, measureFor: cdk.Duration.seconds(1) } as any);
}
`;

interface Wanted {
  readonly checks?: readonly { readonly kind: string; readonly args: readonly unknown[]; readonly props?: object }[];
  readonly budget?: object;
}

const program = (fallback: Wanted): string => CHECKS.replace('FALLBACK', JSON.stringify(fallback));

/** µs: so late wakes up nothing that runs at all. */
const EASY = 900_000;

interface Told {
  readonly type: string;
  readonly stack: string;
  readonly gate: string;
  readonly verdict: string;
  readonly text: string;
  readonly outcome: { readonly kind: string; readonly reason?: string };
}

const told = ({ stdout }: Ran): readonly Told[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Told);

const want = ({ folder }: Studio, stack: string, wanted: Wanted): void =>
  writeFileSync(join(folder, `${stack}.json`), JSON.stringify(wanted));

const runs = async (machine: BedMachine): Promise<readonly unknown[]> => {
  const { generation, runningSystem, defaultSystem, armed, lock } = await machine.state();
  assert.deepEqual([armed, lock], [undefined, undefined]);
  assert.equal(runningSystem, defaultSystem);
  return [generation, (await machine.console('cat /etc/take 2>/dev/null || true')).trim()];
};

describeOnBed('a deployment with health checks', { kind: 'light', machines: ['command', 'tcp', 'http', 'audio', 'bare'] }, (bed) => {
  const names = ['command', 'tcp', 'http', 'audio'] as const;
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: [...names, 'bare'].map((machine) => ({ machine, code: program({}) })) });
    const web = 'mkdir -p /srv && cd /srv && setsid /usr/bin/python3 -m http.server 8080 --bind 127.0.0.1 >/dev/null 2>&1 &';
    await bed().machine('http').console(web);
    const jack = 'setsid env JACK_NO_AUDIO_RESERVATION=1 /usr/bin/jackd -r -d dummy -p 64 -r 48000 >/var/log/jackd.log 2>&1 &';
    await bed().machine('audio').console(jack);
  });

  it('is confirmed when each is well', async () => {
    for (const name of names) project.setModule(name, module('first'));
    want(project, 'command', { checks: [{ kind: 'command', args: ['desk', ['sh', '-c', 'test "$(cat /etc/take)" = first']] }] });
    want(project, 'tcp', { checks: [{ kind: 'tcp', args: ['login', 22] }] });
    want(project, 'http', { checks: [{ kind: 'http', args: ['page', 'http://127.0.0.1:8080/'] }] });
    want(project, 'audio', { checks: [{ kind: 'audioServer', args: [], props: { maxQuantum: 64 } }] });
    const ran = await project.cdk(['deploy', ...names, '--json']);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const passed = told(ran).filter(({ type, gate }) => type === 'gate' && ['desk', 'login', 'page', 'audio-server'].includes(gate));
    assert.deepEqual(passed.map(({ stack, verdict, text }) => [stack, verdict, text]).sort(), [
      ['audio', 'pass', 'that a sound server runs with at most 64 frames a period'],
      ['command', 'pass', 'that «sh -c test "$(cat /etc/take)" = first» succeeds'],
      ['http', 'pass', 'that http://127.0.0.1:8080/ answers with status 200'],
      ['tcp', 'pass', 'that somebody listens on port 22 of localhost'],
    ]);
    for (const name of names) assert.deepEqual(await runs(bed().machine(name)), [2, 'first'], name);
  }).timeout(60_000);

  it('is undone when one is not, and says what was wrong and who asked for it', async () => {
    for (const name of names) project.setModule(name, module('second'));
    want(project, 'command', { checks: [{ kind: 'command', args: ['desk', ['sh', '-c', 'echo no mixer >&2; exit 3']] }] });
    want(project, 'tcp', { checks: [{ kind: 'tcp', args: ['login', 9] }] });
    want(project, 'http', { checks: [{ kind: 'http', args: ['page', 'http://127.0.0.1:8080/nothing'] }] });
    want(project, 'audio', { checks: [{ kind: 'audioServer', args: [], props: { maxQuantum: 32 } }] });
    const ran = await project.cdk(['deploy', ...names, '--json']);
    assert.equal(ran.code, 1);
    const ended = told(ran).filter(({ type }) => type === 'outcome');
    const reasons = Object.fromEntries(ended.map(({ stack, outcome }) => [stack, `${outcome.kind}: ${outcome.reason ?? ''}`]));
    const said = (id: string): string => `^undone: The health check «${id}» \\(bin/studio\\.ts:\\d+\\) was not well within 1 s: `;
    assert.match(reasons['command']!, new RegExp(`${said('desk')}«sh -c echo no mixer >&2; exit 3» ended with exit code 3: no mixer\\.`));
    assert.match(reasons['tcp']!, new RegExp(`${said('login')}nobody answers on port 9 of localhost \\(Connection refused\\)\\.`));
    assert.match(
      reasons['http']!,
      new RegExp(`${said('page')}http://127\\.0\\.0\\.1:8080/nothing answered with status 404, and 200 is expected\\.`),
    );
    assert.match(reasons['audio']!, new RegExp(`${said('audio-server')}JACK of root computes 64 frames at a time, allowed are 32\\.`));
    for (const name of names) assert.deepEqual(await runs(bed().machine(name)), [2, 'first'], name);
  }).timeout(60_000);

  it('says of a check that cannot be made why that is so: that is no pass', async () => {
    want(project, 'bare', {
      checks: [
        { kind: 'http', args: ['page', 'http://127.0.0.1/'] },
        { kind: 'unit', args: ['desk', 'desk.service'] },
      ],
    });
    const ran = await project.cdk(['verify', 'bare', '--only', 'page', '--only', 'desk']);
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /^✘ page: .* it could not be seen what answers there: there is no curl on the machine\.$/m);
    assert.match(ran.stdout, /^✘ desk: .* it could not be seen whether desk\.service is active: .+\.$/m);
  }).timeout(60_000);

  it('goes on without a check that is skipped with a reason, which is told and kept on the machine', async () => {
    const ran = await project.cdk(['deploy', 'tcp', '--skip-gate', 'login', '--because', 'the port opens at noon']);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /^- login: left out, because: the port opens at noon$/m);
    assert.match(
      ran.stdout,
      /✔ tcp runs the new system, generation 3, was checked but for «login» \(the port opens at noon\), and boots it from now on\./,
    );
    const kept = await bed().machine('tcp').console("sed -n 's/^by=//p' /var/lib/studio-cdk/deployed");
    assert.match(kept, /^\S+@\S+ \(without login: the port opens at noon\)$/m);
  }).timeout(60_000);

  it('has its checks run alone, which change nothing', async () => {
    const before = await bed().machine('http').state();
    const ran = await project.cdk(['verify', 'http', 'command', '--json']);
    assert.equal(ran.code, 1);
    const reports = JSON.parse(ran.stdout) as readonly {
      stack: string;
      fine: boolean;
      gates: readonly { gate: string; verdict: string }[];
    }[];
    assert.deepEqual(
      reports.map(({ stack, fine, gates }) => [stack, fine, gates.map(({ gate, verdict }) => `${gate} ${verdict}`).join(', ')]),
      [
        ['command', false, 'ssh pass, units pass, desk fail'],
        ['http', false, 'ssh pass, units pass, page fail'],
      ],
    );
    want(project, 'http', { checks: [{ kind: 'http', args: ['page', 'http://127.0.0.1:8080/'] }] });
    const well = await project.cdk(['verify', 'http']);
    assert.deepEqual([well.code, well.stderr], [0, '']);
    assert.match(well.stdout, /^✔ ssh: .*\n✔ units: .*\n✔ page: /);
    assert.deepEqual((await bed().machine('http').state()).generations, before.generations);
  }).timeout(60_000);
});

const measurements = ({ folder }: Studio): readonly Measurement[] => listMeasurements(folder, 'one');

/** Root of this computer may have realtime priorities, or not, in a container. */
const mayMeasure =
  ['cyclictest', 'chrt'].every((program) => spawnSync(program, ['--help']).error === undefined) &&
  spawnSync('chrt', ['-f', '50', 'true']).status === 0;

const describeMeasured: typeof describeOnBed = (title, options, tests) =>
  mayMeasure
    ? describeOnBed(title, options, tests)
    : describe.skip(`${title} (left out: cyclictest cannot run at a realtime priority here)`, () => undefined);

describeOnBed('a deployment with a health check of a service', { kind: 'systemd', machines: ['one'] }, (bed) => {
  it('passes when it is active, and is undone when it is not', async () => {
    const project = await studio(bed(), { machines: [{ machine: 'one', code: program({}) }] });
    want(project, 'one', { checks: [{ kind: 'unit', args: ['login', 'sshd.service'] }] });
    const well = await project.cdk(['verify']);
    assert.equal(well.code, 0, well.stderr);
    assert.match(well.stdout, /^✔ login: that sshd\.service is active$/m);
    want(project, 'one', { checks: [{ kind: 'unit', args: ['desk', 'desk.service'] }] });
    project.setModule('one', module('second'));
    const ran = await project.cdk(['deploy']);
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /✘ one was put back: .*«desk» \(bin\/studio\.ts:\d+\) was not well within 1 s: desk\.service is «inactive»\./);
    assert.deepEqual(await runs(bed().machine('one')), [1, '']);
  }).timeout(60_000);
});

describeMeasured(
  'a deployment with a budget of latency',
  { kind: 'light', machines: [{ name: 'one', users: [{ name: 'carla', mayRun: ['/run/current-system/sw/bin/studio-cdk-guard'] }] }] },
  (bed) => {
    let project: Studio;
    const one = (): BedMachine => bed().machine('one');
    const deploy = (...args: readonly string[]): Promise<Ran> => project.cdk(['deploy', ...args]);
    before(async () => {
      project = await studio(bed(), { machines: [{ machine: 'one', code: program({ budget: { maxLatency: EASY } }) }] });
    });

    it('is measured after the reboot that its kernel needs, and what was measured is kept with its generation', async () => {
      const ran = await deploy('--reboot', '--json');
      assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      const latency = told(ran).filter(({ gate }) => gate === 'latency');
      assert.deepEqual(
        latency.map(({ verdict, text }) => [verdict, text.replaceAll(/\d+/g, 'N')]),
        [
          ['pass', 'it is measured after the reboot, which brings the new kernel or its parameters'],
          ['pass', 'the worst wake-up took N µs, allowed are N µs'],
        ],
      );
      const [former, now] = measurements(project);
      const { runningSystem, generation } = await one().state();
      assert.deepEqual([now?.machine.system, now?.machine.generation], [runningSystem, generation]);
      assert.equal(former?.machine.generation, 1); // to compare with, it was measured before the switch
      assert.ok(now!.threads.length > 0);
    }).timeout(90_000);

    it('is undone when a wake-up takes too long, and says which figure broke', async () => {
      project.setModule('one', module('late'));
      want(project, 'one', { budget: { maxLatency: 1 } });
      const ran = await deploy();
      assert.equal(ran.code, 1);
      assert.match(ran.stderr, /✘ one was put back: .*The worst wake-up took \d+ µs, allowed are 1 µs \(bin\/studio\.ts:\d+\)\./);
      assert.deepEqual(await runs(one()), [2, '']);
    }).timeout(60_000);

    it('compares with the former generation what is allowed, and leaves out what is skipped', async () => {
      const ran = await deploy('--skip-gate', 'latency', '--because', 'a new card comes tomorrow', '--json');
      assert.equal(ran.code, 0, ran.stdout);
      const gates = told(ran).filter(({ gate }) => ['latency', 'comparison'].includes(gate));
      assert.deepEqual(gates.map(({ gate, verdict }) => `${gate} ${verdict}`)[0], 'latency skip');
      assert.match(gates.at(-1)!.text, /the former system/);
      assert.deepEqual(
        measurements(project).map(({ machine }) => machine.generation),
        [1, 2, 3],
      );
    }).timeout(60_000);

    it('is undone when it could not be measured: that is no pass', async () => {
      const target = "user: 'carla'";
      const theirs = await studio(bed(), {
        machines: [{ machine: 'one', target, code: program({ budget: { maxLatency: EASY } }) }],
        folder: 'by-carla',
      });
      const ran = await theirs.cdk(['deploy', '--skip-gate', 'realtime', '--because', 'nobody may here']);
      assert.equal(ran.code, 1);
      assert.match(
        ran.stderr,
        /✘ one was put back: .*The latency could not be measured, and bin\/studio\.ts:\d+ asks for it: .*realtime priority \d+/,
      );
      assert.equal((await runs(one()))[0], 3);
    }).timeout(60_000);
  },
);
