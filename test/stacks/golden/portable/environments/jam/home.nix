# jam: made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
environments:
{ lib, pkgs, ... }:
let
  studio = environments.${pkgs.stdenv.hostPlatform.system};
in
{
  _file = "test/stacks/environments.ts:19 (jam)";
  imports = [
    # jam/Studio/Audio: PipeWire at 64 frames and 48 kHz, 1.33 ms
    {
      _file = "test/stacks/environments.ts:24 (jam/Studio/Audio)";
      xdg.configFile = {
        "pipewire/jack.conf.d/10-studio.conf".text = builtins.toJSON {
          "jack.properties" = {
            "node.latency" = "64/48000";
          };
        };
        "pipewire/pipewire.conf.d/10-studio.conf".text = builtins.toJSON {
          "context.properties" = {
            "default.clock.rate" = 48000;
            "default.clock.quantum" = 64;
            "default.clock.min-quantum" = 64;
          };
        };
      };
    }

    # jam/Presets
    {
      _file = "test/stacks/environments.ts:30 (jam/Presets)";
      home.file.".lv2/presets".text = "mine";
    }

    # jam/Backup: copies the recordings
    {
      _file = "test/stacks/environments.ts:32 (jam/Backup)";
      systemd.user = {
        services.backup = {
          Service = {
            Environment = [ "\"NOTE=a \\\"b\\\"\"" ];
            ExecStart = "${lib.getExe pkgs.rsync} --archive %%h/music /backup";
            LockPersonality = true;
            NoNewPrivileges = true;
            Restart = "no";
            RestrictNamespaces = true;
            SystemCallArchitectures = "native";
            Type = "oneshot";
            UMask = "0027";
          };
          Unit.Description = "copies the recordings";
        };
        timers.backup = {
          Install.WantedBy = [ "timers.target" ];
          Timer.OnCalendar = "daily";
        };
      };
    }
  ];
  home.packages = [ studio.packages.studio ];
  home.sessionVariables = studio.sessionVariables;
}
