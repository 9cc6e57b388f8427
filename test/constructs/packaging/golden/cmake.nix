# juce-echo 0.9.1, as VST3, CLAP.
{
  lib,
  stdenv,
  fetchFromGitHub,
  cmake,
  pkg-config,
  alsa-lib,
  freetype,
}:
stdenv.mkDerivation {
  pname = "juce-echo";
  version = "0.9.1";

  src = fetchFromGitHub {
    owner = "the-band";
    repo = "juce-echo";
    rev = "v0.9.1";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    fetchSubmodules = true;
  };

  nativeBuildInputs = [
    cmake
    pkg-config
  ];
  buildInputs = [
    alsa-lib
    freetype
  ];

  cmakeFlags = [
    (lib.cmakeBool "BUILD_TESTS" false)
    (lib.cmakeFeature "ECHO_UI" "opengl")
    "--log-level=ERROR"
  ];

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/vst3"
    cp -r Echo_artefacts/Release/VST3/My\ Echo.vst3 "$out/lib/vst3"
    mkdir -p "$out/lib/clap"
    cp -r Echo_artefacts/Release/CLAP/*.clap "$out/lib/clap"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    for format in vst3 clap; do
      if [ -z "$(ls -A "$out/lib/$format")" ]; then
        echo "juce-echo has put nothing into lib/$format, but it is to have plugins of that format" >&2
        exit 1
      fi
    done

    runHook postInstallCheck
  '';

  meta = {
    homepage = "https://github.com/the-band/juce-echo";
    license = lib.licenses.agpl3Only;
    platforms = lib.platforms.linux;
  };
}
