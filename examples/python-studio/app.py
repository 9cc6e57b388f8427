"""The reference studio: a laptop for electronic music. Copy it and change what is yours.

``npx cdk synth`` turns it into a Nix flake in ``cdk.out/``.
"""

from studio_cdk import (
    App,
    AudioServer,
    Daw,
    DawHost,
    DeployTarget,
    NixosStack,
    PluginBundle,
    Preemption,
    RealtimeKernel,
    SampleRate,
    Studio,
)

app = App()

# The machine. Its hardware file comes from nixos-generate-config, the key from your own ~/.ssh/id_ed25519.pub.
laptop = NixosStack(
    app,
    "studio-laptop",
    state_version="26.05",
    hardware="assets/hardware/studio-laptop.nix",
    time_zone="Europe/Berlin",
    target=DeployTarget(
        host="studio-laptop.local",
        user="root",
        authorized_keys=["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home"],
    ),
)

# The instruments and effects. A bundle is a list that several programs can share.
synths = PluginBundle(laptop, "Synths", plugins=["surge-xt", "zynaddsubfx", "helm", "cardinal"])
effects = PluginBundle(laptop, "Effects", plugins=["lsp-plugins", "calf", "x42-plugins", "dragonfly-reverb"])

# Tuned for low latency with the kernel that NixOS has ready. Preemption.REALTIME goes further, and compiles a kernel of its own.
RealtimeKernel(laptop, "Kernel", preemption=Preemption.FULL, irq_priority=["usb", "snd"], swappiness=10)

# 64 frames at 48 kHz: a buffer of 1.33 ms.
studio = Studio(
    laptop,
    "Studio",
    musician="alice",
    audio=AudioServer.pipewire(rate=SampleRate.hz(48000), quantum=64),
)

# Ardour finds exactly the plugins of these two bundles.
DawHost(studio, "Ardour", daw=Daw.ARDOUR, plugins=[synths, effects])

# A test imports this file to look at the laptop; only `cdk synth` runs it.
if __name__ == "__main__":
    app.synth()
