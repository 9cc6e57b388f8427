import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type Ran, type Studio } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date

const SLOW = '{ system.activationScripts.slow = "sleep 6"; }';
const ALICE = { name: 'two', users: [{ name: 'alice', password: 'open sesame', isAdministrator: true }] };

describeOnBed('commands around a deployment', { kind: 'systemd', machines: ['one', ALICE] }, (bed) => {
  let project: Studio;
  let password: string;
  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: ['one', { machine: 'two', target: "user: 'alice'," }] });
    password = secret('open sesame');
    const ran = await cdk('deploy', '--all', '--sudo-password-file', password);
    assert.equal(ran.code, 0, ran.stderr);
  });
  const cdk = (...args: readonly string[]): Promise<Ran> => project.cdk(args);

  function secret(text: string): string {
    const file = join(bed().operator.home, `password-${text.length}`);
    writeFileSync(file, `${text}\n`);
    chmodSync(file, 0o600);
    return file;
  }

  describe('cdk status', () => {
    it('says what each machine runs, and since when', async () => {
      const { code, stdout } = await cdk('status', '--sudo-password-file', password);
      assert.equal(code, 0);
      const [heading, one, two] = stdout.split('\n');
      assert.match(heading!, /^NAME {2}STANDING {4}GENERATION {2}NIXOS +DEPLOYED +TO NOTE$/);
      assert.match(one!, /^one {3}up to date {2}2 {11}26\.\d\d\S* +\d+ s ago by \S+@\S+ +-$/);
      assert.match(two!, /^two {3}up to date/);
    });

    it('says why a machine gave no answer, and ends with 1', async () => {
      const { code, stdout } = await cdk('status');
      assert.equal(code, 1);
      assert.match(stdout, /^one {3}up to date/m);
      assert.match(stdout, /^two {3}no access .*alice@two/m);
    });

    it('tells programs all it knows', async () => {
      const [one] = JSON.parse((await cdk('status', 'one', '--json')).stdout) as {
        stack: string;
        standing: string;
        facts: { generation: number };
      }[];
      assert.deepEqual([one!.stack, one!.standing, one!.facts.generation], ['one', 'up to date', 2]);
    });
  });

  describe('cdk generations', () => {
    it('lists what a machine keeps, and says which of it runs and boots', async () => {
      const { stdout } = await cdk('generations', 'one');
      assert.match(
        stdout,
        /^NUMBER {2}MADE .*\n1 {7}\d{4}-\d\d-\d\d \d\d:\d\d .*was booted\n2 .*runs now, boots next, deployment \d{8}-\d{6}-\w{6}\n$/,
      );
    });

    it('wants one machine', async () => {
      assert.match((await cdk('generations')).stderr, /^This is about one machine, and one and two are 2\. Name one of them\.$/m);
    });
  });

  describe('cdk logs', () => {
    it('prints what the last deployment said', async () => {
      assert.match((await cdk('logs', 'one')).stdout, /^building .*\n[^]*^activating the configuration\.\.\.$/m);
    });

    it('says so of a deployment that the machine does not know', async () => {
      const { code, stderr } = await cdk('logs', 'one', '20200101-000000-abcdef');
      assert.equal(code, 1);
      assert.match(stderr, /^one has no log of a deployment «20200101-000000-abcdef»/);
      assert.match((await cdk('logs', 'one', '../../etc/shadow')).stderr, /is not the name of a deployment/);
    });
  });

  describe('cdk exec', () => {
    it('runs a program on all, each line with its machine, and ends with the highest exit code', async () => {
      const { code, stdout, stderr } = await cdk(
        'exec',
        '--all',
        '--',
        'sh',
        '-c',
        'id -un; echo "$1" >&2; [ "$(hostname)" = one ] || exit 7',
        'sh',
        "it's; $HOME",
      );
      assert.equal(code, 7);
      assert.deepEqual(stdout.trim().split('\n').sort(), ['one | root', 'two | alice']);
      assert.deepEqual(stderr.trim().split('\n').sort(), ["one | it's; $HOME", "two | it's; $HOME"]);
    });

    it('runs it as root with --sudo', async () => {
      const { stdout } = await cdk('exec', 'two', '--sudo', '--sudo-password-file', password, '--', 'id', '-un');
      assert.equal(stdout, 'root\n');
    });

    it('gives the program its own options, and no escape sequence to our terminal', async () => {
      const { code, stdout } = await cdk('exec', 'one', '--', 'printf', '--', '\\033[2J%s\\n', '--all');
      assert.deepEqual([code, stdout], [0, '--all\n']);
    });

    it('goes where the configuration of ssh says that is named, whatever the user has', async () => {
      const file = join(bed().operator.home, 'other.conf');
      writeFileSync(file, `Host one\n  IdentityFile ${join(bed().operator.home, '.ssh', 'id_ed25519')}\n`);
      for (const transport of ['ssh2', 'openssh']) {
        const { stdout, stderr } = await cdk('exec', 'one', '--ssh-config', file, '--transport', transport, '--', 'hostname');
        assert.equal(stdout, 'one\n', stderr);
      }
      writeFileSync(file, 'Host one\n  Port 1\n');
      assert.match(
        (await cdk('exec', 'one', '--ssh-config', file, '--', 'hostname')).stderr,
        /one:1 is there, but nothing listens for ssh/,
      );
    });

    it('wants to know what to run', async () => {
      assert.match((await cdk('exec', 'one')).stderr, /^What is to be run\? Write it behind two dashes/);
    });
  });

  describe('cdk rollback', () => {
    it('puts a machine back on the generation before, for good, and knows what that is', async () => {
      const { code, stdout } = await cdk('rollback', 'one');
      assert.equal(code, 0);
      assert.match(stdout, /^✔ one runs generation 1 again, was checked, and boots it from now on\./m);
      const { generation, runningSystem, defaultSystem } = await bed().machine('one').state();
      assert.deepEqual([generation, runningSystem], [1, defaultSystem]);
      assert.match((await cdk('status', 'one')).stdout, /^one {3}differs +1 /m);
    });

    it('goes to a generation that is named', async () => {
      assert.equal((await cdk('rollback', 'one', '--to', '2')).code, 0);
      assert.equal((await bed().machine('one').state()).generation, 2);
      assert.match((await cdk('status', 'one')).stdout, /^one {3}up to date +2 /m);
    });

    it('refuses what is not there', async () => {
      assert.match((await cdk('rollback', 'one', '--to', '9')).stderr, /^one has no generation 9\. There are 1 and 2/m);
      assert.match((await cdk('rollback', 'one', '--to', 'last')).stderr, /^one has no generation of the name «last», or of any other\./m);
      assert.match((await cdk('rollback', 'one', '--to', '-1')).stderr, /^--to «-1» is not the number of a generation, nor a name/m);
    });
  });

  describe('cdk unlock', () => {
    it('says of a free machine that it is free', async () => {
      const { code, stdout } = await cdk('unlock', 'one');
      assert.deepEqual([code, stdout], [0, '✔ one was free already.\n']);
    });

    it('leaves a deployment alone that goes on, and ends it with --force: the machine goes back', async () => {
      project.setModule('one', SLOW);
      const deployment = project.start(['deploy', 'one']);
      await deployment.waitFor(/^Switching/m);
      const refused = await cdk('unlock', 'one');
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /^\S+@\S+ is deploying to one since \d+ s \(phase «activate»\), and that goes on\./);

      const forced = await cdk('unlock', 'one', '--force');
      assert.equal(forced.code, 0, forced.stderr);
      assert.match(forced.stdout, /^✔ one is free: the deployment «\S+» was ended, and the machine went back to what it ran before\.$/m);
      assert.equal((await deployment.ended).code, 1);
      const { generation, lock, armed } = await bed().machine('one').state();
      assert.deepEqual([generation, lock, armed], [2, undefined, undefined]);
    }).timeout(60_000);
  });

  describe('a user who is not root', () => {
    it('is told before anything is sent that the password is wrong', async () => {
      project.setModule('two', SLOW);
      const { code, stdout, stderr } = await cdk('deploy', 'two', '--sudo-password-file', secret('open'));
      assert.equal(code, 1);
      assert.match(stderr, /✘ two was not changed\. .*password/);
      assert.doesNotMatch(`${stdout}${stderr}`, /Sending|open sesame/);
    });

    it('is told that a password is wanted, where there is no terminal to ask for it', async () => {
      const { stderr } = await cdk('deploy', 'two');
      assert.match(stderr, /✘ two was not changed\. .*(password|sudo)/);
    });
  });
});

const DEPLOYER = { name: 'one', users: [{ name: 'deploy', mayRun: ['/run/current-system/sw/bin/studio-cdk-guard'] }] };

describeOnBed('a user who may run the guard and nothing else as root', { kind: 'light', machines: [DEPLOYER] }, (bed) => {
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    const first = await studio(bed(), { folder: 'first', machines: ['one'] });
    assert.equal((await first.cdk(['deploy'])).code, 0); // brings the guard
    project = await studio(bed(), { machines: [{ machine: 'one', target: "user: 'deploy', passwordless: true," }] });
  });

  it('can deploy, look, and go back', async () => {
    for (const [args, said] of [
      [['deploy'], /^✔ one runs the new system, generation 3/m],
      [['status'], /^one {3}up to date/m],
      [['rollback'], /^✔ one runs generation 2 again/m],
      [['logs'], /^switching profile from version 3 to 2$/m],
    ] as const) {
      const { code, stdout, stderr } = await project.cdk(args);
      assert.equal(code, 0, stderr);
      assert.match(stdout, said);
    }
  }).timeout(60_000);

  it('cannot run anything else as root', async () => {
    const { code, stdout } = await project.cdk(['exec', '--sudo', '--', 'id', '-un']);
    assert.deepEqual([code, stdout], [1, '']);
  });
});
