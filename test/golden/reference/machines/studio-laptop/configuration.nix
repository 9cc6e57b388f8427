# studio-laptop: made by studio-cdk from bin/studio.ts. Edits are lost at the next synth.
{ lib, pkgs, ... }:
{
  imports = [
    ./hardware.nix

    # studio-laptop: the machine itself
    {
      _file = "bin/studio.ts:11 (studio-laptop)";
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
          settings = {
            KbdInteractiveAuthentication = false;
            PasswordAuthentication = false;
          };
        };
      };
      system.stateVersion = "26.05";
      time.timeZone = "Europe/Berlin";
      users.users.root.openssh.authorizedKeys.keys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home"
      ];
    }

    # studio-laptop/DeploymentGuard: takes back a deployment that nobody confirmed
    {
      _file = "bin/studio.ts:11 (studio-laptop/DeploymentGuard)";
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

    # studio-laptop/Kernel: realtime scheduling
    {
      _file = "bin/studio.ts:27 (studio-laptop/Kernel)";
      boot = {
        kernel.sysctl."vm.swappiness" = lib.mkForce 10;
        kernelParams = [ "preempt=full" ];
      };
      musnix = {
        enable = true;
        rtirq = {
          enable = true;
          nameList = "usb snd";
        };
      };
      services = {
        auto-cpufreq.enable = false;
        power-profiles-daemon.enable = false;
        tlp.enable = false;
      };
    }

    # studio-laptop/Studio: a place for alice to work
    {
      _file = "bin/studio.ts:30 (studio-laptop/Studio)";
      environment.systemPackages = [
        pkgs.alsa-utils
        pkgs.qpwgraph
      ];
    }

    # studio-laptop/Studio/Audio: PipeWire at 64 frames and 48 kHz, 1.33 ms
    {
      _file = "bin/studio.ts:32 (studio-laptop/Studio/Audio)";
      security.rtkit.enable = true;
      services.pipewire = {
        enable = true;
        alsa.enable = true;
        extraConfig = {
          jack."10-studio"."jack.properties"."node.latency" = "64/48000";
          pipewire."10-studio"."context.properties" = {
            "default.clock.min-quantum" = 64;
            "default.clock.quantum" = 64;
            "default.clock.rate" = 48000;
          };
        };
        jack.enable = true;
        pulse.enable = true;
      };
    }

    # studio-laptop/Studio/Musician: an account for alice
    {
      _file = "bin/studio.ts:30 (studio-laptop/Studio/Musician)";
      users.users.alice = {
        extraGroups = [
          "audio"
          "pipewire"
        ];
        isNormalUser = true;
      };
    }

    # studio-laptop/Studio/Ardour: Ardour with 8 plugin packages
    {
      _file = "bin/studio.ts:36 (studio-laptop/Studio/Ardour)";
      environment.systemPackages = [ (pkgs.callPackage ../../packages/ardour.nix { }) ];
    }
  ];
}
