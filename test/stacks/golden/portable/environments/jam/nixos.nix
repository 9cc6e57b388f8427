# jam: made by studio-cdk from test/stacks/environments.ts. Edits are lost at the next synth.
environments:
{ pkgs, ... }:
let
  studio = environments.${pkgs.stdenv.hostPlatform.system};
in
{
  _file = "test/stacks/environments.ts:19 (jam)";
  imports = [
    # jam/Studio/Audio: PipeWire at 64 frames and 48 kHz, 1.33 ms
    {
      _file = "test/stacks/environments.ts:24 (jam/Studio/Audio)";
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

    # jam/Quiet
    {
      _file = "test/stacks/environments.ts:31 (jam/Quiet)";
      boot.kernelParams = [ "quiet" ];
    }
  ];
  environment.systemPackages = [ studio.packages.studio ];
  environment.sessionVariables = studio.sessionVariables;
}
