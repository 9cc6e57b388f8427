import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, type BedMachine, type MachineState } from '../../../test/bed';
import { studio, type Studio } from '../../../test/bed/studio';
import { deploy, startDeploy, type Deploy, type Ended, type Request } from './bed';

const NAME = 'one';

/** Seconds: a machine that hears nothing must not make the tests wait. */
const QUICK: Request = { confirmWithin: 6, patience: { reconnect: 15_000, heartbeat: 500, firstPause: 100, longestPause: 500 } };

/** Takes its time to build, so that things can happen meanwhile; each has a name that was not built before. */
const slow = (name: string, seconds: number): string =>
  `{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "${name}" { } "sleep ${seconds}; mkdir $out") ]; }`;
const file = (text: string): string => `{ environment.etc."take".text = "${text}"; }`;

describeOnBed('a deployment over ssh', { kind: 'light', machines: [NAME, 'two'] }, (bed) => {
  let project: Studio;
  const machine = (): BedMachine => bed().machine(NAME);
  const run = (module: string, request: Request = {}): Promise<Ended> => (
    project.setModule(NAME, module),
    deploy(bed(), project, NAME, { ...QUICK, ...request })
  );
  const start = (module: string, request: Request = {}): Promise<Deploy> => (
    project.setModule(NAME, module),
    startDeploy(bed(), project, NAME, { ...QUICK, ...request })
  );
  const take = async (): Promise<string> => (await machine().console('cat /etc/take 2>/dev/null || true')).trim();

  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: [NAME, 'two'] });
    // A dead link is noticed within two seconds.
    appendFileSync(join(bed().operator.home, '.ssh', 'config'), '  ServerAliveInterval 1\n  ServerAliveCountMax 2\n');
  });

  beforeEach(function () {
    this.currentTest?.timeout(100_000);
  });

  it('makes the first generation of a machine that somebody installed by hand', async () => {
    const ended = await run(file('first'));
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    assert.deepEqual(ended.phases, [
      'connecting',
      'checking',
      'uploading',
      'building',
      'activating',
      'verifying',
      'confirming',
      'finished',
    ]);
    await runsAndBoots(machine(), ended, 2);
    assert.equal(await take(), 'first');
  });

  it('does nothing when there is nothing to do: no upload, no evaluation', async () => {
    const before = await machine().console('ls -l /var/lib/studio-cdk/incoming /nix/var/nix/profiles');
    const ended = await run(file('first'));
    assert.equal(ended.outcome.kind, 'unchanged');
    assert.deepEqual(ended.phases, ['connecting', 'checking', 'finished']);
    assert.deepEqual(ended.log, []);
    assert.equal(await machine().console('ls -l /var/lib/studio-cdk/incoming /nix/var/nix/profiles'), before);
  });

  it('counts a generation for a change', async () => {
    const ended = await run(file('second'));
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    await runsAndBoots(machine(), ended, 3);
    assert.equal(await take(), 'second');
  });

  it('goes back by number when the activation fails, and tells what the machine said', async () => {
    const before = await machine().state();
    const ended = await run(
      '{ environment.etc."take".text = "broken"; system.activationScripts.boom = "echo it goes wrong >&2; exit 7"; }',
    );
    assert.equal(ended.outcome.kind, 'undone', ended.story);
    assert.match(ended.reason, /activation failed/i);
    assert.ok(ended.log.some((line) => line.includes('it goes wrong')));
    await isAsBefore(machine(), before);
    assert.equal(await take(), 'second');
  });

  it('goes back by itself when the deployer is killed and nobody gives the word', async () => {
    const before = await machine().state();
    const running = await start(file('orphan'), { confirmWithin: 3 });
    await running.reaches('activating');
    running.process.signal('SIGKILL');
    await hasSettled(machine());
    await isAsBefore(machine(), before);
    assert.equal(await take(), 'second');
  });

  it('goes on when its connection breaks in the build, and no line of the log comes twice', async () => {
    const running = await start(slow('interrupted', 3));
    await running.reaches('building');
    await running.process.waitFor("building '/nix/store/");
    await cutSessions(machine());
    const ended = await running.ended();
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    assert.ok(
      ended.events.some((event) => event.type === 'warning' && /lost/.test(event.text)),
      ended.story,
    );
    assert.deepEqual(
      ended.log.filter((line) => /^studio-cdk: (build|arm|activate|wait|commit)$/.test(line)),
      ['build', 'arm', 'activate', 'wait', 'commit'].map((phase) => `studio-cdk: ${phase}`),
    );
    assert.equal(new Set(ended.phases).size, ended.phases.length, ended.phases.join(' '));
  });

  it('sees what became of a machine that it could not reach in time', async () => {
    const before = await machine().state();
    const running = await start('{ system.activationScripts.late = "sleep 2"; environment.etc."take".text = "unreachable"; }', {
      confirmWithin: 4,
    });
    await running.reaches('activating');
    await machine().cutLink();
    await hasSettled(machine());
    await machine().restoreLink();
    const ended = await running.ended();
    assert.equal(ended.outcome.kind, 'undone', ended.story);
    assert.match(ended.reason, /Nobody confirmed/);
    await isAsBefore(machine(), before);
  });

  it('says honestly that it does not know when the machine stays away, and what that one does by itself', async () => {
    const running = await start('{ system.activationScripts.late = "sleep 2"; }', {
      confirmWithin: 1,
      patience: { ...QUICK.patience, reconnect: 1000 },
    });
    await running.process.waitFor('activating the configuration');
    await machine().cutLink();
    const ended = await running.ended();
    await machine().restoreLink();
    assert.equal(ended.outcome.kind, 'unknown', ended.story);
    assert.match(ended.reason, /in the phase «\w+», and .* could not be reached again for \d+ s.*goes back by itself/);
    await hasSettled(machine());
  });

  it('gives the user who stops it in the build a machine that was not touched', async () => {
    const before = await machine().state();
    const running = await start(slow('stopped', 5));
    await running.reaches('building');
    running.process.signal('SIGINT');
    const ended = await running.ended();
    assert.deepEqual(ended.outcome, { kind: 'untouched', reason: 'You stopped it.' }, ended.story);
    await isAsBefore(machine(), before);
  });

  it('gives the user who stops it in the activation the former system', async () => {
    const before = await machine().state();
    const running = await start('{ system.activationScripts.late = "sleep 2"; environment.etc."take".text = "stopped"; }');
    await running.reaches('activating');
    running.process.signal('SIGINT');
    const ended = await running.ended();
    assert.equal(ended.outcome.kind, 'undone', ended.story);
    assert.equal(ended.reason, 'You stopped it.');
    await isAsBefore(machine(), before);
  });

  it('is refused while somebody else deploys, and says who', async () => {
    const first = await start(slow('mine', 4), { by: 'ada@desk' });
    await first.reaches('building');
    const second = await deploy(bed(), project, NAME, { ...QUICK, by: 'bob@desk' });
    assert.equal(second.outcome.kind, 'untouched', second.story);
    assert.match(second.reason, /^ada@desk is deploying to it since \d+ s \(phase «build»\)/);
    assert.equal((await first.ended()).outcome.kind, 'switched');
  });

  it('does not replace what somebody made by hand, unless it is told to adopt it', async () => {
    await machine().console('nix-env -p /nix/var/nix/profiles/system --set "$(readlink -f /nix/var/nix/profiles/system-2-link)" 2>&1');
    const by = await machine().state();
    const refused = await run(file('adopted'));
    assert.equal(refused.outcome.kind, 'untouched', refused.story);
    assert.match(refused.reason, /somebody else changed it.*--adopt/);
    await isAsBefore(machine(), by);
    const adopted = await run(file('adopted'), { options: { adopt: true } });
    assert.equal(adopted.outcome.kind, 'switched', adopted.story);
    await runsAndBoots(machine(), adopted, by.generation! + 1);
  });

  it('can be taken back after it was done', async () => {
    const before = await machine().state();
    const ended = await run(file('regretted'), { undo: true });
    assert.deepEqual(
      ended.outcomes.map(({ kind }) => kind),
      ['switched', 'undone'],
      ended.story,
    );
    await isAsBefore(machine(), before);
    assert.equal(await take(), 'adopted');
  });

  it('tests without making anything the default', async () => {
    const before = await machine().state();
    const ended = await run(file('tested'), { options: { goal: 'test' } });
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    const after = await machine().state();
    assert.deepEqual([after.generation, after.defaultSystem], [before.generation, before.defaultSystem]);
    assert.equal(await take(), 'tested');
  });

  it('stages a system for the next boot', async () => {
    const before = await machine().state();
    const ended = await run(file('staged'), { options: { goal: 'boot' } });
    assert.equal(ended.outcome.kind, 'staged', ended.story);
    const after = await machine().state();
    assert.ok(after.generation > before.generation);
    assert.equal(after.runningSystem, before.runningSystem);
    assert.notEqual(after.defaultSystem, before.defaultSystem);
  });

  it('boots a new kernel parameter once, and keeps it when the machine is back and well', async () => {
    const before = await machine().state();
    const ended = await run('{ boot.kernelParams = [ "preempt=full" ]; environment.etc."take".text = "booted"; }', {
      options: { reboot: true },
      confirmWithin: 10,
    });
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    const after = await runsAndBoots(machine(), ended);
    assert.notEqual(after.bootId, before.bootId);
    assert.match(after.commandLine!, /preempt=full/);
    assert.equal(await take(), 'booted');
  });

  it('shows the line of the program behind an error of the evaluation', async () => {
    const ended = await run('{ services.openssh.enabel = true; }');
    assert.equal(ended.outcome.kind, 'untouched', ended.story);
    assert.match(ended.reason, /^Nix could not evaluate the configuration.*\n {2}The option `services\.openssh\.enabel' does not exist/);
    assert.match(ended.reason, /«cdk logs one»/);
  });

  it('shows which build failed, and the end of its log', async () => {
    const ended = await run(
      '{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "noisy" { } "echo it cannot be built >&2; exit 3") ]; }',
    );
    assert.equal(ended.outcome.kind, 'untouched', ended.story);
    assert.match(ended.reason, /^The build of «noisy» failed with exit code 3\.\nThe end of its log:\n {2}it cannot be built/);
  });

  it('builds on this computer, and copies what came of it', async () => {
    const ended = await run(file('built here'), { options: { buildOn: 'deployer' } });
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    assert.deepEqual(ended.phases.slice(2, 5), ['building', 'copying', 'uploading']);
    assert.equal(await take(), 'built here');
  });

  it('builds on another machine, and copies it from there', async () => {
    const ended = await run(file('built there'), { options: { buildOn: { builder: 'root@two' } } });
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    assert.equal(await take(), 'built there');
  });
});

/** What the outcome says is true, seen from the console: it runs and boots this system, and nothing is left behind. */
async function runsAndBoots(machine: BedMachine, { outcome, story }: Ended, generation?: number): Promise<MachineState> {
  assert.ok(outcome.kind === 'switched', story);
  const state = await machine.state();
  for (const system of [state.runningSystem, state.profileSystem, state.defaultSystem]) assert.equal(system, outcome.system);
  assert.equal(state.generation, outcome.generation);
  if (generation !== undefined) assert.equal(state.generation, generation);
  assert.deepEqual([state.lock?.['id'], state.armed, state.sshReachable], [undefined, undefined, true]);
  return state;
}

async function isAsBefore(machine: BedMachine, before: MachineState): Promise<void> {
  const { runningSystem, profileSystem, defaultSystem, generation, lock: holder, armed, sshReachable } = await machine.state();
  const lock = holder?.['id'];
  assert.deepEqual(
    { runningSystem, profileSystem, defaultSystem, generation, lock, armed, sshReachable },
    {
      runningSystem: before.runningSystem,
      profileSystem: before.profileSystem,
      defaultSystem: before.defaultSystem,
      generation: before.generation,
      lock: undefined,
      armed: undefined,
      sshReachable: true,
    },
  );
}

/** Ends all sessions of sshd, and leaves itself. */
const cutSessions = (machine: BedMachine): Promise<string> =>
  machine.console(
    'for pid in $(pgrep -x "sshd|sshd-session"); do [ "$pid" = "$(pgrep --oldest -x sshd)" ] || kill -KILL "$pid"; done; true',
  );

/** Waits until nobody deploys to it and nothing is armed, as its console shows it. */
async function hasSettled(machine: BedMachine, timeoutMs = 40_000): Promise<void> {
  const script = 'until [ ! -e /run/studio-cdk/owner ] && [ ! -e /var/lib/studio-cdk/armed ]; do sleep 0.2; done';
  await machine.console(script, { timeoutMs });
}
