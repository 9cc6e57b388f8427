import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeOnBed, studio, type Studio } from '../../../test/bed';

/** With a file that is no text: it comes back from the machine as it went there. */
const CODE = `  stack.addModule('modules/pictures');
  new cdk.RealtimeKernel(stack, 'Kernel', { swappiness: 10 });
  const plugins = new cdk.PluginBundle(stack, 'Plugins', { plugins: ['calf'] });
  new cdk.DawHost(stack, 'Ardour', { daw: cdk.Daw.ARDOUR, plugins: [plugins] });`;

async function until(what: string, is: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await is()) return;
    await sleep(100);
  }
  assert.fail(`waited in vain: ${what}`);
}

describeOnBed('cdk diff, of a real machine', { kind: 'light', machines: ['one'] }, (bed) => {
  let project: Studio;
  let program: string;
  before(async function () {
    this.timeout(60_000);
    const pictures = join(bed().operator.home, 'studio', 'modules', 'pictures');
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, 'default.nix'), '{ environment.etc."logo.png".source = ./logo.png; }\n');
    writeFileSync(join(pictures, 'logo.png'), Buffer.from([137, 80, 78, 71, 0, 255, 254, 128]));
    project = await studio(bed(), { machines: [{ machine: 'one', code: CODE }] });
    program = readFileSync(join(project.folder, 'bin', 'studio.ts'), 'utf8');
  });
  /** Says something else in the program, and in it alone. */
  const write = (changes: Readonly<Record<string, string>>): void => {
    const text = Object.entries(changes).reduce((before, [old, next]) => before.replace(old, next), program);
    writeFileSync(join(project.folder, 'bin', 'studio.ts'), text);
  };
  const diff = (...args: readonly string[]): ReturnType<Studio['cdk']> => project.cdk(['diff', ...args], { timeoutMs: 100_000 });
  const runs = async (): Promise<unknown> => (await bed().machine('one').state()).runningSystem;

  it('compares packages alone where nothing was ever deployed', async function () {
    this.timeout(120_000);
    const before = await runs();
    const { code, stdout, stderr } = await diff();
    assert.deepEqual([code, stderr], [2, 'one builds what it would run …\n']);
    assert.match(stdout, /^one on root@one was never deployed to with cdk: .*\n\nPackages\n[^]*\n\+ ardour +\S+ +\+\S+ [kMG]?B\n/);
    assert.match(stdout, /\n~ \d+ packages differ\. «cdk deploy one» brings it there\n$/);
    assert.equal(await runs(), before, 'it was only built');
  });

  it('says what it lacks without a build', async () => {
    const { code, stderr } = await diff('--no-build');
    assert.equal(code, 1);
    assert.match(stderr, /has no definitions of ours: .* Leave --no-build out\.\n$/);
  });

  it('finds nothing after a deployment, and needs no build for that', async function () {
    this.timeout(120_000);
    const deployed = await project.cdk(['deploy', 'one'], { timeoutMs: 100_000 });
    assert.equal(deployed.code, 0, deployed.stderr);
    const { code, stdout, stderr } = await diff('one');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^one on root@one runs generation 2, deployed 20\S+ \S+ UTC by root@\S+\n\n✔ No differences: a deployment would change nothing\n$/,
    );
  });

  it('finds nothing when only lines moved', async () => {
    write({ 'const app': '// A word about the studio.\n\nconst app' });
    const { code, stdout } = await diff('--no-build');
    assert.deepEqual([code, /No differences/.test(stdout)], [0, true]);
  });

  it('tells by construct what the program says differently, without a build', async () => {
    write({ 'swappiness: 10': 'swappiness: 5', "'calf'": "'calf', 'x42-plugins'" });
    const { code, stdout } = await diff('--no-build');
    assert.equal(code, 2);
    assert.match(stdout, /\n~ one\/Kernel {2}.*\(bin\/studio\.ts:\d+\)\n {4}[^]*-.*swappiness.* 10;\n {4}\+.*swappiness.* 5;\n/);
    assert.match(stdout, /\n~ packages\/ardour\.nix\n[^]*\n {4}\+ .*x42-plugins/);
    assert.doesNotMatch(stdout, /Packages\n/);
  });

  it('and with one which packages come with it, as text and as data', async function () {
    this.timeout(120_000);
    const before = await runs();
    const { code, stdout } = await diff();
    assert.equal(code, 2);
    assert.match(stdout, /\n\+ x42-plugins +\d+ +\+/);
    const { definitions, closure, differs } = JSON.parse((await diff('--json')).stdout) as {
      definitions: { constructs: { construct: string }[] };
      closure: { added: { name: string }[]; old: { size: number }; new: { size: number } };
      differs: boolean;
    };
    assert.equal(differs, true);
    assert.ok(definitions.constructs.some(({ construct }) => construct === 'one/Kernel'));
    assert.ok(closure.added.some(({ name }) => name === 'x42-plugins'));
    assert.ok(closure.old.size > 1000 && closure.new.size > 1000);
    assert.equal(await runs(), before);
  });

  it('says so when the new system cannot be built', async function () {
    this.timeout(120_000);
    write({ "'calf'": "'no-such-plugin'" });
    const { code, stdout, stderr } = await diff();
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /«one» could not be built, so packages cannot be compared: [^]*no-such-plugin[^]*cdk diff --no-build one/);
    const { armed, generation } = await bed().machine('one').state();
    assert.deepEqual([armed, generation], [undefined, 2]);
  });

  it('lets go of the machine on Ctrl-C', async function () {
    this.timeout(60_000);
    const before = await runs();
    write({});
    project.setModule('one', '{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "slow" { } "sleep 60; mkdir $out") ]; }');
    const running = project.start(['diff']);
    await running.waitFor('builds what it would run');
    await until('the machine builds', async () => (await bed().machine('one').console('ps -A -o args=')).includes('sleep 60'));
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    assert.deepEqual([code, stdout, stderr], [130, '', 'one builds what it would run …\nStopping.\n']);
    await until('nothing is built any more', async () => !(await bed().machine('one').console('ps -A -o args=')).includes('sleep 60'));
    project.setModule('one', '{ }');
    assert.equal(await runs(), before);
  });

  it('says when somebody else switched the machine', async function () {
    this.timeout(120_000);
    write({});
    await bed()
      .machine('one')
      .console(
        'nix-env -p /nix/var/nix/profiles/system --switch-generation 1 && /nix/var/nix/profiles/system/bin/switch-to-configuration switch',
      );
    const { code, stdout } = await diff();
    assert.equal(code, 2);
    assert.match(
      stdout,
      /^one on root@one runs a system that somebody else made \(generation 1\)\n! Constructs are compared with generation 2/,
    );
    assert.match(stdout, /\n\+ ardour /);
  });
});
