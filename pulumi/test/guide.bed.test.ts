import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type Ran, type Studio } from '../../test/bed';
import { pulumiEngine, pulumiEnvironment } from '../../test/support/pulumi';
import '../../cli/test/support/cli'; // brings the command line up to date
import { PACKAGE, REPOSITORY } from './support/bundle';
import type { Report, Task } from './support/program';

const NAME = 'studio-laptop';
const PROGRAM = join(PACKAGE, 'test', 'support', 'program.ts');
const document = readFileSync(join(REPOSITORY, 'docs', 'pulumi.md'), 'utf8');
const [, index = ''] = /^```ts program\n([^]*?)^```$/m.exec(document) ?? [];
/** The calls of step 3, each with what the guide says that it prints. */
const [, steps = ''] = /\*\*3\. Look, and deploy\.\*\*\n\n```console\n([^]*?)^```$/m.exec(document) ?? [];
const CALLS = steps
  .split(/^\$ /m)
  .slice(1)
  .map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n') + 1)] as const);

const engine = pulumiEngine();

('why' in engine ? (title: string): unknown => describe.skip(`${title} (left out: ${engine.why})`, () => undefined) : describeOnBed)(
  'what docs/pulumi.md says',
  { kind: 'light', machines: [NAME] },
  (bed) => {
    let project: Studio;
    let env: Record<string, string>;

    before(async function () {
      this.timeout(60_000);
      project = await studio(bed(), { machines: [NAME], folder: 'my-studio' });
      env = pulumiEnvironment(join(bed().operator.home, 'pulumi'));
    });

    it('deploys a machine by the command line, and prints what it says', async () => {
      const { PULUMI_BACKEND_URL: _, ...alone } = env; // the state is the project's own
      const ran: Ran[] = [];
      for (const [call, said] of CALLS) {
        const [program, ...args] = call.split(' ');
        assert.equal(program, 'cdk');
        ran.push(await project.cdk(args, { env: alone }));
        if (said !== '') assert.equal(ran.at(-1)!.stdout, said, ran.at(-1)!.stderr);
      }
      assert.deepEqual(
        ran.map(({ code }) => code),
        [2, 0, 0],
      );
      assert.ok(existsSync(join(project.folder, 'pulumi-state', 'Pulumi.yaml')));
    });

    it('has a program that takes the same machine over, and makes something else', async () => {
      const folder = join(bed().operator.home, 'rehearsal');
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
      writeFileSync(join(folder, 'index.ts'), index);
      symlinkSync(PACKAGE, join(folder, 'node_modules', 'studio-cdk-pulumi'));
      symlinkSync(join(REPOSITORY, 'node_modules', '@pulumi'), join(folder, 'node_modules', '@pulumi'));
      const before = await bed().machine(NAME).state();
      const task: Partial<Task> = { folder, index: join(folder, 'index.ts') };
      const { stdout, stderr } = await bed().operator.run(['node', '-r', 'tsx/cjs', PROGRAM, 'up', JSON.stringify(task)], {
        cwd: folder,
        env: { ...env, NODE_PATH: join(REPOSITORY, 'node_modules') },
      });
      assert.notEqual(stdout, '', stderr);
      const { outputs, failure } = JSON.parse(stdout) as Report;
      assert.equal(failure, undefined);
      assert.deepEqual(outputs, { system: before.runningSystem, generation: 2 });
      assert.equal(readFileSync(join(folder, 'takes', 'system.txt'), 'utf8'), `${before.runningSystem}\n`);
      assert.deepEqual(await bed().machine(NAME).state(), before);
    });
  },
);
