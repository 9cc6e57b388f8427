# Builds if Ardour finds plugins of every package that it was given, as it finds them when it runs.
{
  runCommand,
  writeShellScriptBin,
  lib,
  stdenv,
  clap-info,
  lilv,
  wrapped,
  calf,
  helm,
  vital,
  zynaddsubfx,
}:
let
  only-x86_64-linux = lib.optionalString stdenv.hostPlatform.isx86_64 ''
    look vital CLAP ${vital}/lib/clap CLAP_PATH || miss
    look vital VST2 ${vital}/lib/vst LXVST_PATH VST_PATH || miss
    look vital VST3 ${vital}/lib/vst3 VST3_PATH || miss
  '';
  search = writeShellScriptBin "search" ''
    # For each format: prints a line for every plugin in the folder $1.
    LV2() {
      LV2_PATH=$1 timeout 60 ${lilv}/bin/lv2ls
    }
    VST2() {
      find -L "$1" -type f -name '*.so' -exec env LC_ALL=C grep -laP '\0(VSTPluginMain|main)\0' {} +
    }
    VST3() {
      find -L "$1" -name '*.vst3' -prune | while IFS= read -r module; do
        library=$module
        if [ -d "$module" ]; then
          library=$module/Contents/$(uname -m)-linux/$(basename "$module" .vst3).so
          info=$(find -L "$module/Contents" -name moduleinfo.json -print -quit)
          if [ -n "$info" ] && ! grep -q '"Audio Module Class"' "$info"; then continue; fi
        fi
        LC_ALL=C grep -laP '\0GetPluginFactory\0' "$library"
      done
    }
    CLAP() {
      find -L "$1" -type f -name '*.clap' -exec env HOME="''${TMPDIR:-/tmp}" timeout 60 ${clap-info}/bin/clap-info --create=false {} \; | grep '"id"'
    }
    LXVST() {
      find -L "$1" -type f -name '*.so' -exec env LC_ALL=C grep -laP '\0(VSTPluginMain|main)\0' {} +
    }

    reasons=  # why the package at hand is not found
    missed=   # why all those before are not
    searched= # the paths on which they are not, a line each
    newline='
    '

    # look PACKAGE FORMAT FOLDER VARIABLE...
    # Whether the folder is on the paths of all the variables, and a plugin of the format in it.
    look() {
      package=$1 format=$2 folder=$3
      shift 3
      found=0
      problem=
      for variable; do
        eval "path=\''${$variable-}"
        case ":$path:" in
          *":$folder:"*) ;;
          *) problem="$folder is not on $variable" ;;
        esac
      done
      if [ -n "$problem" ]; then
        :
      elif [ ! -d "$folder" ]; then
        problem="there is no $folder"
      else
        said=$(mktemp)
        found=$("$format" "$folder" 2>"$said" | grep -c .)
        problem="none in $folder$(sed 's/^ */; /' "$said" | head -n 3 | tr -d '\n')"
        rm "$said"
      fi
      if [ "$found" -gt 0 ]; then
        reasons=
        echo "$package, $format: $found"
      else
        reasons="$reasons  $package, $format: $problem$newline"
        for variable; do
          remember "$variable"
        done
        return 1
      fi
    }

    remember() {
      eval "path=\''${$1-}"
      case "$searched" in
        *"  $1="*) ;;
        *) searched="$searched  $1=$path$newline" ;;
      esac
    }

    miss() {
      missed=$missed$reasons
      reasons=
    }

    look zynaddsubfx LV2 ${zynaddsubfx}/lib/lv2 LV2_PATH || miss
    look zynaddsubfx VST2 ${zynaddsubfx}/lib/vst LXVST_PATH VST_PATH || miss
    look helm LV2 ${helm}/lib/lv2 LV2_PATH || miss
    look helm LXVST ${helm}/lib/lxvst LXVST_PATH VST_PATH || miss
    look calf LV2 ${calf}/lib/lv2 LV2_PATH || miss
    ${only-x86_64-linux}

    [ -z "$missed" ] && exit 0
    {
      echo 'These paths were searched:'
      printf '%s' "$searched"
      echo 'If a package is not meant to have a format, say which it has: Pkg.of("calf", { formats: [PluginFormat.LV2] }).'
      printf '%s\n' 'Ardour does not find these plugins:'
      printf '%s' "$missed"
    } >&2
    exit 1
  '';
  inside = wrapped.override {
    ardour = search;
  };
in
runCommand "ardour-plugins" { } "${inside}/bin/search > $out"
