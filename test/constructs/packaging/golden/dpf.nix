# shaper 1.0.2, as LV2, VST2, VST3, CLAP, LADSPA, DSSI: A wave shaper with a drawn curve.
{
  lib,
  stdenv,
  fetchFromGitHub,
  pkg-config,
  libGL,
  libx11,
  libxcursor,
  libxext,
  libxrandr,
}:
stdenv.mkDerivation {
  pname = "shaper";
  version = "1.0.2";

  src = fetchFromGitHub {
    owner = "the-band";
    repo = "shaper";
    rev = "v1.0.2";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    fetchSubmodules = true;
  };

  postPatch = ''
    patchShebangs dpf/utils
  '';

  nativeBuildInputs = [ pkg-config ];
  buildInputs = [
    libGL
    libx11
    libxcursor
    libxext
    libxrandr
  ];

  makeFlags = [ "BUILD_VST3=true" ];
  enableParallelBuilding = true;

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/lv2"
    cp -r bin/*.lv2 "$out/lib/lv2"
    mkdir -p "$out/lib/vst"
    cp -r bin/*-vst.so "$out/lib/vst"
    mkdir -p "$out/lib/vst3"
    cp -r bin/*.vst3 "$out/lib/vst3"
    mkdir -p "$out/lib/clap"
    cp -r bin/*.clap "$out/lib/clap"
    mkdir -p "$out/lib/ladspa"
    cp -r bin/*-ladspa.so "$out/lib/ladspa"
    mkdir -p "$out/lib/dssi"
    cp -r bin/*-dssi.so "$out/lib/dssi"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    for format in lv2 vst vst3 clap ladspa dssi; do
      if [ -z "$(ls -A "$out/lib/$format")" ]; then
        echo "shaper has put nothing into lib/$format, but it is to have plugins of that format" >&2
        exit 1
      fi
    done

    runHook postInstallCheck
  '';

  meta = {
    description = "A wave shaper with a drawn curve";
    homepage = "https://github.com/the-band/shaper";
    license = lib.licenses.gpl3Plus;
    platforms = lib.platforms.linux;
  };
}
