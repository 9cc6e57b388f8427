import { Daw } from '../../../src/constructs/daw';
import { FhsHost } from '../../../src/constructs/packaging/fhs-host';
import { PluginPackage } from '../../../src/constructs/packaging/plugin-package';
import { Source } from '../../../src/constructs/packaging/source';
import { Pkg } from '../../../src/constructs/pkg';
import { PluginFormat } from '../../../src/constructs/plugin-format';
import { collect, Nixpkgs, Shelf, System } from '../../../src/core';
import { type NixosStack } from '../../../src/stacks/nixos-stack';
import { machine } from '../../support/machine';
import { Says } from '../../core/says';

export const SOURCES = 'test/constructs/packaging/sources';
export const GOLDEN = 'test/constructs/packaging/golden';
const HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const { CLAP, DSSI, LADSPA, LV2, VST2, VST3 } = PluginFormat;

/** One package for each way to build, named after it. */
export const PACKAGES: Readonly<Record<string, () => Pkg>> = {
  derivation: () =>
    PluginPackage.fromFile(`${SOURCES}/gate`).derivation({
      name: 'raw-gate',
      version: '1.0',
      formats: [LADSPA],
      nativeBuildInputs: ['coreutils'],
      environment: { NOTE: 'it\'s "${x}"' },
      args: ['-c', 'mkdir -p $out/lib/ladspa\ncp $src/gate.txt $out/lib/ladspa/gate.so\n'],
    }),

  command: () =>
    PluginPackage.fromFile(`${SOURCES}/gate`).command({
      name: 'copied-gate',
      formats: [LADSPA],
      description: 'A gate that is only copied.',
      nativeBuildInputs: ['curl'],
      script: 'install -D "$src/gate.txt" "$out/lib/ladspa/${name}.so"',
    }),

  phases: () =>
    PluginPackage.fromUrl({ url: 'mirror://sourceforge/band/our-synth-1.2.0.tar.gz', hash: HASH }).phases({
      formats: [DSSI],
      nativeBuildInputs: ['pkg-config'],
      buildInputs: ['alsa-lib', Pkg.of('xorg.libX11'), Pkg.of('fftw', { nixpkgs: Nixpkgs.unstable() })],
      patches: [`${SOURCES}/open.patch`, Source.fromUrl({ url: 'https://example.org/fix.patch', hash: HASH })],
      phases: { buildPhase: './build.sh "${PREFIX:-$out}"\n', installPhase: './install.sh', postFixup: 'echo done' },
      license: 'gpl3Plus',
      platforms: [System.X86_64_LINUX],
    }),

  make: () =>
    PluginPackage.fromFile(`${SOURCES}/gate`).makefile({
      version: '2.0',
      formats: [LADSPA],
      makeFlags: ['LEVEL=hard'],
      patches: [`${SOURCES}/open.patch`],
      environment: { NOTE: 'it\'s "${x}"' },
      phases: { postInstall: 'echo "$version" > "$out/lib/ladspa/version"' },
    }),

  cmake: () =>
    PluginPackage.fromGithub({ owner: 'the-band', repo: 'juce-echo', rev: 'v0.9.1', hash: HASH, submodules: true }).cmake({
      formats: [VST3, CLAP],
      buildInputs: ['alsa-lib', 'freetype'],
      options: { BUILD_TESTS: false, ECHO_UI: 'opengl' },
      cmakeFlags: ['--log-level=ERROR'],
      files: { vst3: ['Echo_artefacts/Release/VST3/My Echo.vst3'], clap: ['Echo_artefacts/Release/CLAP/*.clap'] },
      license: 'agpl3Only',
    }),

  meson: () =>
    PluginPackage.fromGithub({ owner: 'the-band', repo: 'reverb.lv2', rev: '2.4.0', hash: HASH }).meson({
      formats: [LV2],
      buildInputs: ['lv2'],
      options: { tests: false, gui: 'disabled' },
    }),

  dpf: () =>
    PluginPackage.fromGithub({ owner: 'the-band', repo: 'shaper', rev: 'v1.0.2', hash: HASH, submodules: true }).dpf({
      formats: [LV2, VST2, VST3, CLAP, LADSPA, DSSI],
      makeFlags: ['BUILD_VST3=true'],
      description: 'A wave shaper with a drawn curve',
      license: 'gpl3Plus',
    }),

  faust: () =>
    PluginPackage.fromFile(`${SOURCES}/wah.dsp`).faust({
      formats: [LV2, LADSPA],
      faustFlags: ['-vec', '-time'],
      graphics: true,
    }),

  'faust-collection': () =>
    PluginPackage.fromGithub({ owner: 'the-band', repo: 'effects', rev: '0123456789abcdef0123456789abcdef01234567', hash: HASH }).faust({
      version: '0-unstable-2026-05-31',
      formats: [LV2],
      program: 'dsp/delays/tape.dsp',
    }),

  rust: () =>
    PluginPackage.fromGithub({ owner: 'the-band', repo: 'compressor', rev: 'v0.4.0', hash: HASH }).rust({
      formats: [CLAP, VST3],
      bundle: ['spectral_compressor', 'crossover'],
      cargoHash: HASH,
      buildInputs: ['libGL'],
    }),

  'rust-library': () =>
    PluginPackage.fromGithub({ owner: 'the-band', repo: 'old-organ', rev: 'v3.0.0', hash: HASH }).rust({
      formats: [VST2],
      cargoBuildFlags: ['--package', 'organ_vst'],
      files: { vst: ['liborgan_vst.so'] },
    }),

  prebuilt: () =>
    PluginPackage.fromUrl({ url: 'https://vendor.example/download/Synth-2.1.0.zip', hash: HASH }).prebuilt({
      formats: [VST3, VST2],
      files: { vst3: ['Synth/*.vst3'], vst: ['Synth/libSynth.so'] },
      buildInputs: ['alsa-lib', 'freetype'],
      runtimeDependencies: ['curl'],
      unfree: true,
    }),

  'prebuilt-file': () =>
    PluginPackage.fromUrl({ url: 'https://vendor.example/Organ_1.0.clap' }).prebuilt({ formats: [CLAP], unfree: true }),
};

/** What a vendor ships as a whole program. */
export const mixer = (): Pkg =>
  PluginPackage.fromUrl({ url: 'https://vendor.example/Mixer-10.0.tar.xz', hash: HASH }).prebuilt({
    name: 'mixer',
    formats: [],
    mainProgram: 'mixer10',
    patchElf: false,
    unfree: true,
    phases: { installPhase: 'mkdir -p $out/bin $out/opt\ncp -r Mixer-10.0 $out/opt/mixer\nln -s $out/opt/mixer/mixer10 $out/bin\n' },
  });

export function mixerHost(stack: NixosStack): void {
  const plugins = ['calf', PACKAGES['make']!(), Pkg.of('helm', { nixpkgs: Nixpkgs.unstable() })];
  new FhsHost(stack, 'Mixer', {
    daw: Daw.of(mixer(), { title: 'Mixer' }),
    plugins,
    libraries: ['alsa-lib', 'libGL', 'stdenv.cc.cc.lib'],
    environment: { NOTE: 'it\'s "${x}"' },
  });
}

/** The files below `packages/` of a machine. */
export function packageFiles(stack: NixosStack): ReadonlyMap<string, string> {
  const shelf = new Shelf();
  collect(stack, stack.nixpkgs, shelf);
  return shelf.texts;
}

/** The file of a package, and how it is called. */
export function written(pkg: Pkg): { text: string; call: string } {
  const stack = machine();
  let call = '';
  new Says(stack, 'Says', (module) => {
    call = pkg._in(module).toString();
  });
  const [text] = packageFiles(stack).values();
  return { text: text!, call };
}
