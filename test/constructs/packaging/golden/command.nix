# copied-gate 0, as LADSPA: A gate that is only copied.
{
  lib,
  runCommand,
  curl,
}:
runCommand "copied-gate-0"
  {
    src = ../assets/d2bdd329ea8f-gate;

    nativeBuildInputs = [ curl ];

    meta = {
      description = "A gate that is only copied.";
      platforms = lib.platforms.linux;
    };
  }
  ''
    install -D "$src/gate.txt" "$out/lib/ladspa/''${name}.so"

    if [ -z "$(ls -A "$out/lib/ladspa")" ]; then
      echo "copied-gate has put nothing into lib/ladspa, but it is to have plugins of that format" >&2
      exit 1
    fi
  ''
