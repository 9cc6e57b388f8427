import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type BedMachine, type Running, type Studio } from '../../test/bed';
import { pulumiEngine, pulumiEnvironment } from '../../test/support/pulumi';
import type { GateResult, StudioMachineArgs } from '../src';
import { PACKAGE } from './support/bundle';
import type { Report, Task } from './support/program';

const NAME = 'one';
const PROGRAM = join(PACKAGE, 'test', 'support', 'program.ts');
const file = (text: string, more = ''): string => `{ environment.etc.note.text = "${text}"; ${more} }`;
/** Time to do something to the engine while the machine activates. */
const SLOW = 'system.activationScripts.slow = "sleep 3";';
const CHECK = `if (require('node:fs').existsSync('failing-check'))
  stack.addHealthCheck(cdk.HealthCheck.command('mixer', ['sh', '-c', 'echo it is off >&2; exit 1'], { within: cdk.Duration.seconds(1) }));`;

interface Stored {
  readonly checkpoint: { readonly latest: { readonly resources?: readonly { readonly urn: string; readonly type: string }[] } };
}

const engine = pulumiEngine();

('why' in engine ? (title: string): unknown => describe.skip(`${title} (left out: ${engine.why})`, () => undefined) : describeOnBed)(
  'a StudioMachine in a Pulumi program',
  { kind: 'light', machines: [NAME] },
  (bed) => {
    let project: Studio;
    let env: Record<string, string>;
    let folder: string;
    const machine = (): BedMachine => bed().machine(NAME);
    const note = async (): Promise<string> => (await machine().console('cat /etc/note 2>/dev/null || true')).trim();

    const synth = async (module: string): Promise<void> => {
      project.setModule(NAME, module);
      const { code, stderr } = await project.cdk(['synth', '--quiet']);
      assert.equal(code, 0, stderr);
    };
    const start = (verb: string, more: Partial<Task> = {}, args: Partial<StudioMachineArgs> = {}, home?: string): Running => {
      const task: Task = { folder, args: { assembly: join(project.folder, 'cdk.out'), stack: NAME, confirmWithin: 8, ...args }, ...more };
      return bed().operator.spawn([process.execPath, '-r', 'tsx/cjs', PROGRAM, verb, JSON.stringify(task)], {
        cwd: PACKAGE,
        env: { ...env, ...(home !== undefined && { HOME: home }) },
        timeoutMs: 60_000,
      });
    };
    const run = async (...call: Parameters<typeof start>): Promise<Report> => {
      const { stdout, stderr } = await start(...call).ended;
      assert.notEqual(stdout, '', stderr);
      return JSON.parse(stdout) as Report;
    };
    const stateFolder = (): string => env['PULUMI_BACKEND_URL']!.slice('file://'.length);
    const stored = (): string => {
      const stacks = join(stateFolder(), '.pulumi', 'stacks');
      const [state] = readdirSync(stacks, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('home.json'));
      return readFileSync(join(stacks, state!), 'utf8');
    };

    const resources = (): readonly string[] =>
      ((JSON.parse(stored()) as Stored).checkpoint.latest.resources ?? [])
        .filter(({ type }) => type.startsWith('command:remote:'))
        .map(({ urn }) => urn.split('::').at(-1)!);
    const byKey = (): Partial<Task> => ({ keyFile: join(bed().operator.home, '.ssh', 'id_ed25519'), hostKey: machine().hostKey });
    /** The process that has the lock of the state, and its provider. What is left of the lock goes, as by `pulumi cancel`. */
    const killEngine = async (): Promise<void> => {
      const locks = join(stateFolder(), '.pulumi', 'locks');
      const [lock] = readdirSync(locks, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
      const { pid } = JSON.parse(readFileSync(join(locks, lock!), 'utf8')) as { readonly pid: number };
      const script = 'kill -KILL $1 $(cat /proc/$1/task/*/children)';
      assert.equal((await bed().operator.run(['sh', '-c', script, 'sh', String(pid)])).code, 0);
      rmSync(join(locks, lock!));
    };

    before(async function () {
      this.timeout(60_000);
      project = await studio(bed(), { machines: [{ machine: NAME, code: CHECK }] });
      folder = join(bed().operator.home, 'pulumi');
      mkdirSync(folder);
      env = pulumiEnvironment(folder);
    });

    it('is shown by a preview before anybody knows where it is, and nothing is changed by that', async () => {
      await synth(file('first'));
      const before = await machine().state();
      const preview = await run('preview', byKey());
      assert.deepEqual(preview.changes, { create: 8 }, preview.failure);
      assert.deepEqual(preview.said, []);
      assert.deepEqual(await machine().state(), before);
    });

    it('is deployed by a key that the program has, in its place among the others', async () => {
      const home = join(folder, 'nobody'); // with no key of its own, and which knows no machine
      mkdirSync(home);
      const { failure, changes, outputs } = await run('up', byKey(), {}, home);
      assert.equal(failure, undefined);
      const { runningSystem, defaultSystem } = await machine().state();
      const { gates, ...rest } = outputs as { readonly gates: readonly GateResult[] };
      assert.deepEqual(rest, { system: runningSystem, generation: 2, outcome: 'switched', after: `after ${runningSystem}` });
      assert.deepEqual(changes, { create: 8 });
      assert.deepEqual([await note(), defaultSystem], ['first', runningSystem]);
      assert.deepEqual(gates.at(-1), { id: 'units', verdict: 'pass', text: 'no service failed' });
      assert.deepEqual(resources(), ['laptop-files', 'laptop-receive', 'laptop-start', 'laptop-confirm']);
      assert.doesNotMatch(stored(), /PRIVATE KEY|agentSocketPath":"|ssh-ed25519/);
    });

    it('is left alone when nothing changed, also where one gets to it by another way', async () => {
      const before = await machine().state();
      const { changes, outputs, failure } = await run('up');
      assert.deepEqual(changes, { same: 8 }, failure);
      assert.deepEqual([outputs['outcome'], outputs['generation'], outputs['gates']], ['unchanged', 2, []]);
      assert.deepEqual(await machine().state(), before);
    });

    it('goes back when the engine is killed in the middle, without anybody who would do it', async () => {
      const before = await machine().state();
      await synth(file('second', SLOW));
      const running = start('up');
      await running.waitFor(/^activating$/m, 30_000);
      await killEngine();
      assert.equal((await running.ended).code, 1);
      const after = await machine().state();
      assert.deepEqual([after.runningSystem, after.defaultSystem], [before.runningSystem, before.defaultSystem]);
      assert.equal(await note(), 'first');
    });

    it('fails the run when a check does, is put back, and the word is not written down', async () => {
      const before = await machine().state();
      writeFileSync(join(project.folder, 'failing-check'), '');
      await synth(file('third'));
      rmSync(join(project.folder, 'failing-check'));
      const { failure, said, outputs } = await run('up');
      assert.ok(failure !== undefined, JSON.stringify(outputs));
      assert.match(said.join('\n'), /^error laptop: one was put back: it runs and boots generation 2, as before\. .*it is off/m);
      const after = await machine().state();
      assert.deepEqual([after.runningSystem, after.defaultSystem], [before.runningSystem, before.defaultSystem]);
    });

    it('ends with the engine when a step cannot be done, and nothing was changed', async () => {
      const before = await machine().state();
      await machine().console('mv /root/.cache /root/.cache-away; touch /root/.cache');
      await synth(file('nowhere'));
      const { failure, said } = await run('up');
      await machine().console('rm /root/.cache; if [ -e /root/.cache-away ]; then mv /root/.cache-away /root/.cache; fi');
      assert.ok(failure !== undefined);
      assert.match(said.join('\n'), /^error laptop-files: /m);
      assert.deepEqual(await machine().state(), before);
    });

    it('is deployed again once all is well, and what depends on it follows', async () => {
      await synth(file('fourth'));
      const { changes, outputs, failure } = await run('up');
      assert.equal(failure, undefined);
      assert.equal(await note(), 'fourth');
      assert.equal(outputs['after'], `after ${(await machine().state()).runningSystem}`);
      assert.deepEqual(changes, { replace: 5, same: 3 });
    });

    it('is not touched when the program’s stack is destroyed', async () => {
      const before = await machine().state();
      const { failure } = await run('destroy');
      assert.equal(failure, undefined);
      assert.deepEqual(resources(), []);
      assert.deepEqual(await machine().state(), before);
    });
  },
);
