import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Daw } from '../../../src/constructs/daw';
import { DawHost } from '../../../src/constructs/daw-host';
import { PluginPackage } from '../../../src/constructs/packaging/plugin-package';
import { Source, type GithubSourceProps } from '../../../src/constructs/packaging/source';
import { Pkg } from '../../../src/constructs/pkg';
import { PluginBundle } from '../../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../../src/constructs/plugin-format';
import { App, collect, FlakeInput, Nixpkgs, Shelf, System } from '../../../src/core';
import { Nix } from '../../../src/nix';
import { NixosStack } from '../../../src/stacks/nixos-stack';
import { errors, machine, options, warnings } from '../../support/machine';
import { evalExprs, findNix } from '../../support/nix';
import { PACKAGES, SOURCES, written } from './packages';

const { CLAP, LADSPA, LV2, VST2, VST3 } = PluginFormat;
const HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const github = (props: Partial<GithubSourceProps> = {}): PluginPackage =>
  PluginPackage.fromGithub({ owner: 'the-band', repo: 'echo', rev: 'v1.0', hash: HASH, ...props });
const gate = (): PluginPackage => PluginPackage.fromFile(`${SOURCES}/gate`);

describe('PluginPackage', () => {
  it('gives a Pkg that stands wherever one may', () => {
    const stack = machine();
    const pkg = PACKAGES['make']!();
    const bundle = new PluginBundle(stack, 'Ours', { plugins: [pkg, 'calf'] });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [bundle] });
    assert.equal(
      options(stack, 'studio-laptop/Ardour')['environment.systemPackages'],
      `[
  (pkgs.callPackage ../../packages/ardour.nix {
    gate = pkgs.callPackage ../../packages/gate.nix { };
  })
]`,
    );
    assert.deepEqual(pkg._formats, [LADSPA]);
    assert.deepEqual([...errors(stack), ...warnings(stack)], []);
  });

  it('is called with what callPackage does not find', () => {
    const band = new FlakeInput('band', { url: 'github:the-band/nix' });
    const pkg = gate().makefile({
      formats: [LADSPA],
      buildInputs: ['xorg.libX11', Pkg.of('fftw', { nixpkgs: Nixpkgs.unstable() }), 'fftw', Pkg.fromInput(band, 'tables')],
    });
    assert.equal(
      written(pkg).call,
      `pkgs.callPackage ../../packages/gate.nix {
  fftw-2 = pkgs-unstable.fftw;
  tables = band.packages.\${pkgs.stdenv.hostPlatform.system}.tables;
  xorg-libX11 = pkgs.xorg.libX11;
}`,
    );
  });

  it('may be made of another one', () => {
    const pkg = github().cmake({ formats: [LV2], buildInputs: [PACKAGES['make']!()] });
    assert.equal(
      written(pkg).call,
      `pkgs.callPackage ../../packages/echo.nix {
  gate = pkgs.callPackage ../../packages/gate.nix { };
}`,
    );
  });

  it('is changed like any other package', () => {
    assert.equal(
      written(
        gate()
          .makefile({ formats: [LADSPA] })
          .overrideArgs({ stdenv: Nix.pkgs('clangStdenv') }),
      ).call,
      '(pkgs.callPackage ../../packages/gate.nix { }).override {\n  stdenv = pkgs.clangStdenv;\n}',
    );
  });

  it('is the same as another one when all of it is the same', () => {
    const make = (flag: string): string => gate().makefile({ formats: [LADSPA], makeFlags: [flag] })._key;
    assert.equal(make('A=1'), make('A=1'));
    assert.notEqual(make('A=1'), make('A=2'));
  });

  it('shares its file with every machine that uses the same one', () => {
    const app = new App();
    const shelf = new Shelf();
    for (const name of ['desk-1', 'desk-2', 'desk-3']) {
      const desk = new NixosStack(app, name, { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
      const pkg = gate().makefile({ formats: [LADSPA], makeFlags: name === 'desk-3' ? ['LEVEL=hard'] : [] });
      new DawHost(desk, 'Ardour', { daw: Daw.ARDOUR, plugins: [pkg] });
      const { files } = collect(desk, desk.nixpkgs, shelf);
      assert.ok(
        [...files].some((file) => /^assets\/\w+-gate\/Makefile$/.test(file)),
        'every machine has the source',
      );
    }
    const packages = [...shelf.texts.keys()].filter((file) => file.includes('gate'));
    assert.deepEqual(packages, ['packages/gate.nix', 'packages/gate-desk-3.nix']);
  });

  it('takes name and version from what it is made of, unless it is told', () => {
    const names = (source: Source, props = {}): string => {
      const { text } = written(PluginPackage.fromSource(source).phases({ formats: [LV2], ...props }));
      return `${/pname = "(.*)"/.exec(text)![1]} ${/version = "(.*)"/.exec(text)![1]}`;
    };
    const tag = (rev: string): Source => Source.fromGithub({ owner: 'a', repo: 'echo.lv2', rev, hash: HASH });
    const url = (file: string): Source => Source.fromUrl({ url: `https://example.org/${file}`, hash: HASH });
    assert.equal(names(tag('v1.2.3')), 'echo.lv2 1.2.3');
    assert.equal(names(tag('release-2.0')), 'echo.lv2 2.0');
    assert.equal(names(tag('3.0-rc1'), { version: '3.0-rc1' }), 'echo.lv2 3.0-rc1');
    assert.equal(names(url('our-synth-1.2.0.tar.gz?mirror=x')), 'our-synth 1.2.0');
    assert.equal(names(url('Organ_v1.0_linux.zip')), 'Organ 1.0');
    assert.equal(names(Source.fromFile(`${SOURCES}/gate`)), 'gate 0');
    assert.equal(names(tag('v1'), { name: 'echo', version: '9' }), 'echo 9');
  });

  it('says in its file what is known about it, and no more', () => {
    const meta = (props: object): string =>
      /meta = \{\n([^]*?)\n {2}\};/.exec(written(gate().phases({ formats: [LV2], ...props })).text)![1]!;
    assert.equal(meta({}), '    platforms = lib.platforms.linux;');
    assert.equal(
      meta({
        description: 'A "gate"',
        homepage: 'https://example.org',
        license: 'mit',
        mainProgram: 'gate',
        platforms: [System.AARCH64_LINUX],
      }),
      [
        '    description = "A \\"gate\\"";',
        '    homepage = "https://example.org";',
        '    license = lib.licenses.mit;',
        '    mainProgram = "gate";',
        '    platforms = [ "aarch64-linux" ];',
      ].join('\n'),
    );
  });

  it('is left to the platforms that it is made for', () => {
    const stack = machine({ system: System.AARCH64_LINUX });
    const pkg = gate().makefile({ formats: [LADSPA], platforms: [System.X86_64_LINUX] });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [pkg] });
    assert.deepEqual(errors(stack), [
      '«gate» is made for x86_64-linux only, and this is aarch64-linux: Nix would refuse it. Leave it out here.',
    ]);
  });

  it('never lets text become code', async function () {
    if (findNix().length === 0) this.skip();
    const texts = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), 60).filter((text) => !/\0|[\ud800-\udfff]/.test(text));
    const nasty = ["''${x}", '${x}', '"; rm -rf /', "''", "'''", '\\', '$${x}', 'a\nb\n', '@out@', ...texts];
    const files = nasty.map((text) => {
      const flag = text.replace(/\s/g, '_');
      return written(gate().makefile({ formats: [LADSPA], description: text, environment: { X: text }, makeFlags: [flag] })).text;
    });
    const functions = `lib = { platforms.linux = [ ]; }; stdenv.mkDerivation = attrs: [ attrs.meta.description attrs.env.X (builtins.elemAt attrs.makeFlags 1) ];`;
    const found = await evalExprs(files.map((file) => `(${file.replace('../assets', '/assets')}) { ${functions} }`));
    assert.deepEqual(
      found,
      nasty.map((text) => [text, text, text.replace(/\s/g, '_')]),
    );
  });
});

describe('A package of our own that something is wrong with', () => {
  const said = (pkg: Pkg): string[] => {
    const stack = machine();
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [pkg] });
    return [...errors(stack).map((text) => `error: ${text}`), ...warnings(stack).map((text) => `warning: ${text}`)];
  };
  const one = (pkg: Pkg): string => {
    const all = said(pkg);
    assert.equal(all.length, 1, all.join('\n'));
    return all[0]!;
  };
  const lv2 = { formats: [LV2] };

  it('has no hash yet', () => {
    assert.equal(
      one(github({ hash: undefined as never }).makefile(lv2)),
      "warning: The hash of the-band/echo is not known yet, so nixpkgs' fake one stands in its place and it cannot be built. " +
        'Build it once: Nix stops and says «got: sha256-…», which is what belongs here.',
    );
    assert.match(
      one(PluginPackage.fromUrl({ url: 'https://example.org/synth-1.0.zip' }).makefile(lv2)),
      /^warning: The hash of synth-1\.0\.zip .* Or ask for it: nix store prefetch-file https:\/\/example\.org\/synth-1\.0\.zip$/,
    );
    assert.match(one(github().rust({ formats: [CLAP], bundle: ['echo'] })), /^warning: The hash of the crates of «echo» is not known yet/);
    const patch = Source.fromUrl({ url: 'https://example.org/fix.patch' });
    assert.match(one(github().makefile({ ...lv2, patches: [patch] })), /^warning: The hash of fix\.patch is not known yet/);
  });

  it('has a hash of the wrong kind', () => {
    assert.match(
      one(github({ hash: 'd41d8cd98f00b204e9800998ecf8427e' }).makefile(lv2)),
      /^error: The hash of the-band\/echo, .* is an md5/,
    );
    assert.match(
      one(github().rust({ formats: [CLAP], bundle: ['echo'], cargoHash: 'x' })),
      /^error: The hash of the crates of «echo», «x», is none/,
    );
  });

  it('comes from where nothing can be', () => {
    assert.match(one(github({ owner: 'a/b' }).makefile(lv2)), /«a\/b» cannot be a name on GitHub/);
    assert.match(one(github({ repo: '..' }).makefile({ ...lv2, name: 'x' })), /«\.\.» cannot be a repository on GitHub/);
    assert.match(one(github({ rev: 'v1 0"' }).makefile({ ...lv2, version: '1' })), /«v1 0"» is neither a tag nor a commit/);
    assert.match(one(PluginPackage.fromUrl({ url: 'synth-1.0.zip', hash: HASH }).makefile(lv2)), /«synth-1\.0\.zip» is no address/);
    assert.match(one(PluginPackage.fromUrl({ url: 'https://x.org/a "-1.0', hash: HASH }).makefile({ ...lv2, name: 'a' })), /is no address/);
    assert.match(one(PluginPackage.fromFile('nowhere/synth').makefile(lv2)), /^error: The source «nowhere\/synth» does not exist/);
    assert.match(one(gate().makefile({ ...lv2, patches: ['nowhere.patch'] })), /The source «nowhere\.patch» does not exist/);
  });

  it('is taken from a branch', () => {
    assert.match(one(github({ rev: 'main' }).makefile({ ...lv2, version: '0' })), /^warning: «main» is a branch: it moves/);
  });

  it('has no version, or a name or version that is none', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    assert.match(one(github({ rev: commit }).makefile(lv2)), /The version of «echo» cannot be told from its source/);
    assert.match(one(github().makefile({ ...lv2, version: 'v1' })), /«v1» cannot be the version of «echo»/);
    assert.match(one(github().makefile({ ...lv2, name: 'my synth' })), /A package cannot be called «my synth»/);
    assert.match(one(gate().makefile({ ...lv2, license: 'GPL 3' })), /«GPL 3» cannot be one of nixpkgs' licences/);
  });

  it('has no formats', () => {
    assert.match(said(gate().makefile({ formats: [] }))[0]!, /«gate» has no formats, so no program would find anything in it/);
  });

  it('has flags, options and variables that nixpkgs would take apart', () => {
    assert.match(one(gate().makefile({ ...lv2, makeFlags: ['CFLAGS=-O2 -g'] })), /The flag «CFLAGS=-O2 -g» of makeFlags has a blank/);
    assert.match(one(gate().cmake({ ...lv2, options: { 'A B': true } })), /«A B» cannot be the name of a build option/);
    assert.match(one(gate().meson({ ...lv2, options: { a: 1 } })), /The build option «a» must be true, false or a text/);
    assert.match(one(gate().meson({ ...lv2, options: { a: 1n } })), /The build option «a» must be true, false or a text/);
    assert.match(one(gate().makefile({ ...lv2, environment: { 'A-B': '' } })), /«A-B» cannot be the name of an environment variable/);
    assert.match(one(gate().makefile({ ...lv2, environment: { src: 'x' } })), /The variable «src» is one that every build has already/);
    assert.match(one(gate().phases({ ...lv2, phases: { buildPhase: ' \n' } })), /The phase «buildPhase» is empty/);
  });

  it('names files that cannot be, or are for another format, or forgets one', () => {
    const files = (lv2Files: string[]): Pkg => gate().cmake({ ...lv2, files: { lv2: lv2Files } });
    for (const pattern of ['../secret', '/etc/passwd', '-rf', '$(rm -rf /)', 'a;b', 'a\nb', '`id`', 'a"b', ''])
      assert.match(one(files([pattern])), /cannot say which files are plugins/, pattern);
    assert.match(
      one(gate().cmake({ ...lv2, files: { lv2: ['a'], vst3: ['b'] } })),
      /There are files for VST3, but it is not among the formats/,
    );
    assert.match(one(gate().cmake({ formats: [LV2, VST3], files: { lv2: ['a'] } })), /Name them: files: \{ vst3: \['…'\] \}/);
    const zip = PluginPackage.fromUrl({ url: 'https://example.org/synth-1.0.zip', hash: HASH });
    assert.match(one(zip.prebuilt({ formats: [VST3] })), /Nothing says which files are its VST3 plugins/);
    assert.match(one(github().rust({ formats: [VST2], cargoHash: HASH })), /Nothing says which files are its VST2 plugins/);
  });

  it('is to be built by something that cannot do it', () => {
    const wah = PluginPackage.fromFile(`${SOURCES}/wah.dsp`);
    assert.match(said(wah.faust({ formats: [VST3] }))[0]!, /nixpkgs' Faust makes LV2 and LADSPA plugins\. For VST3/);
    assert.match(one(github().faust({ ...lv2, program: 'a b.dsp' })), /«a b\.dsp» is no program of Faust/);
    assert.match(one(github().faust(lv2)), /«» is no program of Faust/);
    assert.match(one(github().rust({ formats: [LV2], bundle: ['echo'], cargoHash: HASH })), /nih-plug's bundler makes CLAP and VST3/);
    assert.match(one(github().rust({ formats: [CLAP], bundle: ['--evil'], cargoHash: HASH })), /«--evil» cannot be the name of a crate/);
    assert.match(one(github().dpf({ ...lv2, framework: '../dpf; id' })), /cannot say which files/);
  });

  it('is made of something that something is wrong with', () => {
    assert.match(one(gate().makefile({ ...lv2, buildInputs: ['a b'] })), /The attribute path «a b» cannot be read/);
    assert.match(one(gate().makefile({ ...lv2, buildInputs: [gate().makefile({ ...lv2, name: '1' })] })), /A package cannot be called «1»/);
  });

  it('is told everything at once', () => {
    assert.equal(said(github({ owner: '-', hash: 'x' }).makefile({ formats: [], name: '?', makeFlags: ['a b'] })).length, 5);
  });
});
