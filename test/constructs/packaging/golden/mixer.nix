# Mixer in a conventional file system, which sees exactly the plugins of calf, gate and helm, and those in the user's own folders.
{
  lib,
  buildFHSEnv,
  mixer,
  alsa-lib,
  calf,
  gate,
  helm,
  libGL,
  stdenv-cc-cc-lib,
}:
let
  plugins = {
    ladspa = [ gate ];
    lv2 = [
      calf
      helm
    ];
    lxvst = [ helm ];
  };
  search =
    format:
    lib.concatMapStrings (plugin: "${plugin}/lib/${format}:") (plugins.${format} or [ ])
    + "$HOME/.${format}";
in
buildFHSEnv {
  inherit (mixer) name;
  executableName = mixer.meta.mainProgram;
  targetPkgs = _: [
    mixer
    alsa-lib
    libGL
    stdenv-cc-cc-lib
  ];
  profile = ''
    export CLAP_PATH="${search "clap"}"
    export DSSI_PATH="${search "dssi"}"
    export LADSPA_PATH="${search "ladspa"}"
    export LV2_PATH="${search "lv2"}"
    export LXVST_PATH="${search "lxvst"}:${search "vst"}"
    export VST3_PATH="${search "vst3"}"
    export VST_PATH="${search "vst"}:${search "lxvst"}"
    export NOTE=${lib.escapeShellArg "it's \"\${x}\""}
  '';
  runScript = lib.getExe mixer;
  extraInstallCommands = ''
    for folder in applications icons mime pixmaps; do
      [[ -d ${mixer}/share/$folder ]] || continue
      mkdir -p "$out/share"
      cp -r --no-preserve=mode ${mixer}/share/$folder "$out/share"
    done
    for entry in "$out"/share/applications/*.desktop; do
      [[ -e $entry ]] || continue
      sed --in-place "s|${lib.getBin mixer}/bin/|$out/bin/|g" "$entry"
    done
  '';
  meta = mixer.meta // {
    outputsToInstall = [ "out" ];
  };
}
