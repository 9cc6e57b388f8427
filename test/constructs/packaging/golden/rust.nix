# compressor 0.4.0, as CLAP, VST3.
{
  lib,
  rustPlatform,
  fetchFromGitHub,
  pkg-config,
  libGL,
}:
rustPlatform.buildRustPackage {
  pname = "compressor";
  version = "0.4.0";

  src = fetchFromGitHub {
    owner = "the-band";
    repo = "compressor";
    rev = "v0.4.0";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  cargoHash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  nativeBuildInputs = [ pkg-config ];
  buildInputs = [ libGL ];

  doCheck = false;

  buildPhase = ''
    runHook preBuild

    cargo run --package xtask --release -- bundle spectral_compressor --release $cargoBuildFlags
    cargo run --package xtask --release -- bundle crossover --release $cargoBuildFlags

    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall

    mkdir -p "$out/lib/clap"
    cp -r target/bundled/*.clap "$out/lib/clap"
    mkdir -p "$out/lib/vst3"
    cp -r target/bundled/*.vst3 "$out/lib/vst3"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    for format in clap vst3; do
      if [ -z "$(ls -A "$out/lib/$format")" ]; then
        echo "compressor has put nothing into lib/$format, but it is to have plugins of that format" >&2
        exit 1
      fi
    done

    runHook postInstallCheck
  '';

  meta = {
    homepage = "https://github.com/the-band/compressor";
    platforms = lib.platforms.linux;
  };
}
