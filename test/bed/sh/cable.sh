#!/bin/sh
# A machine's cable. What is done to it stays so over reboots.
#
#   cable.sh NAME DISK cut | restore
#   cable.sh NAME DISK rate RATE     RATE: as tc has it, such as 256kbit, in both directions; `full`: as fast as the host
#   cable.sh NAME DISK unplug        for the moment: nothing of what a machine says while it loses its power gets through
#   cable.sh NAME DISK plug          a new cable, as the former was
set -eu
name=$1 disk=$2 verb=$3

on_the_machine() { if [ -e "$disk/netns" ]; then nsenter --net="$disk/netns" "$@"; fi; }

apply_rate() {
  rate=$(cat "$disk/rate" 2>/dev/null || echo full)
  if [ "$rate" = full ]; then
    tc qdisc delete dev "$name" root 2>/dev/null || true
    on_the_machine tc qdisc delete dev eth0 root 2>/dev/null || true
  else
    tc qdisc replace dev "$name" root tbf rate "$rate" burst 8kb latency 500ms
    on_the_machine tc qdisc replace dev eth0 root tbf rate "$rate" burst 8kb latency 500ms
  fi
}

case $verb in
  cut)
    : >"$disk/cut"
    ip link set "$name" down
    ;;
  restore)
    rm -f "$disk/cut"
    ip link set "$name" up
    ;;
  rate)
    echo "$4" >"$disk/rate"
    apply_rate
    ;;
  unplug) ip link set "$name" down ;;
  plug)
    ip link add "$name" type veth peer name eth0 address "$BED_MAC" netns "$disk/netns"
    ip link set "$name" master hub
    [ -e "$disk/cut" ] || ip link set "$name" up
    # The operator never forgets the MAC address, so it takes no time to find the machine again.
    ip neighbour replace "$BED_ADDRESS" lladdr "$BED_MAC" dev hub nud permanent
    apply_rate
    ;;
esac
