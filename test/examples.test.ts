import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { assertGolden } from './support/golden';
import { buildFlake, evalFlake, evalMachine, evalToplevel, findNix, machineAttribute, parseFiles } from './support/nix';
import { contentsOf } from './support/temp';

const ROOT = join(__dirname, '..');
const CDK = join(ROOT, 'cli', 'bin', 'cdk.js');
const NO_NIX = '      left out: there is no Nix on this machine (npm run verify installs one where it may)';

const cdk = (folder: string, ...args: string[]) => spawnSync(process.execPath, [CDK, ...args], { cwd: folder, encoding: 'utf8' });

/** A copy of a studio, inside of the repository so that «studio-cdk» means this library. */
function copyOf(name: string, from: string): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache', `${name}-`));
  for (const part of ['cdk.json', 'bin', 'assets'].filter((name) => existsSync(join(from, name))))
    cpSync(join(from, part), join(folder, part), { recursive: true });
  return folder;
}

interface ExampleStudio {
  readonly name: string;
  readonly from: string;
  /** Machines that stand for all of their kind. */
  readonly machines: readonly string[];
  /** Packages of environments for any Linux. */
  readonly packages?: readonly string[];
}

/** The reference studio, and the examples. */
const STUDIOS: readonly ExampleStudio[] = [
  { name: 'reference', from: ROOT, machines: ['studio-laptop'] },
  { name: 'laptop', from: join(ROOT, 'examples/laptop'), machines: ['studio-laptop'] },
  {
    name: 'band',
    from: join(ROOT, 'examples/band'),
    machines: ['rehearsal-room', 'ada-laptop', 'ben-laptop'],
    packages: ['x86_64-linux.studio', 'x86_64-linux.first-album'],
  },
  { name: 'classroom', from: join(ROOT, 'examples/classroom'), machines: ['teacher', 'desk-01', 'desk-40'] },
  {
    name: 'portable',
    from: join(ROOT, 'examples/portable'),
    machines: [],
    packages: ['x86_64-linux.studio', 'aarch64-linux.studio', 'x86_64-linux.night-train', 'aarch64-linux.night-train-ardour'],
  },
];

for (const { name, from, machines, packages = [] } of STUDIOS) {
  describe(`the studio «${name}»`, function () {
    this.timeout(60_000);
    let folder = '';
    before(() => {
      folder = copyOf(name, from);
    });
    after(() => rmSync(folder, { recursive: true }));

    it('is synthesised without a word of complaint', () => {
      const { status, stderr } = cdk(folder, 'synth', '--quiet', '--strict');
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    });

    if (name === 'reference') it('becomes these files', () => assertGolden(join(folder, 'cdk.out'), 'test/golden/reference'));

    if (name !== 'reference')
      it('passes its own tests', () => {
        execFileSync(process.execPath, [join(ROOT, 'node_modules/mocha/bin/mocha.js'), '--no-config', '-r', 'tsx/cjs', 'test/*.test.ts'], {
          cwd: from,
        });
      });

    it('is a flake that every Nix here evaluates down to what is built', async function () {
      if (findNix().length === 0) {
        console.log(NO_NIX);
        return this.skip();
      }
      const output = join(folder, 'cdk.out');
      const files = Object.keys(contentsOf(output)).filter((file) => file.endsWith('.nix'));
      await parseFiles(files.map((file) => join(output, file)));
      for (const nix of findNix()) {
        for (const machine of machines) assert.match(await evalToplevel(output, machine, { nix }), /-nixos-system-.*\.drv$/);
        for (const one of packages) assert.match((await evalFlake(output, `packages.${one}.drvPath`, { nix })) as string, /\.drv$/, one);
      }
    });
  });
}

describe('the reference studio, for real Nix', function () {
  this.timeout(120_000);
  let folder = '';
  before(function () {
    if (findNix().length === 0) {
      console.log(NO_NIX);
      return this.skip();
    }
    folder = copyOf('real', ROOT);
    assert.equal(cdk(folder, 'synth', '--quiet').status, 0);
  });
  after(() => folder && rmSync(folder, { recursive: true }));

  it('means what the program says', async () => {
    const values = await evalMachine(join(folder, 'cdk.out'), 'studio-laptop', {
      governor: 'powerManagement.cpuFreqGovernor',
      swappiness: 'boot.kernel.sysctl."vm.swappiness"',
      interrupts: 'musnix.rtirq.nameList',
      parameters: 'boot.kernelParams',
      clock: 'services.pipewire.extraConfig.pipewire."10-studio"."context.properties"',
      groups: 'users.users.alice.extraGroups',
      passwords: 'services.openssh.settings.PasswordAuthentication',
    });
    assert.equal(values.governor, 'performance');
    assert.equal(values.swappiness, 10);
    assert.equal(values.interrupts, 'usb snd');
    const parameters = values.parameters as string[];
    for (const parameter of ['preempt=full', 'threadirqs'])
      assert.equal(parameters.filter((one) => one === parameter).length, 1, parameter);
    assert.deepEqual(values.clock, { 'default.clock.min-quantum': 64, 'default.clock.quantum': 64, 'default.clock.rate': 48000 });
    assert.deepEqual([...(values.groups as string[])].sort(), ['audio', 'pipewire']);
    assert.equal(values.passwords, false);
  });

  it('builds a system in which Ardour sees its bundles, the user’s own folder, and nothing else', async () => {
    const system = await buildFlake(join(folder, 'cdk.out'), `${machineAttribute('studio-laptop')}.config.system.build.toplevel`);
    const programs = readdirSync(join(system, 'sw', 'bin')).filter((program) => /^ardour\d+$/.test(program));
    assert.equal(programs.length, 1);
    const wrapper = readFileSync(join(system, 'sw', 'bin', programs[0]!), 'utf8');
    for (const plugin of ['surge-xt', 'zynaddsubfx', 'helm', 'cardinal', 'lsp-plugins', 'calf', 'x42-plugins', 'dragonfly-reverb'])
      assert.match(wrapper, new RegExp(`LV2_PATH="[^"]*-${plugin}-[^":]*/lib/lv2[:"]`), plugin);
    assert.match(wrapper, /LV2_PATH="[^"]*:\$HOME\/\.lv2"/);
  });

  it('lets Nix name the user’s own line when something does not fit', async () => {
    const program = join(folder, 'bin/studio.ts');
    const before = readFileSync(program, 'utf8');
    const line = before.split('\n').length;
    writeFileSync(
      program,
      `${before.replace('if (require.main', "laptop.overrideOption('services.pipewire.enable', 'loudly');\nif (require.main")}`,
    );
    assert.equal(cdk(folder, 'synth', '--quiet').status, 0);
    await assert.rejects(evalToplevel(join(folder, 'cdk.out'), 'studio-laptop'), (error: Error) => {
      assert.match(error.message, /`services\.pipewire\.enable' is not of type `boolean'/);
      assert.match(error.message, new RegExp(`bin/studio\\.ts:${line - 1} \\(studio-laptop/`));
      return true;
    });
    writeFileSync(program, before);
  });
});
