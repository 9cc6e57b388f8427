# Organ 1.0, as CLAP.
{
  lib,
  stdenv,
  fetchurl,
  autoPatchelfHook,
}:
stdenv.mkDerivation {
  pname = "Organ";
  version = "1.0";

  src = fetchurl {
    url = "https://vendor.example/Organ_1.0.clap";
    hash = lib.fakeHash;
  };

  dontUnpack = true;

  nativeBuildInputs = [ autoPatchelfHook ];
  buildInputs = [ stdenv.cc.cc.lib ];

  dontConfigure = true;
  dontBuild = true;
  dontStrip = true;

  installPhase = ''
    runHook preInstall

    install -Dm755 "$src" "$out/lib/clap/Organ_1.0.clap"

    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    if [ -z "$(ls -A "$out/lib/clap")" ]; then
      echo "Organ has put nothing into lib/clap, but it is to have plugins of that format" >&2
      exit 1
    fi

    runHook postInstallCheck
  '';

  meta = {
    license = lib.licenses.unfree;
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
    platforms = lib.platforms.linux;
  };
}
