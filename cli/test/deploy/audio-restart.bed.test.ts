import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type BedMachine, type Ran, type Studio } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date

const GUARD = '/run/current-system/sw/bin/studio-cdk-guard';
const MACHINES = [{ name: 'one', users: [{ name: 'alice' }, { name: 'carla', mayRun: [GUARD] }] }];

/** What PipeWire computes at a time stands in a file beside the program. */
const CODE = `
const { existsSync, readFileSync } = require('node:fs');
const quantum = existsSync('quantum') ? Number(readFileSync('quantum', 'utf8')) : 1024;
const extraConfig = { pipewire: { '10-bed': { 'context.properties': { 'default.clock.quantum': quantum } } } };
new cdk.NixosOption(stack, 'Pipewire', { path: 'services.pipewire', value: { enable: true, extraConfig } });
if (existsSync('failing-check')) stack.addHealthCheck(cdk.HealthCheck.command('desk', ['false'], { within: cdk.Duration.seconds(1) }));
`;

/** There is no session of systemd on a machine of the bed. This stands in for its control: it is told which units, and restarts the real PipeWire. */
const SYSTEMCTL = `{ pkgs, ... }: {
  environment.systemPackages = [
    (pkgs.writeTextFile {
      name = "systemctl";
      destination = "/bin/systemctl";
      executable = true;
      text = ''
        #!/bin/sh
        [ "$(id -u)" = 0 ] || { echo "Failed to connect to bus: Permission denied" >&2; exit 1; }
        echo "$*" >>/var/log/systemctl
        exec sh /srv/pipewire
      '';
    })
  ];
}`;

const RUNTIME = 'XDG_RUNTIME_DIR=/run/user/1000';
const PIPEWIRE = `mkdir -p /srv; cat >/srv/pipewire <<'END'
/usr/bin/pkill -x pipewire; while /usr/bin/pgrep -x pipewire >/dev/null; do sleep 0.05; done
mkdir -p /run/user/1000 && chown alice /run/user/1000 && chmod 700 /run/user/1000
/usr/bin/setsid /usr/sbin/runuser -u alice -- env ${RUNTIME} /usr/bin/pipewire </dev/null >/var/log/pipewire.log 2>&1 &
until /usr/sbin/runuser -u alice -- env ${RUNTIME} /usr/bin/pw-cli info 0 >/dev/null 2>&1; do sleep 0.05; done
END
sh /srv/pipewire`;

const why = ['pipewire', 'pw-cli', 'pw-metadata'].find((program) => !existsSync(`/usr/bin/${program}`));
const title = 'a deployment that gives PipeWire new settings';

if (why !== undefined) describe.skip(`${title} (left out: this computer has no ${why})`, () => undefined);
else
  describeOnBed(title, { kind: 'light', machines: MACHINES }, (bed) => {
    let project: Studio;
    const one = (): BedMachine => bed().machine('one');
    const deploy = (quantum: number, ...args: readonly string[]): Promise<Ran> => {
      writeFileSync(join(project.folder, 'quantum'), String(quantum));
      return project.cdk(['deploy', ...args]);
    };
    const quantum = async (): Promise<string | undefined> => {
      const said = await one().console(`runuser -u alice -- env ${RUNTIME} /usr/bin/pw-metadata -n settings 0 clock.quantum`);
      return /value:'(\d+)'/.exec(said)?.[1];
    };
    const asked = async (): Promise<readonly string[]> =>
      (await one().console('cat /var/log/systemctl 2>/dev/null || true')).split('\n').filter((line) => line !== '');

    before(async function () {
      this.timeout(60_000);
      project = await studio(bed(), { machines: [{ machine: 'one', code: CODE, module: SYSTEMCTL }] });
      assert.equal((await deploy(1024)).code, 0);
      await one().console(PIPEWIRE, { timeoutMs: 10_000 });
      assert.equal(await quantum(), '1024');
    });

    it('says before and afterwards that PipeWire goes on with the old ones', async () => {
      const ran = await deploy(256);
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stderr, /^warning The settings of PipeWire change\. The switch stops nothing of it: [^]*^Switching/m);
      assert.match(ran.stderr, /^Switching[^]*^warning PipeWire has new settings, and PipeWire of alice goes on with the old ones/m);
      assert.equal(await quantum(), '1024');
      assert.deepEqual(await asked(), []);
    }).timeout(30_000);

    it('restarts it with --restart-audio, before the checks', async () => {
      const ran = await deploy(128, '--restart-audio');
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stderr, /^warning The settings of PipeWire change, and PipeWire of alice is restarted after the switch/m);
      assert.equal(await quantum(), '128');
      assert.deepEqual(await asked(), [
        '--user --machine=alice@.host try-restart pipewire.service pipewire-pulse.service wireplumber.service',
      ]);
    }).timeout(30_000);

    it('restarts it once more when the deployment is undone', async () => {
      writeFileSync(join(project.folder, 'failing-check'), '');
      const ran = await deploy(64, '--restart-audio');
      assert.equal(ran.code, 1);
      assert.match(ran.stderr, /✘ one was put back/);
      assert.equal((await asked()).length, 3);
      assert.equal(await quantum(), '128');
    }).timeout(30_000);

    it('says so where who deploys may run nothing but the guard', async () => {
      const folder = 'by-carla';
      const theirs = await studio(bed(), {
        machines: [{ machine: 'one', code: CODE, module: SYSTEMCTL, target: "user: 'carla'" }],
        folder,
      });
      writeFileSync(join(theirs.folder, 'quantum'), '512');
      const ran = await theirs.cdk(['deploy', '--restart-audio']);
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stderr, /warning PipeWire of alice could not be restarted.*Who deploys may run nothing but the guard as root there/);
    }).timeout(30_000);
  });
