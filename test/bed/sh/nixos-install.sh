#!/bin/sh
# What nixos-install does in the root of a new machine.
#
#   nixos-install.sh SYSTEM      and in /root/.passwords: NAME:PASSWORD, a line an account; no password, none
set -e
system=$1
nix-env -p /nix/var/nix/profiles/system --set "$system"
"$system/activate" "$system"
"$system/bin/switch-to-configuration" boot

[ -e /root/.passwords ] || exit 0
sed '/:$/d' /root/.passwords | chpasswd -c SHA512
while IFS=: read -r name _; do
  home=$(getent passwd "$name" | cut -d : -f 6)
  install -d -m 700 -o "$name" "$home/.ssh"
  install -m 600 -o "$name" /root/.ssh/authorized_keys "$home/.ssh/authorized_keys"
done </root/.passwords
rm /root/.passwords
