#!/bin/sh
# A machine's power supply: switches it on, and on again after each reboot(2). Ends when the machine is off.
#
#   supervisor.sh DISK CGROUP
#
# In the environment: BED_STATE, BED_SCRIPTS, BED_NAME, BED_KIND, BED_ADDRESS, BED_MAC.
set -eu
disk=$1 cgroup=$2
: "${BED_STATE:?}" "${BED_SCRIPTS:?}" "${BED_NAME:?}" "${BED_KIND:?}" "${BED_ADDRESS:?}" "${BED_MAC:?}"
REBOOTED=129 # the first process was ended by SIGHUP: what reboot(2) does in a pid namespace

if [ "$BED_KIND" = systemd ]; then # it needs a control group of its own to keep its services in
  mkdir -p "$cgroup"
  echo 0 >"$cgroup/cgroup.procs"
fi

while :; do
  # The boot loader's choice: what to start, and with which command line. Without one the machine stays at «no operating system».
  choice=$(sh "$BED_SCRIPTS/firmware.sh" boot "$disk/root" 2>>"$disk/power.log" || echo 'entry=')

  : >"$disk/netns"
  unshare --net="$disk/netns" true
  case "$choice" in
    *' bed.nonet'*) ;; # a kernel that does not know the network card
    *) sh "$BED_SCRIPTS/cable.sh" "$BED_NAME" "$disk" plug ;;
  esac

  # A clock that counts from this boot: /proc/uptime begins at zero.
  read -r uptime _ </proc/uptime
  status=0
  nsenter --net="$disk/netns" unshare --mount --uts --ipc --pid --time --boottime "-${uptime%.*}" --fork --kill-child \
    ${cgroup:+--cgroup} sh "$BED_SCRIPTS/power-on.sh" "$disk" "$choice" >>"$disk/power.log" 2>&1 || status=$?

  rm -f "$disk/pid" "$disk/up"
  ip link delete "$BED_NAME" 2>/dev/null || true
  umount "$disk/netns"
  [ "$status" = "$REBOOTED" ] || exit 0
  sleep 0.3
done
