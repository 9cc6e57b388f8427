/**
 * A band: everybody's machine opens everybody's projects, because all of them have the same instruments in the same versions.
 *
 * The rehearsal room records, the two laptops are where songs are written, and Cleo, who has Debian, joins with the same programs. The album is
 * pinned: it opens in five years with what it was made with.
 */
import {
  App,
  AudioServer,
  Daw,
  DawHost,
  Desktop,
  Duration,
  Graphics,
  HealthCheck,
  MusicProject,
  Network,
  NixosStack,
  PluginBundle,
  PortableStack,
  RealtimeKernel,
  SampleRate,
  Studio,
} from 'studio-cdk';

const BAND_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaMY+A3r/A6N5z1YEHEMu+xCfPApI18nmuW/SpRm3jd band@rehearsal';

export const app = new App({ description: 'The studios of a band' });

// Made in the app, not in a machine: one list for all.
const instruments = new PluginBundle(app, 'Instruments', { plugins: ['surge-xt', 'zynaddsubfx', 'drumgizmo', 'helm'] });
const effects = new PluginBundle(app, 'Effects', { plugins: ['lsp-plugins', 'guitarix', 'x42-plugins', 'dragonfly-reverb'] });

/** What every machine of the band has. */
function bandMachine(name: string, musician: string, quantum: number, network?: Network): Studio {
  const machine = new NixosStack(app, name, {
    stateVersion: '26.05',
    hardware: `assets/hardware/${name}.nix`,
    timeZone: 'Europe/Berlin',
    network,
    target: { host: `${name}.local`, authorizedKeys: [BAND_KEY] },
    // A deployment after which nobody could log in is taken back, and so is one after which a take would crackle.
    healthChecks: [HealthCheck.unit('login-screen', 'display-manager.service')],
  });
  new RealtimeKernel(machine, 'Kernel', { irqPriority: ['usb', 'snd'], maxLatency: Duration.micros(300), measureUnderLoad: true });
  const studio = new Studio(machine, 'Studio', {
    musician,
    desktop: Desktop.PLASMA,
    audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum }),
  });
  new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [instruments, effects] });
  return studio;
}

bandMachine('rehearsal-room', 'band', 64, Network.dhcp());
bandMachine('ada-laptop', 'ada', 128);
bandMachine('ben-laptop', 'ben', 128);

// For members with another Linux: the same Ardour, with the same plugins. On their computers: ./studio run ardour
const guests = new PortableStack(app, 'guests', { graphics: Graphics.HOST });
new DawHost(guests, 'Ardour', { daw: Daw.ARDOUR, plugins: [instruments, effects] });

// The commit of nixpkgs that the album was begun with: nix flake metadata github:NixOS/nixpkgs/nixos-26.05
new MusicProject(app, 'first-album', {
  revision: '1c3fe55ad329cbcb28471bb30f05c9827f724c76',
  daws: [Daw.ARDOUR],
  plugins: [instruments, effects],
  graphics: Graphics.HOST,
});

// A test imports this file to look at the machines; only `cdk synth` runs it.
if (require.main === module) app.synth();
