# Carla, which sees exactly the plugins of calf, vital, audio.rack and our-synth, and those in the user's own folders.
{
  lib,
  makeWrapper,
  symlinkJoin,
  carla,
  audio-rack,
  calf,
  calf-2,
  our-synth,
  vital,
}:
let
  plugins = {
    clap = [
      vital
      our-synth
    ];
    lv2 = [
      calf
      calf-2
      audio-rack
    ];
    vst = [ vital ];
    vst3 = [ vital ];
  };
  search =
    format:
    lib.concatMapStrings (plugin: "${plugin}/lib/${format}:") (plugins.${format} or [ ])
    + "$HOME/.${format}";
in
symlinkJoin {
  inherit (carla) name;
  paths = map (output: carla.${output}) carla.meta.outputsToInstall;
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
        --run 'export VST_PATH="${search "vst"}:${search "lxvst"}"' \
        --set CARLA_NOTE ${lib.escapeShellArg "it's \${x}\n"} \
        --set QT_SCALE_FACTOR ${lib.escapeShellArg "1.5"}
    done

    # Menu entries and services that name the program by its path start the wrapped one.
    for entry in "$out"/share/applications/*.desktop "$out"/share/dbus-1/services/*.service; do
      [[ -e $entry ]] || continue
      sed --in-place "s|${lib.getBin carla}/bin/|$out/bin/|g" "$entry"
    done
  '';
  meta = carla.meta // {
    mainProgram = "carla";
    outputsToInstall = [ "out" ];
  };
}
