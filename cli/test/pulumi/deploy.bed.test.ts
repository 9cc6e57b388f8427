import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type Bed, type BedMachine, type Ran, type Running, type Studio } from '../../../test/bed';
import { pulumiEngine, pulumiEnvironment } from '../../../test/support/pulumi';
import '../support/cli'; // brings the command line up to date

const [ONE, TWO] = ['one', 'two'] as const;
const file = (text: string, more = ''): string => `{ pkgs, lib, ... }: { environment.etc.note.text = "${text}"; ${more} }`;
/** Time to do something to the engine while the machine activates. */
const SLOW = 'system.activationScripts.slow = "sleep 3";';
const CHECK = `if (require('node:fs').existsSync('failing-check'))
  stack.addHealthCheck(cdk.HealthCheck.command('mixer', ['sh', '-c', 'echo it is off >&2; exit 1'], { within: cdk.Duration.seconds(1) }));`;

interface Stored {
  readonly checkpoint: { readonly latest: { readonly resources?: readonly { readonly urn: string; readonly type: string }[] } };
}

const engine = pulumiEngine();

('why' in engine ? (title: string): unknown => describe.skip(`${title} (left out: ${engine.why})`, () => undefined) : describeOnBed)(
  'cdk deploy --engine pulumi',
  { kind: 'light', machines: [ONE, TWO] },
  (bed) => {
    let project: Studio;
    let env: Record<string, string>;
    const machine = (name: string): BedMachine => bed().machine(name);
    const note = async (name: string = ONE): Promise<string> => (await machine(name).console('cat /etc/note 2>/dev/null || true')).trim();
    const start = (...args: readonly string[]): Running => project.start([...args, '--engine', 'pulumi'], { env, timeoutMs: 90_000 });
    const cdk = (...args: readonly string[]): Promise<Ran> => start(...args).ended;
    const last = ({ stdout, stderr }: Ran): string => (stdout.trim() || stderr.trim()).split('\n').at(-1)!;
    const deploy = (...args: readonly string[]): Promise<Ran> => cdk('deploy', ...args, '--confirm-timeout', '8', '--patience', '20');
    /** What Pulumi has written down of a machine: the names of its resources, without the component and the stack. */
    const state = (): string => join(project.folder, 'pulumi-state', '.pulumi');
    const stored = (name: string = ONE): string => readFileSync(join(state(), 'stacks', 'studio', `${name}.json`), 'utf8');
    const resources = (name: string = ONE): readonly string[] =>
      ((JSON.parse(stored(name)) as Stored).checkpoint.latest.resources ?? [])
        .filter(({ type }) => type.startsWith('command:remote:'))
        .map(({ urn }) => urn.split('::').at(-1)!);

    before(async function () {
      this.timeout(60_000);
      const machines = [ONE, TWO].map((name) => ({ machine: name, code: CHECK }));
      project = await studio(bed(), { machines });
      const { PULUMI_BACKEND_URL: _, ...rest } = pulumiEnvironment(mkdtempSync(join(project.folder, '.pulumi-home-')));
      env = rest;
    });

    it('is previewed by cdk diff, and nothing is changed by that', async () => {
      project.setModule(ONE, file('first'));
      const before = await machine(ONE).state();
      const ran = await cdk('diff', ONE);
      assert.equal(ran.code, 2, ran.stderr);
      assert.equal(ran.stdout, `one would be deployed:\n  6 resources would be made\n`);
      assert.deepEqual(await machine(ONE).state(), before);
    });

    it('switches the machine, and writes down each step, in the folder of the project', async () => {
      const ran = await deploy(ONE);
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(last(ran), /^✔ one runs the new system, generation 2, was checked, and boots it from now on\./);
      assert.equal(await note(), 'first');
      assert.deepEqual(resources(), ['one-files', 'one-receive', 'one-start', 'one-confirm']);
    });

    it('keeps neither a key nor where it goes in the clear, and the passphrase nowhere', () => {
      const kept = readdirSync(join(project.folder, 'pulumi-state'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      assert.ok(kept.length > 2);
      for (const text of kept) assert.doesNotMatch(text, /PRIVATE KEY|ssh-ed25519|a passphrase|agentSocketPath":"/);
    });

    it('has nothing to do for a machine that is as it was left, and Pulumi is of the same opinion', async () => {
      const before = await machine(ONE).state();
      const ran = await deploy(ONE);
      assert.match(last(ran), /^✔ one is up to date: generation 2 is this configuration\. Nothing was done\./);
      assert.deepEqual(await machine(ONE).state(), before);
      const preview = await cdk('diff', ONE, '--json');
      assert.equal(preview.code, 0, preview.stderr);
      assert.deepEqual(JSON.parse(preview.stdout), { stack: ONE, resources: { same: 6 }, isUnchanged: true });
    });

    it('does nothing with a passphrase that is not the one of the state, and says so', async () => {
      const before = await machine(ONE).state();
      const wrong = { ...env, PULUMI_CONFIG_PASSPHRASE: 'another one' };
      const ran = await project.cdk(['deploy', ONE, '--engine', 'pulumi'], { env: wrong });
      assert.equal(ran.code, 1);
      assert.match(last(ran), /^✘ one was not changed\. This is not the passphrase that Pulumi’s state was made with [^:]*$/);
      assert.deepEqual(await machine(ONE).state(), before);
    });

    it('replaces all steps when the studio says something else', async () => {
      project.setModule(ONE, file('second'));
      const preview = await cdk('diff', ONE, '--json');
      assert.deepEqual(JSON.parse(preview.stdout), { stack: ONE, resources: { replace: 4, same: 2 }, isUnchanged: false });
      const ran = await deploy(ONE);
      assert.equal(ran.code, 0, ran.stderr);
      assert.equal(await note(), 'second');
      assert.deepEqual(resources(), ['one-files', 'one-receive', 'one-start', 'one-confirm']);
    });

    it('goes on with its steps after a connection broke between two of them', async () => {
      project.setModule(
        ONE,
        file('second and a half', 'environment.systemPackages = [ (pkgs.runCommand "slow" { } "sleep 4; mkdir $out") ];'),
      );
      const running = start('deploy', ONE, '--patience', '20');
      await running.waitFor(/^Building/m, 30_000);
      await machine(ONE).console('pkill -f "^sshd: root@notty" || pkill -f "^sshd: root"');
      const ran = await running.ended;
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stderr, /^warning .*/m); // it was noticed
      assert.deepEqual(resources(), ['one-files', 'one-receive', 'one-start', 'one-confirm']);
    });

    it('undoes what does not pass a check, and the word that was not given is not written down', async () => {
      const before = await machine(ONE).state();
      project.setModule(ONE, file('third'));
      writeFileSync(join(project.folder, 'failing-check'), '');
      const ran = await deploy(ONE);
      rmSync(join(project.folder, 'failing-check'));
      assert.equal(ran.code, 1);
      assert.match(last(ran), /^✘ one was put back: it runs and boots generation 4, as before\. .*it is off\./);
      const after = await machine(ONE).state();
      assert.deepEqual([after.runningSystem, after.defaultSystem], [before.runningSystem, before.defaultSystem]);
      assert.ok(!resources().includes('one-confirm'), stored());
      const again = await deploy(ONE);
      assert.equal(again.code, 0, again.stderr);
      assert.equal(await note(), 'third');
    });

    it('notices that somebody else has changed the machine', async () => {
      await machine(ONE).console(
        'top=$(readlink -f /nix/var/nix/profiles/system-1-link) && nix-env -p /nix/var/nix/profiles/system --set "$top" && "$top"/bin/switch-to-configuration switch',
      );
      const refused = await deploy(ONE);
      assert.equal(refused.code, 1);
      assert.match(last(refused), /^✘ one was not changed\./);
      const ran = await deploy(ONE, '--adopt');
      assert.equal(ran.code, 0, ran.stderr);
      assert.equal(await note(), 'third');
    });

    it('takes a machine over that was deployed without it, and does nothing to it', async () => {
      project.setModule(TWO, file('without'));
      assert.equal((await project.cdk(['deploy', TWO])).code, 0);
      const before = await machine(TWO).state();
      const ran = await deploy(TWO);
      assert.match(last(ran), /^✔ two is up to date/, ran.stderr);
      assert.deepEqual(await machine(TWO).state(), before);
      assert.deepEqual(resources(TWO), ['two-files', 'two-receive', 'two-start', 'two-confirm']);
    });

    it('deploys several machines at once, each with a state of its own', async () => {
      project.setModule(ONE, file('both'));
      project.setModule(TWO, file('both'));
      const ran = await deploy('--all');
      assert.equal(ran.code, 0, ran.stderr);
      assert.deepEqual([await note(ONE), await note(TWO)], ['both', 'both']);
    });

    it('goes on after an engine that was killed in the middle: the machine went back, and the next run knows what to do', async () => {
      const before = await machine(ONE).state();
      project.setModule(ONE, file('fourth', SLOW));
      const running = start('deploy', ONE, '--confirm-timeout', '8');
      await running.waitFor(/^Switching/m, 30_000);
      await killEngine(bed(), project);
      const ran = await running.ended;
      assert.equal(ran.code, 1, ran.stdout);
      assert.match(last(ran), /^✘ one was put back/);
      assert.equal((await machine(ONE).state()).runningSystem, before.runningSystem);
      assert.equal(locksOf(project.folder).length, 1);

      const again = await deploy(ONE);
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /was still locked by a run on this computer that is gone\. The lock was taken away\./);
      assert.equal(await note(), 'fourth');
      assert.doesNotMatch(stored(), /"pending_operations":\s*\[\s*\{/);
    });

    it('says who has the state when somebody has it', async () => {
      project.setModule(ONE, file('fifth', SLOW));
      const running = start('deploy', ONE);
      await running.waitFor(/^Building|^Switching/m, 30_000);
      const second = await deploy(ONE);
      assert.equal(second.code, 1);
      assert.match(last(second), /^✘ one was not changed\. Somebody is changing the Pulumi state of «one»: created by \S+ \(pid \d+\)/);
      assert.equal((await running.ended).code, 0);
    });

    it('does nothing to a machine whose stack is destroyed', async () => {
      const before = await machine(TWO).state();
      const pulumi = await bed().operator.run(['pulumi', 'destroy', '--yes', '--stack', TWO, '--non-interactive'], {
        cwd: join(project.folder, 'pulumi-state'),
        env: { ...env, PULUMI_BACKEND_URL: `file://${project.folder}/pulumi-state` },
        timeoutMs: 60_000,
      });
      assert.equal(pulumi.code, 0, pulumi.stdout + pulumi.stderr);
      assert.deepEqual(resources(TWO), []);
      assert.deepEqual(await machine(TWO).state(), before);
    });
  },
);

/** The process that has the lock of the state, and no other. */
async function killEngine(bed: Bed, { folder }: Studio): Promise<void> {
  const [lock, ...others] = locksOf(folder);
  assert.deepEqual(others, []);
  const { pid } = JSON.parse(readFileSync(lock!, 'utf8')) as { pid: number };
  assert.equal((await bed.operator.run(['kill', '-KILL', String(pid)])).code, 0);
}

function locksOf(folder: string): readonly string[] {
  const locks = join(folder, 'pulumi-state', '.pulumi', 'locks');
  return readdirSync(locks, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(locks, name));
}
