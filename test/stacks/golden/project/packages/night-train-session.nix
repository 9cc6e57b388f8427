# Lays out the folder of the session night-train: `night-train-session [FOLDER]`.
{
  linkFarm,
  samples,
  writeShellScriptBin,
  writeText,
}:
let
  library = linkFarm "night-train-samples" samples;
  readme = writeText "night-train-README.md" ''
    # night-train

    Made with the packages of nixpkgs at 59b6c96beacc898566c9be1052ae806f3835f87d.
    In the folder of its flake, `nix flake show` lists its programs, and `nix run` starts one:

        nix run .#night-train-session -- FOLDER   # lays out a folder like this one

    Folders:

    - audio
    - midi
    - mixes
    - notes

    Samples, in `samples/`:

    - room
    - piano
    - organ.sf2
  '';
in
writeShellScriptBin "night-train-session" ''
  set -eu
  folder=''${1:-night-train}
  mkdir -p "$folder/audio"
  mkdir -p "$folder/midi"
  mkdir -p "$folder/mixes"
  mkdir -p "$folder/notes"
  ln -sfn ${library} "$folder/samples"
  if [ ! -e "$folder/README.md" ]; then
    cp ${readme} "$folder/README.md"
    chmod u+w "$folder/README.md"
  fi
  echo "The session is in $folder."
''
