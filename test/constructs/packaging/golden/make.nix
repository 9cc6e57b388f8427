# gate 2.0, as LADSPA.
{ lib, stdenv }:
stdenv.mkDerivation {
  pname = "gate";
  version = "2.0";

  src = ../assets/d2bdd329ea8f-gate;

  patches = [ ../assets/1a9a06b26c8a-open.patch ];

  makeFlags = [
    "PREFIX=$(out)"
    "LEVEL=hard"
  ];
  enableParallelBuilding = true;

  env = {
    NOTE = "it's \"\${x}\"";
  };

  postInstall = ''
    echo "$version" > "$out/lib/ladspa/version"
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    if [ -z "$(ls -A "$out/lib/ladspa")" ]; then
      echo "gate has put nothing into lib/ladspa, but it is to have plugins of that format" >&2
      exit 1
    fi

    runHook postInstallCheck
  '';

  meta = {
    platforms = lib.platforms.linux;
  };
}
