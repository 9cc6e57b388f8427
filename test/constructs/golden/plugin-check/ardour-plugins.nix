# Builds if Ardour finds plugins of every package that it was given, as it finds them when it runs.
{
  callPackage,
  wrapped,
  calf,
  helm,
  lsp-plugins,
  surge-xt,
  tunefish,
}:
callPackage ./checks/find-plugins.nix {
  inherit wrapped;
  program = "ardour";
  title = "Ardour";
  name = "ardour-plugins";
  plugins = ''
    every surge-xt ${surge-xt} CLAP LV2 VST3
    every calf ${calf} LV2
    every helm ${helm} LV2 LXVST
    every lsp-plugins ${lsp-plugins} CLAP LADSPA LV2 VST2 VST3
    any tunefish ${tunefish} LV2 LADSPA DSSI VST2 VST3 CLAP LXVST
  '';
  formats = "LV2 LADSPA DSSI VST2 VST3 CLAP LXVST";
}
