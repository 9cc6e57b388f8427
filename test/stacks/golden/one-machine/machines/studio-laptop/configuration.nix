# studio-laptop: made by studio-cdk from test/stacks/studios.ts. Edits are lost at the next synth.
{ ... }:
{
  imports = [
    ./hardware.nix

    # studio-laptop: the machine itself
    {
      _file = "test/stacks/studios.ts:15 (studio-laptop)";
      boot.loader = {
        efi.canTouchEfiVariables = true;
        systemd-boot = {
          enable = true;
          configurationLimit = 20;
        };
      };
      networking = {
        hostName = "studio-laptop";
        networkmanager.enable = true;
      };
      nix.settings.experimental-features = [
        "nix-command"
        "flakes"
      ];
      nixpkgs.hostPlatform = "x86_64-linux";
      system.stateVersion = "26.05";
    }
  ];
}
