/**
 * The reference studio: a laptop for electronic music. Copy it and change what is yours.
 *
 * `npx cdk synth` turns it into a Nix flake in `cdk.out/`.
 */
import { App, AudioServer, Daw, DawHost, NixosStack, PluginBundle, Preemption, RealtimeKernel, SampleRate, Studio } from 'studio-cdk';

const app = new App();

// The machine. Its hardware file comes from nixos-generate-config, the key from your own ~/.ssh/id_ed25519.pub.
export const laptop = new NixosStack(app, 'studio-laptop', {
  stateVersion: '26.05',
  hardware: 'assets/hardware/studio-laptop.nix',
  timeZone: 'Europe/Berlin',
  target: {
    host: 'studio-laptop.local',
    user: 'root',
    authorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home'],
  },
});

// The instruments and effects. A bundle is a list that several programs can share.
const synths = new PluginBundle(laptop, 'Synths', { plugins: ['surge-xt', 'zynaddsubfx', 'helm', 'cardinal'] });
const effects = new PluginBundle(laptop, 'Effects', { plugins: ['lsp-plugins', 'calf', 'x42-plugins', 'dragonfly-reverb'] });

// Tuned for low latency with the kernel that NixOS has ready. Preemption.REALTIME goes further, and compiles a kernel of its own.
new RealtimeKernel(laptop, 'Kernel', { preemption: Preemption.FULL, irqPriority: ['usb', 'snd'], swappiness: 10 });

// 64 frames at 48 kHz: a buffer of 1.33 ms.
const studio = new Studio(laptop, 'Studio', {
  musician: 'alice',
  audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }),
});

// Ardour finds exactly the plugins of these two bundles.
new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects] });

// A test imports this file to look at the laptop; only `cdk synth` runs it.
if (require.main === module) app.synth();
