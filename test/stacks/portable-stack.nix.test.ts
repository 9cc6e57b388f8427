import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { SampleLibrary } from '../../src/constructs/sample-library';
import { App } from '../../src/core';
import { Graphics } from '../../src/stacks/graphics';
import { MusicProject } from '../../src/stacks/music-project';
import { PortableStack } from '../../src/stacks/portable-stack';
import { buildFlake, evalFlake, findNix, FIXTURES, parseFiles } from '../support/nix';
import { runNix } from '../support/nix-process';
import { contentsOf, temporaryFolder } from '../support/temp';
import { REVISION, jam } from './environments';

const X86 = 'x86_64-linux';
const HOME = '/home/o\'neill "alice" $x';

describe('An environment for any Linux, in the hands of real Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length > 0) return;
    console.log('      left out: there is no Nix on this machine (npm run verify installs one where it may)');
    this.skip();
  });

  /** The environment that a program of the stand-in nixpkgs gets. */
  const environmentOf = (program: string): Record<string, string> => {
    const text = execFileSync(program, ['--print-environment'], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', HOME, LV2_PATH: '/usr/lib/lv2' },
    });
    return variables(text);
  };
  const variables = (text: string): Record<string, string> =>
    Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  /** `/nix/store/…-calf-0.90.6/lib/lv2` → `calf lib/lv2`, and whether it is there. */
  const searched = (path: string | undefined, home = HOME): string[] =>
    path!.split(':').map((part) => {
      const [, name, below] = /^.*\/store\/\w+-([^/]+?)-[\d.]+\/(.*)$/.exec(part) ?? [];
      return name === undefined ? part.replace(home, '~') : `${name} ${below}${existsSync(part) ? '' : ' (missing)'}`;
    });

  it('can be read, and has these outputs with every Nix here', async () => {
    const dir = jam(folder('cdk.out')).synth();
    await parseFiles(
      Object.keys(contentsOf(dir))
        .filter((name) => name.endsWith('.nix'))
        .map((name) => join(dir, name)),
    );
    const names = (kind: string, nix = findNix()[0]!) => evalFlake(dir, kind, { nix, apply: 'builtins.mapAttrs (_: builtins.attrNames)' });
    for (const nix of findNix()) {
      assert.deepEqual(await names('packages', nix), {
        'aarch64-linux': ['ardour', 'default', 'studio'],
        'x86_64-linux': ['ardour', 'bitwig-studio', 'default', 'studio'],
      });
      assert.deepEqual(await names('apps', nix), {
        'aarch64-linux': ['ardour', 'default'],
        'x86_64-linux': ['ardour', 'bitwig-studio', 'default'],
      });
      assert.deepEqual(await names('checks', nix), {
        'aarch64-linux': ['ardour-plugins'],
        'x86_64-linux': ['ardour-plugins', 'bitwig-studio-plugins'],
      });
      assert.deepEqual(await names('devShells', nix), { 'aarch64-linux': ['default'], 'x86_64-linux': ['default'] });
      for (const system of [X86, 'aarch64-linux'])
        for (const attribute of [
          `packages.${system}.studio`,
          `devShells.${system}.default`,
          `checks.${system}.ardour-plugins`,
          `formatter.${system}`,
        ])
          assert.match((await evalFlake(dir, `${attribute}.drvPath`, { nix })) as string, /\.drv$/, attribute);
    }
  });

  it('is what «nix flake check» wants, with every Nix here', async () => {
    const dir = jam(folder('cdk.out')).synth();
    const inputs = ['nixpkgs', 'nixpkgs-unstable'].flatMap((name) => ['--override-input', name, `path:${FIXTURES}/nixpkgs`]);
    for (const nix of findNix()) {
      const { stderr } = await runNix(nix, 'nix', ['flake', 'check', `path:${dir}`, ...inputs, '--no-write-lock-file']);
      const complaints = stderr.split('\n').filter((line) => line.startsWith('warning:'));
      assert.deepEqual(
        complaints.filter((line) => !/lock file|homeModules|incompatible systems/.test(line)),
        [],
      );
    }
  });

  it('shows each program the plugins of its bundles, then the user’s own, and no others', async () => {
    const dir = jam(folder('cdk.out')).synth();
    const ardour = environmentOf(join(await buildFlake(dir, `packages.${X86}.ardour`), 'bin/ardour9'));
    assert.deepEqual(searched(ardour.LV2_PATH), ['zynaddsubfx lib/lv2', 'helm lib/lv2', 'calf lib/lv2', '~/.lv2']);
    assert.deepEqual(searched(ardour.VST3_PATH), ['vital lib/vst3', '~/.vst3']);
    assert.deepEqual(searched(ardour.LADSPA_PATH), ['~/.ladspa']);
  });

  it('starts them with «nix run», by name and without', async () => {
    const dir = jam(folder('cdk.out')).synth();
    await buildFlake(dir, `packages.${X86}.studio`);
    const programs = (await evalFlake(dir, `apps.${X86}`, { apply: 'builtins.mapAttrs (_: app: app.program)' })) as Record<string, string>;
    assert.equal(programs.default, programs.ardour);
    assert.deepEqual(searched(environmentOf(programs['bitwig-studio']!).LV2_PATH), [
      'zynaddsubfx lib/lv2',
      'helm lib/lv2',
      'lsp-plugins lib/lv2',
      '~/.lv2',
    ]);
  });

  it('has everything in one package: all programs, and the tools', async () => {
    const studio = await buildFlake(jam(folder('cdk.out')).synth(), `packages.${X86}.default`);
    const programs = readdirSync(join(studio, 'bin'));
    for (const program of ['ardour9', 'bitwig-studio', 'qpwgraph'])
      assert.ok(programs.includes(program), `${program} among ${programs.join(' ')}`);
  });

  it('has a shell that sees the plugins of all bundles', async () => {
    const dir = jam(folder('cdk.out')).synth();
    await buildFlake(dir, `devShells.${X86}.default`);
    const hook = (await evalFlake(dir, `devShells.${X86}.default.drvAttrs.shellHook`)) as string;
    const shell = variables(
      execFileSync('/bin/sh', ['-c', `${hook}\nexec env`], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', HOME } }),
    );
    assert.deepEqual(searched(shell.LV2_PATH), [
      ...['lsp-plugins lib/lv2', 'zynaddsubfx lib/lv2', 'helm lib/lv2', 'calf lib/lv2', 'lsp-plugins lib/lv2'], // one of each nixpkgs
      '~/.lv2',
    ]);
    assert.equal(shell.DSSI_PATH, undefined); // nothing to say about it
  });

  it('proves that the plugins are found', async () => {
    const dir = jam(folder('cdk.out')).synth();
    const report = readFileSync(await buildFlake(dir, `checks.${X86}.ardour-plugins`), 'utf8');
    for (const line of ['zynaddsubfx, LV2', 'vital, VST3', 'calf, LV2']) assert.ok(report.includes(line), report);
  });

  it('starts programs with the host’s graphics drivers, but not on NixOS', async () => {
    const dir = jam(folder('cdk.out'), { graphics: Graphics.HOST }).synth();
    const out = await buildFlake(dir, `packages.${X86}.ardour`);
    const said = environmentOf(join(out, 'bin/ardour9'));
    assert.equal(said.DRIVERS, existsSync('/etc/NIXOS') ? undefined : 'those of nixGL');
    assert.deepEqual(searched(said.VST3_PATH), ['vital lib/vst3', '~/.vst3']);
  });

  describe('used from a flake that knows nothing of this library', () => {
    const flake = join(FIXTURES, 'flakes', 'somebody-else');

    it('is a module of NixOS', async () => {
      const inputs = { studio: jam(folder('cdk.out')).synth() };
      const apply = `machine: with machine.config; {
        installed = map (package: package.name) environment.systemPackages;
        variables = environment.sessionVariables;
        parameters = boot.kernelParams;
        clock = services.pipewire.extraConfig.pipewire;
        toplevel = system.build.toplevel.drvPath;
      }`;
      for (const nix of findNix()) {
        const found = (await evalFlake(flake, 'nixosConfigurations.machine', { inputs, apply, nix })) as Record<string, any>;
        assert.ok(found.installed.includes('jam'), found.installed.join(' '));
        assert.match(found.variables.LV2_PATH, /lsp-plugins-[\d.]+\/lib\/lv2:\$HOME\/\.lv2$/);
        assert.ok(found.parameters.includes('quiet'));
        assert.deepEqual(found.clock['10-studio']['context.properties']['default.clock.quantum'], 64);
        assert.match(found.toplevel, /\.drv$/);
      }
    });

    it('is a module of home-manager', async () => {
      const inputs = { studio: jam(folder('cdk.out')).synth() };
      const apply = `machine: let home = machine.config.home-manager.users.carol; in {
        installed = map (package: package.name) home.home.packages;
        variables = home.home.sessionVariables;
        file = home.home.file.".lv2/presets".text;
        clock = home.xdg.configFile."pipewire/pipewire.conf.d/10-studio.conf".text;
        service = home.systemd.user.services.backup;
        timer = home.systemd.user.timers.backup;
      }`;
      const found = (await evalFlake(flake, 'nixosConfigurations.home', { inputs, apply })) as Record<string, any>;
      assert.deepEqual(found.installed, ['jam']);
      assert.match(found.variables.LV2_PATH, /lsp-plugins-[\d.]+\/lib\/lv2:\$HOME\/\.lv2$/);
      assert.equal(found.file, 'mine');
      assert.deepEqual(JSON.parse(found.clock)['context.properties'], {
        'default.clock.rate': 48000,
        'default.clock.quantum': 64,
        'default.clock.min-quantum': 64,
      });
      assert.deepEqual(found.service.Unit, { Description: 'copies the recordings' });
      assert.deepEqual(found.service.Service.Environment, ['"NOTE=a \\"b\\""']);
      assert.match(found.service.Service.ExecStart, /bin\/rsync --archive .*music \/backup$/);
      assert.deepEqual(found.timer, { Install: { WantedBy: ['timers.target'] }, Timer: { OnCalendar: 'daily' } });
    });

    it('gives the packages that it changes', async () => {
      const inputs = { studio: jam(folder('cdk.out')).synth() };
      assert.match((await evalFlake(flake, 'changed.drvPath', { inputs })) as string, /calf.*\.drv$/);
    });
  });

  it('stands beside another one, whose names do not get in its way', async () => {
    const app = new App({ outdir: folder('cdk.out') });
    for (const name of ['jam', 'with'])
      new DawHost(new PortableStack(app, name, name === 'jam' ? {} : { systems: ['x86_64-linux' as never] }), 'Carla', {
        daw: Daw.CARLA,
        plugins: [],
      });
    const dir = app.synth();
    assert.deepEqual(await evalFlake(dir, 'packages', { apply: 'builtins.mapAttrs (_: builtins.attrNames)' }), {
      'aarch64-linux': ['default', 'jam-carla', 'jam-studio'],
      'x86_64-linux': ['default', 'jam-carla', 'jam-studio', 'with-carla', 'with-studio'],
    });
    assert.deepEqual(await evalFlake(dir, `devShells.${X86}`, { apply: 'builtins.attrNames' }), ['default', 'jam', 'with']);
  });

  it('can be one piece of music, whose session it lays out', async () => {
    const build = (outdir: string): string => {
      const app = new App({ outdir });
      const song = new MusicProject(app, 'night-train', {
        revision: REVISION,
        daws: [Daw.ARDOUR],
        plugins: ['calf'],
        folders: ['audio', 'old mixes'],
      });
      new SampleLibrary(song, 'room', { path: 'test/support' });
      return app.synth();
    };
    const [one, other] = [build(folder('one')), build(folder('other'))];
    const outputs = ['night-train', 'night-train-ardour', 'night-train-session'];
    for (const name of outputs)
      assert.equal(
        await evalFlake(one, `packages.${X86}.${name}.outPath`),
        await evalFlake(other, `packages.${X86}.${name}.outPath`),
        name,
      );
    const studio = await buildFlake(one, `packages.${X86}.night-train`);
    assert.ok(existsSync(join(studio, 'share/samples/room/golden.ts')));
    const session = folder('my session');
    for (let time = 1; time <= 2; time++) {
      execFileSync(join(studio, 'bin/night-train-session'), [session], { env: { PATH: '/usr/bin:/bin' } });
      assert.deepEqual(readdirSync(session).sort(), ['README.md', 'audio', 'old mixes', 'samples']);
      if (time === 2) assert.equal(readFileSync(join(session, 'README.md'), 'utf8'), 'mine');
      else assert.match(readFileSync(join(session, 'README.md'), 'utf8'), new RegExp(`nixpkgs at ${REVISION}`));
      writeFileSync(join(session, 'README.md'), 'mine');
    }
    assert.ok(existsSync(join(session, 'samples/room/golden.ts')));
  });
});
