import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { describeOnBed, studio, type Bed, type Ran, type Studio } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date

/** Bodies of NixOS modules. */
const FAILING = '{ system.activationScripts.broken = "echo the mixer is on fire >&2; exit 7"; }';
const SLOW = '{ system.activationScripts.slow = "sleep 4"; }';
const FILE = (text: string): string => `{ environment.etc.marker.text = "${text}"; }`;

const lastLine = ({ stdout, stderr }: Ran): string => (stdout.trim() || stderr.trim()).split('\n').at(-1)!;

/** Where each machine is: the generation that it runs, if it also boots that one. */
const generations = (bed: Bed, ...names: readonly string[]): Promise<readonly (number | string | undefined)[]> =>
  Promise.all(
    names.map(async (name) => {
      const { generation, runningSystem, defaultSystem, lock, armed } = await bed.machine(name).state();
      assert.deepEqual([lock, armed], [undefined, undefined], `${name} is free`);
      return runningSystem === defaultSystem ? generation : `runs ${runningSystem}, boots ${defaultSystem}`;
    }),
  );

describeOnBed('cdk deploy, on a machine', { kind: 'light', machines: ['one'] }, (bed) => {
  let project: Studio;
  before(async () => {
    project = await studio(bed(), { machines: ['one'] });
  });
  const deploy = (...args: readonly string[]): Promise<Ran> => project.cdk(['deploy', ...args]);

  it('builds a system there, switches to it, and makes it what boots', async () => {
    const ran = await deploy();
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(lastLine(ran), /^✔ one runs the new system, generation 2, was checked, and boots it from now on\./);
    assert.deepEqual(await generations(bed(), 'one'), [2]);
    assert.equal(await bed().machine('one').console('hostname'), 'one\n');
  });

  it('does nothing when there is nothing to do', async () => {
    const before = await bed().machine('one').state();
    const ran = await deploy();
    assert.equal(lastLine(ran), '✔ one is up to date: generation 2 is this configuration. Nothing was done.');
    assert.doesNotMatch(ran.stderr, /Building/);
    assert.deepEqual((await bed().machine('one').state()).generations, before.generations);
  });

  it('only builds with --goal build, and only says what it would do with dry-activate', async () => {
    project.setModule('one', FILE('built'));
    for (const goal of ['build', 'dry-activate']) {
      const ran = await deploy('--goal', goal);
      assert.match(
        lastLine(ran),
        /^✔ one is built: \/nix\/store\/\w{32}-nixos-system-one\S*\. The machine runs and boots what it did before\./,
      );
    }
    assert.deepEqual(await generations(bed(), 'one'), [2]);
  });

  it('switches until the next boot with --goal test, and at the next boot with --goal boot', async () => {
    project.setModule('one', FILE('tested'));
    assert.match(
      lastLine(await deploy('--goal', 'test')),
      /^✔ one runs the new system and was checked\. The next boot goes back to the former one\./,
    );
    const tested = await bed().machine('one').state();
    assert.equal(await bed().machine('one').console('cat /etc/marker'), 'tested');
    assert.notEqual(tested.runningSystem, tested.defaultSystem);
    await bed().machine('one').reboot();
    assert.deepEqual(await generations(bed(), 'one'), [2]);

    const ran = await deploy('--goal', 'boot');
    assert.match(lastLine(ran), /^✔ one runs what it ran before\. Generation 3 takes effect at the next boot\./);
    await bed().machine('one').reboot();
    assert.deepEqual(await generations(bed(), 'one'), [3]);
    assert.equal(await bed().machine('one').console('cat /etc/marker'), 'tested');
  });

  it('says where the mistake is when Nix finds one, and ends with that', async () => {
    project.setModule('one', '{ services.no-such-service.enable = true; }');
    const ran = await deploy();
    assert.equal(ran.code, 1);
    assert.match(lastLine(ran), /^✘ one was not changed\. Nix could not evaluate the configuration/);
    assert.match(ran.stderr, /no-such-service/);
    assert.deepEqual(await generations(bed(), 'one'), [3]);
  });

  it('takes a system that was built here with --build-on here', async () => {
    project.setModule('one', FILE('from here'));
    const ran = await deploy('--build-on', 'here');
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /^Building: on this computer$[^]*^Copying the system: to one$/m);
    assert.deepEqual(await generations(bed(), 'one'), [4]);
    assert.equal(await bed().machine('one').console('cat /etc/marker'), 'from here');
    assert.match(lastLine(await deploy()), /^✔ one is up to date/);
  });

  it('says that a reboot is needed, and with --reboot boots the new system on trial before it becomes the default', async () => {
    const { bootId } = await bed().machine('one').state();
    project.setModule('one', '{ boot.kernelParams = [ "threadirqs" ]; }');
    const switched = await deploy();
    assert.match(switched.stdout, /^Next: Its kernel, or what it is started with, changes at the next boot\./);
    assert.equal((await bed().machine('one').state()).bootId, bootId);

    const ran = await deploy('--reboot');
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(lastLine(ran), /^✔ one runs the new system, generation \d, was checked, and boots it from now on\./);
    const after = await bed().machine('one').state();
    assert.notEqual(after.bootId, bootId);
    assert.match(after.commandLine!, /threadirqs/);
    assert.deepEqual(await generations(bed(), 'one'), [5]);
  }).timeout(90_000);

  it('goes back when it is interrupted, and says so', async () => {
    project.setModule('one', SLOW);
    const running = project.start(['deploy']);
    await running.waitFor(/^Switching/m);
    running.signal('SIGINT');
    const ran = await running.ended;
    assert.equal(ran.code, 130);
    assert.match(ran.stderr, /Stopping: what can be undone is undone/);
    assert.match(lastLine(ran), /^✘ one was put back: it runs and boots generation 5, as before\. You stopped it\./);
    assert.deepEqual(await generations(bed(), 'one'), [5]);
  });

  it('is gone at the second Ctrl-C, after a word on what the machine does alone, which then happens', async () => {
    const running = project.start(['deploy', '--confirm-timeout', '5']);
    await running.waitFor(/^Switching/m);
    running.signal('SIGINT');
    await running.waitFor('Stopping');
    await pause(1000); // so that the machine has heard of it, and need not wait for the word until its time is over
    running.signal('SIGINT');
    const ran = await running.ended;
    assert.equal(ran.code, 130);
    assert.match(ran.stderr, /\nLeft at once\.[^\n]*\n(Without our word one will go back|What was begun on one is brought to its end)/);
    await until(async () => (await bed().machine('one').state()).lock === undefined);
    assert.deepEqual(await generations(bed(), 'one'), [5]);
  }).timeout(60_000);
});

describeOnBed('cdk deploy, on several machines', { kind: 'light', machines: ['desk', 'stage', 'foh'] }, (bed) => {
  let project: Studio;
  before(async () => {
    project = await studio(bed(), {
      machines: [{ machine: 'desk', props: "tags: ['canary']," }, { machine: 'stage', dependsOn: ['desk'] }, { machine: 'foh' }],
    });
  });
  const deploy = (...args: readonly string[]): Promise<Ran> => project.cdk(['deploy', ...args]);
  const at = (): Promise<readonly (number | string | undefined)[]> => generations(bed(), 'desk', 'stage', 'foh');

  it('switches all, each after those that it depends on', async () => {
    const ran = await deploy('--all');
    assert.equal(lastLine(ran), '✔ All 3 machines are fine: 3 switched.');
    assert.match(ran.stderr, /desk +\| ✔ desk runs the new system[^]*stage +\| Connecting/);
    assert.deepEqual(await at(), [2, 2, 2]);
  });

  it('goes on with the others when one fails, but not with those that depend on it', async () => {
    project.setModule('desk', FAILING);
    project.setModule('stage', FILE('second'));
    project.setModule('foh', FILE('second'));
    const ran = await deploy('--all');
    assert.equal(ran.code, 1);
    assert.equal(lastLine(ran), '✘ 1 of 3 machines is fine: 1 put back (desk), 1 not begun (stage), 1 switched.');
    assert.match(ran.stderr, /^stage {2}not begun {2}\S+ {2}it depends on desk, which did not come through$/m);
    assert.match(ran.stderr, /desk +\|.*the mixer is on fire/);
    assert.deepEqual(await at(), [2, 2, 3]);
  });

  it('does not go on to the next stage when a canary fails', async () => {
    project.setModule('foh', FILE('third'));
    const ran = await deploy('--all', '--stage', 'canary');
    assert.equal(lastLine(ran), '✘ 0 of 3 machines are fine: 1 put back (desk), 2 not begun (stage and foh).');
    assert.deepEqual(await at(), [2, 2, 3]);
  });

  it('brings back with --undo-done those that were switched, and they know what they run then', async () => {
    project.setModule('desk', FILE('fourth'));
    project.setModule('stage', FAILING);
    const ran = await deploy('desk', 'stage', '--undo-done');
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /^desk {3}put back {2}\S+ {2}on generation 2: stage did not come through, and --undo-done brings all back$/m);
    assert.deepEqual(await at(), [2, 2, 3]);

    project.setModule('stage', '{ }\n'); // as at the first deployment
    assert.equal(lastLine(await deploy('desk', 'stage')), '✔ All 2 machines are fine: 1 switched, 1 up to date.');
    assert.equal(await bed().machine('desk').console('cat /etc/marker'), 'fourth');
  }).timeout(60_000);

  it('tells of a machine that is off, and deploys to the others', async () => {
    await bed().machine('foh').crash();
    const ran = await deploy('--all', '--json');
    await bed().machine('foh').powerOn();
    assert.equal(ran.code, 1);
    const end = JSON.parse(ran.stdout.trim().split('\n').at(-1)!) as {
      readonly fine: boolean;
      readonly machines: readonly { readonly stack: string; readonly outcome: { readonly kind: string } }[];
    };
    const kinds = end.machines.map(({ stack, outcome }) => [stack, outcome.kind]);
    assert.deepEqual([end.fine, ...kinds], [false, ['desk', 'unchanged'], ['stage', 'unchanged'], ['foh', 'untouched']]);
  }).timeout(60_000);
});

async function until(holds: () => Promise<boolean>, seconds = 40): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(200)) if (await holds()) return;
  throw new Error(`It did not become so within ${seconds} s.`);
}
