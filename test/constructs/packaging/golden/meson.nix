# reverb.lv2 2.4.0, as LV2.
{
  lib,
  stdenv,
  fetchFromGitHub,
  meson,
  ninja,
  pkg-config,
  lv2,
}:
stdenv.mkDerivation {
  pname = "reverb.lv2";
  version = "2.4.0";

  src = fetchFromGitHub {
    owner = "the-band";
    repo = "reverb.lv2";
    rev = "2.4.0";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  nativeBuildInputs = [
    meson
    ninja
    pkg-config
  ];
  buildInputs = [ lv2 ];

  mesonFlags = [
    (lib.mesonBool "tests" false)
    (lib.mesonOption "gui" "disabled")
  ];

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    if [ -z "$(ls -A "$out/lib/lv2")" ]; then
      echo "reverb.lv2 has put nothing into lib/lv2, but it is to have plugins of that format" >&2
      exit 1
    fi

    runHook postInstallCheck
  '';

  meta = {
    homepage = "https://github.com/the-band/reverb.lv2";
    platforms = lib.platforms.linux;
  };
}
