# Bitwig Studio, which sees exactly the plugins of Synths and lsp-plugins, and those in the user's own folders.
{
  lib,
  makeWrapper,
  symlinkJoin,
  stdenv,
  bitwig-studio,
  helm,
  lsp-plugins,
  vital,
  zynaddsubfx,
}:
let
  only-x86_64-linux = lib.optionals stdenv.hostPlatform.isx86_64;
  plugins = {
    clap = lib.concatLists [
      (only-x86_64-linux [ vital ])
      [ lsp-plugins ]
    ];
    ladspa = [ lsp-plugins ];
    lv2 = [
      zynaddsubfx
      helm
      lsp-plugins
    ];
    lxvst = [ helm ];
    vst = lib.concatLists [
      [ zynaddsubfx ]
      (only-x86_64-linux [ vital ])
      [ lsp-plugins ]
    ];
    vst3 = lib.concatLists [
      (only-x86_64-linux [ vital ])
      [ lsp-plugins ]
    ];
  };
  search =
    format:
    lib.concatMapStrings (plugin: "${plugin}/lib/${format}:") (plugins.${format} or [ ])
    + "$HOME/.${format}";
in
symlinkJoin {
  inherit (bitwig-studio) name;
  paths = map (output: bitwig-studio.${output}) bitwig-studio.meta.outputsToInstall;
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
      sed --in-place "s|${lib.getBin bitwig-studio}/bin/|$out/bin/|g" "$entry"
    done
  '';
  meta = bitwig-studio.meta // {
    outputsToInstall = [ "out" ];
  };
}
