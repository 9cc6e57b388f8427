#!/bin/sh
# The first process of a bed: the wires between the machines, and the place where the operator sits.
#
#   hub.sh STATE
#
# What is mounted or configured here nobody outside sees, and it is gone when this process ends.
set -eu
state=$1

# The number that the tests know this process by. /proc still shows the outer world; machines need it once more.
read -r outer_pid _ </proc/self/stat
mount --bind /proc "$state/outer-proc"
mount -t proc proc /proc

# The disks of the machines are in memory: fast, and gone with the bed.
mount -t tmpfs -o mode=755 disks "$state/disks"

# A switch with a cable to each machine; the operator is the switch's own address.
ip link set lo up
ip link add hub address 02:0a:4d:00:01:00 type bridge
ip address add 10.77.0.1/16 dev hub
ip address add 10.77.255.254/16 dev hub # for long cables: see delay.mjs
ip link set hub up

# The operator: a Nix store of their own, the machines' names, and a home that ssh believes in (it asks passwd, not $HOME).
mkdir "$state/disks/.operator-nix"
mount --bind "$state/disks/.operator-nix" /nix
mount --bind "$state/hosts" /etc/hosts
sed "s|^\(root:[^:]*:[^:]*:[^:]*:[^:]*:\)[^:]*|\1$state/operator|" /etc/passwd >"$state/passwd"
mount --bind "$state/passwd" /etc/passwd
mount --bind /dev/null /etc/ssh/ssh_config

echo "$outer_pid" >"$state/hub.pid.new"
mv "$state/hub.pid.new" "$state/hub.pid"

# Waits for ever, and buries whoever was left to it.
while :; do
  sleep 3600 &
  wait
done
