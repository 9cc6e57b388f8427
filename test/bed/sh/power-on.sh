#!/bin/sh
# The first moments of a machine: it is process 1 of it already, sees its hardware, and hands over to the system.
#
#   power-on.sh DISK CHOICE      CHOICE: what firmware.sh said
#
# In the environment: what supervisor.sh got.
set -eu
disk=$1 choice=$2
: "${BED_STATE:?}" "${BED_SCRIPTS:?}" "${BED_NAME:?}" "${BED_KIND:?}" "${BED_ADDRESS:?}"
# shellcheck source-path=SCRIPTDIR source=hardware.sh
. "$BED_SCRIPTS/hardware.sh"

value_of() { printf '%s\n' "$choice" | sed -n "s/^$1=//p"; }
has_parameter() { case " $command_line " in *" $1 "*) true ;; *) false ;; esac; }
entry=$(value_of entry)
system=$(value_of system)
command_line=$(value_of command_line)

# The number that the tests know this process by.
read -r outer_pid _ <"$BED_STATE/outer-proc/self/stat"
echo "$outer_pid" >"$disk/pid.new"
mv "$disk/pid.new" "$disk/pid"

# A kernel that never comes up, or a disk that nothing can be started from.
if [ -z "$entry" ] || has_parameter bed.hang; then exec sleep infinity; fi

ip link set lo up
if ! has_parameter bed.nonet; then # as from DHCP
  ip address add "$BED_ADDRESS/16" dev eth0
  ip link set eth0 up
fi
hostname "$BED_NAME"
assemble_hardware "$disk" "$command_line"
[ "$BED_KIND" != systemd ] || mount -t cgroup2 cgroup2 "$disk/root/sys/fs/cgroup"

init=$(cat "$BED_SCRIPTS/init-$BED_KIND.sh")
exec 3>"$disk/up" </dev/null
cd "$disk/root"
pivot_root . .
umount --lazy .
echo yes >&3 # from now on its console can be used
exec 3>&-
exec chroot . /usr/bin/env -i PATH=/run/wrappers/bin:/run/current-system/sw/bin:/run/current-system/sw/sbin:/usr/bin:/usr/sbin HOME=/root container=bed \
  /bin/sh -c "$init" init "$system"
