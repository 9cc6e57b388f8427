/** One laptop, one musician. Change the names, the key and the hardware file, and it is yours. */
import {
  App,
  AudioServer,
  Daw,
  Desktop,
  DawHost,
  Duration,
  NixosStack,
  PluginBundle,
  RealtimeKernel,
  SampleRate,
  Studio,
} from 'studio-cdk';

const app = new App();

export const laptop = new NixosStack(app, 'studio-laptop', {
  stateVersion: '26.05',
  // On the laptop: nixos-generate-config --show-hardware-config > assets/hardware/studio-laptop.nix
  hardware: 'assets/hardware/studio-laptop.nix',
  timeZone: 'Europe/Berlin',
  keyboard: { layout: 'de' },
  target: {
    host: 'studio-laptop.local',
    // Your own, from ~/.ssh/id_ed25519.pub
    authorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIAJJS7VbqELSRdullnPfUyyAFwdbHYCv6vMLGXoQmjy alice@home'],
  },
});

// Low latency with the kernel that NixOS has ready: nothing to compile. A buffer of 128 frames lasts 2.7 ms. The laptop is measured after each
// deployment, and one after which it wakes up later than this is taken back.
new RealtimeKernel(laptop, 'Kernel', { irqPriority: ['usb', 'snd'], maxLatency: Duration.micros(500) });

const studio = new Studio(laptop, 'Studio', {
  musician: 'alice',
  desktop: Desktop.PLASMA,
  audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 128 }),
});

const plugins = new PluginBundle(laptop, 'Plugins', {
  plugins: ['surge-xt', 'zynaddsubfx', 'lsp-plugins', 'x42-plugins', 'dragonfly-reverb'],
});

new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [plugins] });

// A test imports this file to look at the laptop; only `cdk synth` runs it.
if (require.main === module) app.synth();
