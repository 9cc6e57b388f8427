# server: made by studio-cdk from test/stacks/studios.ts. Edits are lost at the next synth.
{ lib, ... }:
{
  imports = [
    ./hardware.nix

    # server: the machine itself
    {
      _file = "test/stacks/studios.ts:31 (server)";
      boot.loader.grub = {
        enable = true;
        configurationLimit = 5;
        device = "/dev/sda";
      };
      networking = {
        defaultGateway = "10.0.0.1";
        hostName = "samples";
        interfaces.enp3s0.ipv4.addresses = [
          {
            address = "10.0.0.12";
            prefixLength = 24;
          }
        ];
        nameservers = [ "10.0.0.1" ];
        useDHCP = false;
      };
      nix.settings.experimental-features = [
        "nix-command"
        "flakes"
      ];
      nixpkgs.hostPlatform = "aarch64-linux";
      system.stateVersion = "26.05";
    }

    # server/Export
    {
      _file = "test/stacks/studios.ts:56 (server/Export)";
      boot.kernelParams = [ "quiet" ];
    }

    # server/Module test-stacks-fixtures-backup.nix: the project's own test/stacks/fixtures/backup.nix
    {
      _file = "test/stacks/studios.ts:57 (server/Module test-stacks-fixtures-backup.nix)";
      imports = [ ./modules/backup.nix ];
    }

    # server/Override boot.kernel.sysctl."vm.swappiness": wins over what constructs say
    {
      _file = "test/stacks/studios.ts:58 (server/Override boot.kernel.sysctl.\"vm.swappiness\")";
      boot.kernel.sysctl."vm.swappiness" = lib.mkForce 60;
    }
  ];
}
