#!/bin/sh
# Fills a /nix for machines to begin with: the stand-ins for the flakes of a studio, and first generations.
#
#   seed.sh SEED FLAKE…                    adds folders as `source`, prints «FOLDER STORE-PATH NAR-HASH» for each
#   seed.sh SEED --build EXPRESSION-FILE   builds a list of systems, prints the path of each
set -eu
seed=$1
shift
mkdir -p /nix "$seed"
mount --bind "$seed" /nix
if [ "$1" = --build ]; then
  exec nix-build --no-out-link "$2"
fi
for folder in "$@"; do
  # By this name and hash a lock's entry for a repository on GitHub is found, without asking GitHub.
  path=$(nix store add-path --name source "$folder")
  echo "$folder $path $(nix hash path --sri "$path")"
done
