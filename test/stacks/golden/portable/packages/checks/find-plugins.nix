# Builds if a program finds plugins of every package that it was given. The search runs inside of the program's wrapper, in the program's
# place: whatever the wrapper does to the environment is done here.
{
  lib,
  runCommand,
  writeShellScriptBin,
  # Scanners. Those of other formats are not built, and need not be there.
  clap-info ? null,
  ladspa-sdk ? null,
  lilv ? null,

  # The wrapper, and the argument of its file that the program is: null where it runs in a conventional file system.
  wrapped,
  program,
  # What people call the program.
  title,
  name,
  # Lines of shell, such as «every calf /nix/store/…-calf LV2», and the formats in them.
  plugins,
  formats,
}:
let
  # For each format, a function that prints a line for every plugin in the folder $1.
  #
  # LV2, LADSPA and CLAP have programs that read or load plugins as a DAW does; they are called by their own path, since a wrapper may set
  # PATH. For the others nixpkgs has none: a file counts that stands where programs look and that exports the function which they call
  # first; names of functions stand in a library between two zero bytes. That tells an LV2 plugin in a VST folder from a VST plugin.
  scanners = {
    LV2 = ''
      LV2() {
        LV2_PATH=$1 timeout 60 ${lilv}/bin/lv2ls
      }
    '';
    # The plugins are indented below their file.
    LADSPA = ''
      LADSPA() {
        LADSPA_PATH=$1 timeout 60 ${ladspa-sdk}/bin/listplugins | grep '^[[:blank:]]'
      }
    '';
    DSSI = ''
      DSSI() {
        find -L "$1" -type f -name '*.so' -exec env LC_ALL=C grep -laP '\0dssi_descriptor\0' {} +
      }
    '';
    # main is what it was called before VST 2.4.
    VST2 = ''
      VST2() {
        find -L "$1" -type f -name '*.so' -exec env LC_ALL=C grep -laP '\0(VSTPluginMain|main)\0' {} +
      }
    '';
    # A bundle, Name.vst3/Contents/x86_64-linux/Name.so, or a lone file. Where there is a moduleinfo.json, it lists an audio plugin.
    VST3 = ''
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
    '';
    # It is given the file, since it looks into the system's folders whatever CLAP_PATH says; no plugin is started. Some write into the
    # user's home when they are loaded, so they get one that they can write to.
    CLAP = ''
      CLAP() {
        find -L "$1" -type f -name '*.clap' -exec env HOME="''${TMPDIR:-/tmp}" timeout 60 ${clap-info}/bin/clap-info --create=false {} \; | grep '"id"'
      }
    '';
    LXVST = ''
      LXVST() {
        find -L "$1" -type f -name '*.so' -exec env LC_ALL=C grep -laP '\0(VSTPluginMain|main)\0' {} +
      }
    '';
  };
  search = writeShellScriptBin "search" ''
    ${lib.concatMapStrings (format: scanners.${format}) (lib.splitString " " formats)}
    reasons=  # why the package at hand is not found
    missed=   # why all those before are not
    searched= # the paths on which they are not, a line each
    newline='
    '

    # every PACKAGE ROOT FORMAT...
    # Looks for plugins of the package in each of the formats.
    every() {
      package=$1 root=$2
      shift 2
      for format; do
        look || miss
      done
    }

    # any PACKAGE ROOT FORMAT...
    # Looks for plugins of a package of which nobody knows the formats: one will do.
    any() {
      package=$1 root=$2
      shift 2
      for format; do
        look && return
      done
      miss
    }

    # Whether the folder of the format is on the paths of all its variables, and a plugin of the format in it.
    look() {
      case $format in
        LV2) folder=lv2 variables=LV2_PATH ;;
        LADSPA) folder=ladspa variables=LADSPA_PATH ;;
        DSSI) folder=dssi variables=DSSI_PATH ;;
        VST2) folder=vst variables='LXVST_PATH VST_PATH' ;;
        VST3) folder=vst3 variables=VST3_PATH ;;
        CLAP) folder=clap variables=CLAP_PATH ;;
        LXVST) folder=lxvst variables='LXVST_PATH VST_PATH' ;;
      esac
      folder=$root/lib/$folder
      found=0
      problem=
      for variable in $variables; do
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
        for variable in $variables; do
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

    ${plugins}
    # Nix shows the last lines alone: those that matter most.
    [ -z "$missed" ] && exit 0
    {
      echo 'These paths were searched:'
      printf '%s' "$searched"
      echo 'If a package is not meant to have a format, say which it has: Pkg.of("calf", { formats: [PluginFormat.LV2] }).'
      printf '%s\n' ${lib.escapeShellArg "${title} does not find these plugins:"}
      printf '%s' "$missed"
    } >&2
    exit 1
  '';

  # A build may not make a conventional file system. That the plugins are found is up to the lines of shell that run in it before the
  # program does.
  buildFHSEnv =
    { profile, ... }:
    writeShellScriptBin "search" ''
      ${profile}
      exec ${search}/bin/search
    '';
  inside = wrapped.override (
    if program == null then { inherit buildFHSEnv; } else { ${program} = search; }
  );
in
runCommand name { } "${inside}/bin/search > $out"
