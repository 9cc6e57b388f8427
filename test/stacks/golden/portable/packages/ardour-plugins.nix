# Builds if Ardour finds plugins of every package that it was given, as it finds them when it runs.
{
  callPackage,
  lib,
  stdenv,
  wrapped,
  calf,
  helm,
  vital,
  zynaddsubfx,
}:
let
  only-x86_64-linux = lib.optionalString stdenv.hostPlatform.isx86_64 ''
    every vital ${vital} CLAP VST2 VST3
  '';
in
callPackage ./checks/find-plugins.nix {
  inherit wrapped;
  program = "ardour";
  title = "Ardour";
  name = "ardour-plugins";
  plugins = ''
    every zynaddsubfx ${zynaddsubfx} LV2 VST2
    every helm ${helm} LV2 LXVST
    every calf ${calf} LV2
    ${only-x86_64-linux}
  '';
  formats = "LV2 VST2 VST3 CLAP LXVST";
}
