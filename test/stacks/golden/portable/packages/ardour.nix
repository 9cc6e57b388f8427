# Ardour, which sees exactly the plugins of Synths and calf, and those in the user's own folders.
{
  lib,
  makeWrapper,
  symlinkJoin,
  stdenv,
  ardour,
  calf,
  helm,
  vital,
  zynaddsubfx,
}:
let
  only-x86_64-linux = lib.optionals stdenv.hostPlatform.isx86_64;
  plugins = {
    clap = only-x86_64-linux [ vital ];
    lv2 = [
      zynaddsubfx
      helm
      calf
    ];
    lxvst = [ helm ];
    vst = lib.concatLists [
      [ zynaddsubfx ]
      (only-x86_64-linux [ vital ])
    ];
    vst3 = only-x86_64-linux [ vital ];
  };
  search =
    format:
    lib.concatMapStrings (plugin: "${plugin}/lib/${format}:") (plugins.${format} or [ ])
    + "$HOME/.${format}";
in
symlinkJoin {
  inherit (ardour) name;
  paths = map (output: ardour.${output}) ardour.meta.outputsToInstall;
  nativeBuildInputs = [ makeWrapper ];
  postBuild = ''
    for program in "$out"/bin/*; do
      [[ -f $program && -x $program ]] || continue
      original=$(readlink "$program")
      rm "$program"
      makeWrapper "$original" "$program" \
        --run 'export CLAP_PATH="${search "clap"}"' \
        --run 'export DSSI_PATH="${search "dssi"}"' \
        --run 'export LADSPA_PATH="${search "ladspa"}"' \
        --run 'export LV2_PATH="${search "lv2"}"' \
        --run 'export LXVST_PATH="${search "lxvst"}:${search "vst"}"' \
        --run 'export VST3_PATH="${search "vst3"}"' \
        --run 'export VST_PATH="${search "vst"}:${search "lxvst"}"'
    done

    # Menu entries and services that name the program by its path start the wrapped one.
    for entry in "$out"/share/applications/*.desktop "$out"/share/dbus-1/services/*.service; do
      [[ -e $entry ]] || continue
      sed --in-place "s|${lib.getBin ardour}/bin/|$out/bin/|g" "$entry"
    done
  '';
  meta = ardour.meta // {
    outputsToInstall = [ "out" ];
  };
}
