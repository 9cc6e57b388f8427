# Builds if Ardour finds plugins of every package that it was given, as it finds them when it runs.
{
  callPackage,
  wrapped,
  calf,
  zynaddsubfx,
}:
callPackage ./checks/find-plugins.nix {
  inherit wrapped;
  program = "ardour";
  title = "Ardour";
  name = "ardour-plugins";
  plugins = ''
    every calf ${calf} LV2
    every zynaddsubfx ${zynaddsubfx} LV2 VST2
  '';
  formats = "LV2 VST2";
}
