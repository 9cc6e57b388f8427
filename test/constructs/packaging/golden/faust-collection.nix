# effects 0-unstable-2026-05-31, as LV2.
{
  lib,
  stdenv,
  fetchFromGitHub,
  faust2lv2,
}:
stdenv.mkDerivation {
  pname = "effects";
  version = "0-unstable-2026-05-31";

  src = fetchFromGitHub {
    owner = "the-band";
    repo = "effects";
    rev = "0123456789abcdef0123456789abcdef01234567";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  nativeBuildInputs = [ faust2lv2 ];

  dontWrapQtApps = true;

  buildPhase = ''
    runHook preBuild

    pushd dsp/delays
    faust2lv2 $faustFlags tape.dsp
    popd

    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/lv2"
    cp -r dsp/delays/tape.lv2 "$out/lib/lv2"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    if [ -z "$(ls -A "$out/lib/lv2")" ]; then
      echo "effects has put nothing into lib/lv2, but it is to have plugins of that format" >&2
      exit 1
    fi

    runHook postInstallCheck
  '';

  meta = {
    homepage = "https://github.com/the-band/effects";
    platforms = lib.platforms.linux;
  };
}
