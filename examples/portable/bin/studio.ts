/**
 * The same studio on any Linux, without administrator rights, for the members of a band who have Debian, Fedora or Arch.
 *
 * And one song, pinned: in five years it opens with the programs and plugins that it was made with.
 */
import { App, AudioServer, Daw, DawHost, Graphics, MusicProject, PluginBundle, PortableStack, SampleRate, Studio } from 'studio-cdk';

export const app = new App({ description: 'A studio for any Linux' });

const synths = new PluginBundle(app, 'Synths', { plugins: ['zynaddsubfx', 'surge-xt', 'helm'] });
const effects = new PluginBundle(app, 'Effects', { plugins: ['lsp-plugins', 'calf', 'dragonfly-reverb'] });

// Programs with OpenGL need graphics drivers that fit them; only NixOS has them where programs of Nix look.
export const jam = new PortableStack(app, 'jam', { graphics: Graphics.HOST, direnv: true });

const studio = new Studio(jam, 'Studio', {
  musician: 'alice',
  // Counts for those who make the studio part of their home, with home-manager.
  audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 128 }),
});

new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects] });
new DawHost(studio, 'Carla', { daw: Daw.CARLA, plugins: [effects] });

// The commit of nixpkgs that the song was begun with: nix flake metadata github:NixOS/nixpkgs/nixos-26.05
export const song = new MusicProject(app, 'night-train', {
  revision: '1c3fe55ad329cbcb28471bb30f05c9827f724c76',
  daws: [Daw.ARDOUR],
  plugins: [synths, effects],
  graphics: Graphics.HOST,
});

// A test imports this file to look at the studio; only `cdk synth` runs it.
if (require.main === module) app.synth();
