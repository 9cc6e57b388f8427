# raw-gate 1.0, as LADSPA.
{
  lib,
  stdenv,
  coreutils,
}:
derivation {
  name = "raw-gate-1.0";
  system = stdenv.hostPlatform.system;

  src = ../assets/d2bdd329ea8f-gate;

  builder = "/bin/sh";
  args = [
    "-c"
    ''
      mkdir -p $out/lib/ladspa
      cp $src/gate.txt $out/lib/ladspa/gate.so
    ''
  ];

  PATH = lib.makeBinPath [ coreutils ];
  NOTE = "it's \"\${x}\"";
}
