# Builds if Bitwig Studio finds plugins of every package that it was given, as it finds them when it runs.
{
  callPackage,
  lib,
  stdenv,
  wrapped,
  helm,
  lsp-plugins,
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
  program = "bitwig-studio";
  title = "Bitwig Studio";
  name = "bitwig-studio-plugins";
  plugins = ''
    every zynaddsubfx ${zynaddsubfx} LV2 VST2
    every helm ${helm} LV2 LXVST
    every lsp-plugins ${lsp-plugins} CLAP LADSPA LV2 VST2 VST3
    ${only-x86_64-linux}
  '';
  formats = "LV2 LADSPA VST2 VST3 CLAP LXVST";
}
