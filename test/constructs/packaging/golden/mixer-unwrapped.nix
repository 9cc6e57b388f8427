# mixer 10.0.
{
  lib,
  stdenv,
  fetchurl,
}:
stdenv.mkDerivation {
  pname = "mixer";
  version = "10.0";

  src = fetchurl {
    url = "https://vendor.example/Mixer-10.0.tar.xz";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };

  sourceRoot = ".";

  dontConfigure = true;
  dontBuild = true;
  dontStrip = true;
  dontPatchELF = true;

  installPhase = ''
    mkdir -p $out/bin $out/opt
    cp -r Mixer-10.0 $out/opt/mixer
    ln -s $out/opt/mixer/mixer10 $out/bin
  '';

  meta = {
    license = lib.licenses.unfree;
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
    mainProgram = "mixer10";
    platforms = lib.platforms.linux;
  };
}
