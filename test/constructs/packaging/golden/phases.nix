# our-synth 1.2.0, as DSSI.
{
  lib,
  stdenv,
  fetchurl,
  pkg-config,
  alsa-lib,
  xorg-libX11,
  fftw,
}:
stdenv.mkDerivation {
  pname = "our-synth";
  version = "1.2.0";

  src = fetchurl {
    url = "mirror://sourceforge/band/our-synth-1.2.0.tar.gz";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  patches = [
    ../assets/1a9a06b26c8a-open.patch
    (fetchurl {
      url = "https://example.org/fix.patch";
      hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    })
  ];

  nativeBuildInputs = [ pkg-config ];
  buildInputs = [
    alsa-lib
    xorg-libX11
    fftw
  ];

  buildPhase = ''
    ./build.sh "''${PREFIX:-$out}"
  '';

  installPhase = ''
    ./install.sh
  '';

  postFixup = ''
    echo done
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    if [ -z "$(ls -A "$out/lib/dssi")" ]; then
      echo "our-synth has put nothing into lib/dssi, but it is to have plugins of that format" >&2
      exit 1
    fi

    runHook postInstallCheck
  '';

  meta = {
    license = lib.licenses.gpl3Plus;
    platforms = [ "x86_64-linux" ];
  };
}
