import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../../src/constructs/daw';
import { DawHost } from '../../../src/constructs/daw-host';
import { FhsHost } from '../../../src/constructs/packaging/fhs-host';
import { Overlay } from '../../../src/constructs/packaging/overlay';
import { PluginPackage } from '../../../src/constructs/packaging/plugin-package';
import { NixosOption } from '../../../src/constructs/nixos-option';
import { Pkg } from '../../../src/constructs/pkg';
import { PluginFormat } from '../../../src/constructs/plugin-format';
import { App, Nixpkgs } from '../../../src/core';
import { Nix } from '../../../src/nix';
import { NixosStack } from '../../../src/stacks/nixos-stack';
import { PortableStack } from '../../../src/stacks/portable-stack';
import { buildFlake, evalFlake, evalMachine, findNix, machineAttribute, NixError } from '../../support/nix';
import { temporaryFolder } from '../../support/temp';
import { Says } from '../../core/says';
import { mixer, PACKAGES, SOURCES } from './packages';

const { CLAP, LADSPA, LV2, VST3 } = PluginFormat;

describe('Packages of our own, with real Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  const studio = (populate: (stack: NixosStack) => void): string => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new NixosStack(app, 'studio', { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
    populate(stack);
    return app.synth();
  };
  /** A machine that has nothing but these packages. */
  const withPackages = (...packages: Pkg[]): string =>
    studio((stack) => {
      new Says(stack, 'Ours', (module) =>
        module.set('environment.etc', Object.fromEntries(packages.map((pkg, index) => [`package-${index}`, { source: pkg._in(module) }]))),
      );
    });
  const built = (...packages: Pkg[]): Promise<string> =>
    buildFlake(withPackages(...packages), `${machineAttribute('studio')}.config.environment.etc."package-0".source`);
  const refusal = async (pkg: Pkg): Promise<string> => {
    const error = await built(pkg).then(
      () => assert.fail('it was built'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof NixError, String(error));
    return error.stderr;
  };
  const text = (out: string, file: string): string => readFileSync(join(out, file), 'utf8');

  describe('are evaluated:', () => {
    /** Attributes of the derivations, as the builder gets them. */
    const attributes = async (names: readonly string[], wanted: string): Promise<unknown[]> =>
      (await evalFlake(withPackages(...names.map((name) => PACKAGES[name]!())), `${machineAttribute('studio')}.config.environment.etc`, {
        apply: `etc: map (i: let package = etc."package-\${toString i}".source; in { ${wanted} }) [ ${names.map((_, i) => i).join(' ')} ]`,
      })) as unknown[];

    it('every way to build gives a derivation, with the name that it was given', async () => {
      const names = Object.keys(PACKAGES);
      const found = await attributes(names, 'inherit (package) name drvPath;');
      assert.deepEqual(
        (found as { name: string }[]).map(({ name }) => name),
        [
          'raw-gate-1.0',
          'copied-gate-0',
          'our-synth-1.2.0',
          'gate-2.0',
          'juce-echo-0.9.1',
          'reverb.lv2-2.4.0',
          'shaper-1.0.2',
          'wah-0',
          'effects-0-unstable-2026-05-31',
          'compressor-0.4.0',
          'old-organ-3.0.0',
          'Synth-2.1.0',
          'Organ-1.0',
        ],
      );
      assert.ok((found as { drvPath: string }[]).every(({ drvPath }) => drvPath.endsWith('.drv')));
    });

    it('flags, tools and libraries arrive at the build systems', async () => {
      const inputs = 'map (input: input.pname or input.name)';
      const [cmake, meson, dpf, rust, prebuilt] = await attributes(
        ['cmake', 'meson', 'dpf', 'rust', 'prebuilt'],
        `flags = package.drvAttrs.cmakeFlags or package.drvAttrs.mesonFlags or package.drvAttrs.makeFlags or [ ];
         tools = ${inputs} package.drvAttrs.nativeBuildInputs;
         libraries = ${inputs} package.drvAttrs.buildInputs;
         late = ${inputs} (package.drvAttrs.runtimeDependencies or [ ]);
         source = builtins.fromJSON package.drvAttrs.src.source;
         licence = package.meta.license.shortName or null;
         native = (builtins.head (package.meta.sourceProvenance or [ { isSource = true; } ])).isSource;`,
      );
      assert.deepEqual(cmake, {
        flags: ['-DBUILD_TESTS:BOOL=FALSE', '-DECHO_UI:STRING=opengl', '--log-level=ERROR'],
        tools: ['cmake', 'pkg-config'],
        libraries: ['alsa-lib', 'freetype'],
        late: [],
        source: {
          owner: 'the-band',
          repo: 'juce-echo',
          rev: 'v0.9.1',
          hash: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
          fetchSubmodules: true,
        },
        licence: 'agpl3Only',
        native: true,
      });
      const part = (found: unknown, ...keys: string[]): unknown[] => keys.map((key) => (found as Record<string, unknown>)[key]);
      assert.deepEqual(part(meson, 'flags', 'tools'), [
        ['-Dtests=false', '-Dgui=disabled'],
        ['meson', 'ninja', 'pkg-config'],
      ]);
      assert.deepEqual(part(dpf, 'flags', 'libraries'), [['BUILD_VST3=true'], ['libGL', 'libx11', 'libxcursor', 'libxext', 'libxrandr']]);
      assert.deepEqual(part(rust, 'tools', 'libraries'), [['pkg-config', 'cargo'], ['libGL']]);
      assert.deepEqual(part(prebuilt, 'tools', 'libraries', 'late', 'licence', 'native'), [
        ['auto-patchelf-hook', 'unzip'],
        ['gcc-lib', 'alsa-lib', 'freetype'],
        ['curl'],
        'unfree',
        false,
      ]);
    });

    it('a hash that is not known yet is nixpkgs’ fake one', async () => {
      const [organ] = await attributes(['prebuilt-file'], 'hash = package.drvAttrs.src.outputHash;');
      assert.deepEqual(organ, { hash: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' });
    });

    it('an unfree one is allowed where it is used, and refused elsewhere', async () => {
      const dir = studio((stack) => void new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [PACKAGES['prebuilt']!()] }));
      assert.match((await evalFlake(dir, `${machineAttribute('studio')}.config.system.build.toplevel.drvPath`)) as string, /\.drv$/);
      const refused = studio((stack) => {
        new Says(stack, 'Ours', (module) => {
          const context = Object.assign(Object.create(module) as typeof module, { allowUnfree: () => undefined });
          module.set('environment.systemPackages', [PACKAGES['prebuilt']!()._in(context)]);
        });
      });
      await assert.rejects(evalFlake(refused, `${machineAttribute('studio')}.config.system.build.toplevel.drvPath`), /unfree license/);
    });
  });

  describe('are built:', () => {
    it('a makefile, with patches, flags, variables and a phase of the user’s own', async () => {
      const out = await built(PACKAGES['make']!());
      assert.equal(text(out, 'lib/ladspa/gate.so'), 'hard it\'s "${x}"\na gate, open\n');
      assert.equal(text(out, 'lib/ladspa/version'), '2.0\n');
    });

    it('a command, in which the shell’s own variables stay what they are', async () => {
      assert.equal(text(await built(PACKAGES['command']!()), 'lib/ladspa/copied-gate-0.so'), 'a gate, closed\n');
    });

    it('a bare derivation', async () => {
      const raw = PluginPackage.fromFile(`${SOURCES}/gate`).derivation({
        name: 'raw-gate',
        formats: [LADSPA],
        environment: { PATH: '/usr/bin:/bin', NOTE: 'it\'s "${x}"' },
        args: ['-c', 'mkdir -p $out/lib/ladspa; echo "$NOTE" > $out/lib/ladspa/gate.so; cat $src/gate.txt >> $out/lib/ladspa/gate.so'],
      });
      assert.equal(text(await built(raw), 'lib/ladspa/gate.so'), 'it\'s "${x}"\na gate, closed\n');
    });

    it('phases, from an archive that is unpacked', async () => {
      mkdirSync(folder('synth-1.0'));
      writeFileSync(folder('synth-1.0/build.sh'), '#!/bin/sh\necho "$1" > out.txt\n');
      chmodSync(folder('synth-1.0/build.sh'), 0o755);
      execFileSync('tar', ['czf', 'synth-1.0.tar.gz', 'synth-1.0'], { cwd: folder() });
      const synth = PluginPackage.fromFile(folder('synth-1.0.tar.gz')).phases({
        formats: [LV2],
        files: { lv2: ['out*.txt'] },
        phases: { buildPhase: './build.sh "$(pwd)"', postInstall: 'echo "$pname $version" > $out/note' },
      });
      const out = await built(synth);
      assert.match(text(out, 'lib/lv2/out.txt'), /\/synth-1\.0\n$/);
      assert.equal(text(out, 'note'), 'synth 1.0\n');
    });

    it('what a vendor has built: files with blanks in their names are found, and patched with their libraries', async () => {
      mkdirSync(folder('My Synth.vst3'));
      writeFileSync(folder('My Synth.vst3/synth.so'), 'code');
      writeFileSync(folder("it's (new).clap"), 'code');
      execFileSync('tar', ['cJf', 'vendor_2.1.tar.xz', 'My Synth.vst3', "it's (new).clap"], { cwd: folder() });
      const synth = PluginPackage.fromFile(folder('vendor_2.1.tar.xz')).prebuilt({
        formats: [VST3, CLAP],
        files: { vst3: ['My Synth.vst3'], clap: ["it's (*).clap"] },
        buildInputs: ['alsa-lib'],
        runtimeDependencies: ['curl'],
      });
      const out = await built(synth);
      assert.deepEqual(readdirSync(join(out, 'lib')).sort(), ['clap', 'vst3']);
      assert.equal(text(out, 'lib/vst3/My Synth.vst3/synth.so'), 'code');
      assert.equal(text(out, "lib/clap/it's (new).clap"), 'code');
      assert.match(text(out, 'nix-support/patched-with'), /-gcc-lib \S+-alsa-lib-\S+ \S+-curl-\S+\n$/);
    });

    it('a vendor’s single file, under its own name', async () => {
      writeFileSync(folder('Organ 2.clap'), 'code');
      const out = await built(PluginPackage.fromFile(folder('Organ 2.clap')).prebuilt({ name: 'organ', formats: [CLAP] }));
      assert.equal(text(out, 'lib/clap/Organ 2.clap'), 'code');
    });

    it('not where a format is missing that was promised', async () => {
      const gate = PluginPackage.fromFile(`${SOURCES}/gate`).makefile({ formats: [LADSPA, LV2] });
      assert.match(await refusal(gate), /gate has put nothing into lib\/lv2, but it is to have plugins of that format/);
    });

    it('not with what the stand-in cannot do, and a fake hash is never fetched', async () => {
      assert.match(await refusal(PACKAGES['cmake']!()), /never downloads/);
      const local = PluginPackage.fromFile(`${SOURCES}/gate`).meson({ formats: [LADSPA] });
      assert.match(await refusal(local), /meson: the stand-in nixpkgs has no compilers/);
    });
  });

  it('are seen by a program that has them in its bundle, and can be changed like any other', async () => {
    const gate = PACKAGES['make']!();
    const louder = gate.overrideAttrs({ makeFlags: ['PREFIX=$(out)', 'LEVEL=loud'] });
    const dir = studio((stack) => {
      new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [gate, 'calf'] });
      new DawHost(stack, 'Carla', { daw: Daw.CARLA, plugins: [louder] });
    });
    const sw = join(await buildFlake(dir, `${machineAttribute('studio')}.config.system.build.toplevel`), 'sw');
    const seen = (program: string): string => {
      const env = { PATH: '/usr/bin:/bin', HOME: '/home/alice' };
      const lines = execFileSync(join(sw, 'bin', program), ['--print-environment'], { encoding: 'utf8', env });
      const [first] = /^LADSPA_PATH=(.*)$/m.exec(lines)![1]!.split(':');
      return readFileSync(join(first!, 'gate.so'), 'utf8').split('\n')[0]!;
    };
    assert.equal(seen('carla'), 'loud it\'s "${x}"');
    // The stand-in's Ardour is a program of its own where the machine has the real one; its wrapper is looked at instead.
    assert.match(readFileSync(join(sw, 'bin/ardour9'), 'utf8'), /LADSPA_PATH="\/\S+-gate-2\.0\/lib\/ladspa:\$HOME\/\.ladspa"/);
  });

  describe('FhsHost', () => {
    it('starts a program of a vendor with its plugins, its variables and its place in the menu', async () => {
      mkdirSync(folder('Mixer-10.0'));
      writeFileSync(folder('Mixer-10.0/mixer10'), '#!/bin/sh\n[ "$1" = --print ] && env && exit\nprintf "<%s>" "$@"\n');
      chmodSync(folder('Mixer-10.0/mixer10'), 0o755);
      execFileSync('tar', ['czf', 'mixer-10.0.tar.gz', 'Mixer-10.0'], { cwd: folder() });
      const program = PluginPackage.fromFile(folder('mixer-10.0.tar.gz')).prebuilt({
        formats: [],
        mainProgram: 'mixer10',
        patchElf: false,
        phases: {
          installPhase:
            'mkdir -p $out/bin $out/opt $out/share/applications\ncp -r Mixer-10.0 $out/opt/mixer\nln -s $out/opt/mixer/mixer10 $out/bin\nprintf "Exec=$out/bin/mixer10 %%U\\n" > $out/share/applications/mixer.desktop\n',
        },
      });
      const dir = studio((stack) => {
        const plugins = [PACKAGES['make']!(), 'calf'];
        new FhsHost(stack, 'Mixer', { daw: Daw.of(program), plugins, environment: { NOTE: 'it\'s "${x}"' } });
      });
      const sw = join(await buildFlake(dir, `${machineAttribute('studio')}.config.system.build.toplevel`), 'sw');
      const mixer = join(sw, 'bin/mixer10');
      const env = { PATH: '/usr/bin:/bin', HOME: '/home/o\'neill "a"', LV2_PATH: '/usr/lib/lv2' };
      assert.equal(execFileSync(mixer, ['a b', "it's"], { encoding: 'utf8', env }), "<a b><it's>");
      const lines = execFileSync(mixer, ['--print'], { encoding: 'utf8', env });
      assert.match(lines, /^LADSPA_PATH=\S+-gate-2\.0\/lib\/ladspa:\/home\/o'neill "a"\/\.ladspa$/m);
      assert.match(lines, /^LV2_PATH=\S+-calf-[\d.]+\/lib\/lv2:\/home\/o'neill "a"\/\.lv2$/m);
      assert.match(lines, /^NOTE=it's "\$\{x\}"$/m);
      assert.match(text(sw, 'share/applications/mixer.desktop'), /^Exec=\/\S+-mixer-10\.0\/bin\/mixer10 %U\n$/);
    });

    it('has its libraries in the file system, and the program itself', async () => {
      const dir = studio((stack) => void new FhsHost(stack, 'Mixer', { daw: Daw.of(mixer()), libraries: ['alsa-lib', 'libGL'] }));
      const names = await evalFlake(dir, `${machineAttribute('studio')}.config.environment.systemPackages`, {
        apply: 'packages: map baseNameOf (builtins.head (builtins.filter (package: package ? drvAttrs.inside) packages)).drvAttrs.inside',
      });
      assert.deepEqual(
        (names as string[]).map((name) => name.slice(33)),
        ['mixer-10.0', 'alsa-lib-1.2.16', 'libGL-0'],
      );
    });
  });

  describe('Overlay', () => {
    it('changes the nixpkgs of the machine, in its own order, and leaves those beside it alone', async () => {
      writeFileSync(folder('fixes.nix'), 'final: prev: { calf = prev.calf.overrideAttrs { version = "1-fixed"; }; }\n');
      const dir = studio((stack) => {
        new Overlay(stack, 'Fixes', {
          path: folder('fixes.nix'),
          packages: {
            helm: Pkg.of('calf').overrideAttrs({ version: '2-again' }),
            gate: PACKAGES['make']!(),
            ardour: Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() }),
          },
        });
        const newest = { nixpkgs: Nixpkgs.unstable() };
        new Says(stack, 'Packages', (module) => {
          const etc = { a: Pkg.of('calf'), b: Pkg.of('helm'), c: Pkg.of('gate'), d: Pkg.of('calf', newest), e: Pkg.of('ardour') };
          for (const [name, pkg] of Object.entries(etc)) module.set(`environment.etc.${name}.text`, Nix.attr(pkg._in(module), 'name'));
        });
      });
      const found = await evalMachine(
        dir,
        'studio',
        Object.fromEntries([...'abcde'].map((name) => [name, `environment.etc.${name}.text`])),
      );
      assert.deepEqual(found, { a: 'calf-1-fixed', b: 'calf-2-again', c: 'gate-2.0', d: 'calf-0.90.6', e: found['e'] });
      assert.match(String(found['e']), /^ardour-/);
    });

    it('changes the packages of an environment for any Linux, and is there for other flakes', async () => {
      writeFileSync(folder('fixes.nix'), 'final: prev: { calf = prev.calf.overrideAttrs { version = "1-fixed"; }; }\n');
      const app = new App({ outdir: folder('cdk.out') });
      const stack = new PortableStack(app, 'band');
      const gate = PACKAGES['make']!();
      new Overlay(stack, 'Fixes', { path: folder('fixes.nix'), packages: { gate, helm: Pkg.of('calf').overrideArgs({}) } });
      new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: ['calf', Pkg.of('helm'), Pkg.of('gate', { formats: [LADSPA] })] });
      const dir = app.synth();
      const wrapper = readFileSync(join(await buildFlake(dir, 'packages.x86_64-linux.ardour'), 'bin/ardour9'), 'utf8');
      assert.match(wrapper, /LV2_PATH="\S+-calf-1-fixed\/lib\/lv2:\S+-calf-1-fixed\/lib\/lv2:/);
      assert.match(wrapper, /LADSPA_PATH="\S+-gate-2\.0\/lib\/ladspa:/);
      const offered = await evalFlake(dir, 'overlays.default', {
        apply: 'overlay: builtins.attrNames (overlay { callPackage = _: _: { }; } { })',
      });
      assert.deepEqual(offered, ['gate']);
    });

    it('leaves every nixpkgs with the machine’s rules about unfree packages', async () => {
      const dir = studio((stack) => {
        new Overlay(stack, 'Own', { packages: { gate: PACKAGES['make']!() } });
        new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: ['vital', Pkg.of('decent-sampler', { nixpkgs: Nixpkgs.unstable() })] });
        new NixosOption(stack, 'Zone', { path: 'time.timeZone', value: 'UTC' });
      });
      assert.match((await evalFlake(dir, `${machineAttribute('studio')}.config.system.build.toplevel.drvPath`)) as string, /\.drv$/);
    });
  });
});
