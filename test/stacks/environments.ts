import { AudioServer, SampleRate } from '../../src/constructs/audio';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { HomeOption } from '../../src/constructs/home-option';
import { NixosOption } from '../../src/constructs/nixos-option';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { SampleLibrary } from '../../src/constructs/sample-library';
import { Studio } from '../../src/constructs/studio';
import { SystemService } from '../../src/constructs/system-service';
import { App, Nixpkgs } from '../../src/core';
import { Nix } from '../../src/nix';
import { MusicProject } from '../../src/stacks/music-project';
import { PortableStack, type PortableStackProps } from '../../src/stacks/portable-stack';

/** An environment for tests: two programs, one of which exists on Intel and AMD only, and a little of everything else. */
export function jam(outdir: string, props: PortableStackProps = {}): App {
  const app = new App({ outdir, description: 'A studio for any Linux' });
  const stack = new PortableStack(app, 'jam', { direnv: true, ...props });
  const synths = new PluginBundle(stack, 'Synths', { plugins: ['zynaddsubfx', 'helm', 'vital'] });
  const effects = new PluginBundle(stack, 'Effects', { plugins: ['lsp-plugins'] });
  const studio = new Studio(stack, 'Studio', {
    musician: 'alice',
    audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }),
    bundles: [effects],
  });
  const calf = Pkg.of('calf').overrideArgs({ stdenv: Nix.pkgs('stdenv') });
  new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, calf] });
  new DawHost(studio, 'Bitwig', { daw: Daw.BITWIG_STUDIO, plugins: [synths, Pkg.of('lsp-plugins', { nixpkgs: Nixpkgs.unstable() })] });
  new HomeOption(stack, 'Presets', { path: 'home.file.".lv2/presets".text', value: 'mine' });
  new NixosOption(stack, 'Quiet', { path: 'boot.kernelParams', value: ['quiet'] });
  new SystemService(stack, 'Backup', {
    description: 'copies the recordings',
    command: [Pkg.of('rsync'), '--archive', '%h/music', '/backup'],
    environment: { NOTE: 'a "b"' },
    schedule: 'daily',
    userService: true,
  });
  return app;
}

export const REVISION = '59b6c96beacc898566c9be1052ae806f3835f87d';
export const HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** A piece of music, with samples from everywhere. */
export function nightTrain(outdir: string): App {
  const app = new App({ outdir });
  const song = new MusicProject(app, 'night-train', { revision: REVISION, daws: [Daw.ARDOUR], plugins: ['calf', 'zynaddsubfx'] });
  new SampleLibrary(song, 'room', { path: 'test/support/hardware.nix' });
  new SampleLibrary(song, 'piano', { url: 'https://samples.example/piano.tar.gz', hash: HASH });
  new SampleLibrary(song, 'organ.sf2', { url: 'https://samples.example/organ.sf2', hash: HASH });
  return app;
}
