# laptop: made by studio-cdk from test/stacks/studios.ts. Edits are lost at the next synth.
{
  config,
  lib,
  nixpkgs-unstable,
  pkgs,
  ...
}:
let
  pkgs-unstable = import nixpkgs-unstable {
    inherit (config.nixpkgs) config;
    inherit (pkgs.stdenv.hostPlatform) system;
  };
in
{
  imports = [
    ./hardware.nix

    # laptop: the machine itself
    {
      _file = "test/stacks/studios.ts:22 (laptop)";
      boot.loader = {
        efi.canTouchEfiVariables = true;
        systemd-boot = {
          enable = true;
          configurationLimit = 20;
        };
      };
      console.useXkbConfig = true;
      i18n.defaultLocale = "de_DE.UTF-8";
      networking = {
        hostName = "laptop";
        networkmanager.enable = true;
      };
      nix.settings.experimental-features = [
        "nix-command"
        "flakes"
      ];
      nixpkgs = {
        config.allowUnfreePredicate = package: builtins.elem (lib.getName package) [ "reaper" ];
        hostPlatform = "x86_64-linux";
      };
      services = {
        avahi = {
          enable = true;
          nssmdns4 = true;
          publish = {
            enable = true;
            addresses = true;
          };
        };
        openssh = {
          enable = true;
          ports = [ 2222 ];
          settings = {
            KbdInteractiveAuthentication = false;
            PasswordAuthentication = false;
          };
        };
        xserver.xkb = {
          layout = "de";
          variant = "nodeadkeys";
        };
      };
      system.stateVersion = "25.11";
      time.timeZone = "Europe/Berlin";
      users.users.alice.openssh.authorizedKeys.keys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home"
      ];
    }

    # laptop/DeploymentGuard: takes back a deployment that nobody confirmed
    {
      _file = "test/stacks/studios.ts:22 (laptop/DeploymentGuard)";
      environment.systemPackages = [ (pkgs.callPackage ../../packages/studio-cdk-guard.nix { }) ];
      systemd.services.studio-cdk-guard = {
        description = "Finish or undo a deployment after a reboot";
        restartIfChanged = false;
        serviceConfig = {
          ExecStart = "${pkgs.callPackage ../../packages/studio-cdk-guard.nix { }}/bin/studio-cdk-guard boot";
          Type = "oneshot";
        };
        stopIfChanged = false;
        unitConfig.ConditionPathExists = "/var/lib/studio-cdk/armed";
        wantedBy = [ "multi-user.target" ];
      };
    }

    # laptop/Kernel: realtime scheduling
    {
      _file = "test/stacks/studios.ts:44 (laptop/Kernel)";
      boot.kernel.sysctl."fs.inotify.max_user_watches" = 524288;
      musnix.enable = true;
    }

    # laptop/Daw: Reaper, and a synth from the rolling branch
    {
      _file = "test/stacks/studios.ts:49 (laptop/Daw)";
      environment = {
        etc = {
          "samples/host".text = "samples";
          "samples/readme".text = ''
            The samples are on the server.
            They cost ''${money}.
          '';
        };
        systemPackages = [
          pkgs.reaper
          pkgs-unstable.surge-xt
        ];
      };
    }
  ];
}
