# wah 0, as LV2, LADSPA.
{
  lib,
  stdenv,
  faust2lv2,
  faust2ladspa,
}:
stdenv.mkDerivation {
  pname = "wah";
  version = "0";

  src = ../assets/bdfa27b104d5-wah.dsp;

  dontUnpack = true;

  nativeBuildInputs = [
    faust2lv2
    faust2ladspa
  ];

  faustFlags = [
    "-vec"
    "-time"
  ];
  dontWrapQtApps = true;

  buildPhase = ''
    runHook preBuild

    cp "$src" wah.dsp
    faust2lv2 -gui $faustFlags wah.dsp
    faust2ladspa $faustFlags wah.dsp

    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/lv2"
    cp -r wah.lv2 "$out/lib/lv2"
    mkdir -p "$out/lib/ladspa"
    cp -r wah.so "$out/lib/ladspa"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    for format in lv2 ladspa; do
      if [ -z "$(ls -A "$out/lib/$format")" ]; then
        echo "wah has put nothing into lib/$format, but it is to have plugins of that format" >&2
        exit 1
      fi
    done

    runHook postInstallCheck
  '';

  meta = {
    platforms = lib.platforms.linux;
  };
}
