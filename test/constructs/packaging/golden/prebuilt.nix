# Synth 2.1.0, as VST3, VST2.
{
  lib,
  stdenv,
  fetchurl,
  autoPatchelfHook,
  unzip,
  alsa-lib,
  freetype,
  curl,
}:
stdenv.mkDerivation {
  pname = "Synth";
  version = "2.1.0";

  src = fetchurl {
    url = "https://vendor.example/download/Synth-2.1.0.zip";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  sourceRoot = ".";

  nativeBuildInputs = [
    autoPatchelfHook
    unzip
  ];
  buildInputs = [
    stdenv.cc.cc.lib
    alsa-lib
    freetype
  ];
  runtimeDependencies = [ curl ];

  dontConfigure = true;
  dontBuild = true;
  dontStrip = true;

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/vst3"
    cp -r Synth/*.vst3 "$out/lib/vst3"
    mkdir -p "$out/lib/vst"
    cp -r Synth/libSynth.so "$out/lib/vst"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    for format in vst3 vst; do
      if [ -z "$(ls -A "$out/lib/$format")" ]; then
        echo "Synth has put nothing into lib/$format, but it is to have plugins of that format" >&2
        exit 1
      fi
    done

    runHook postInstallCheck
  '';

  meta = {
    license = lib.licenses.unfree;
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
    platforms = lib.platforms.linux;
  };
}
