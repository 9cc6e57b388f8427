# old-organ 3.0.0, as VST2.
{
  lib,
  rustPlatform,
  fetchFromGitHub,
  pkg-config,
}:
rustPlatform.buildRustPackage {
  pname = "old-organ";
  version = "3.0.0";

  src = fetchFromGitHub {
    owner = "the-band";
    repo = "old-organ";
    rev = "v3.0.0";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  cargoHash = lib.fakeHash;

  nativeBuildInputs = [ pkg-config ];

  cargoBuildFlags = [
    "--package"
    "organ_vst"
  ];

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/vst"
    cp -r target/*/release/liborgan_vst.so "$out/lib/vst"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    if [ -z "$(ls -A "$out/lib/vst")" ]; then
      echo "old-organ has put nothing into lib/vst, but it is to have plugins of that format" >&2
      exit 1
    fi

    runHook postInstallCheck
  '';

  meta = {
    homepage = "https://github.com/the-band/old-organ";
    platforms = lib.platforms.linux;
  };
}
