#!/bin/sh
# Makes the disk of a new machine, and installs its first generation as nixos-install would.
#
#   install.sh DISK SEED SYSTEM NIX_MB BOOT_MB [NAME:PASSWORD…]
#
# SEED is a /nix to begin with, SYSTEM a store path in it. The accounts are those of SYSTEM; they get passwords, and the
# operator's key.
#
# In the environment: BED_NAME, BED_STATE, BED_SCRIPTS, NIX_CONFIG.
set -eu
disk=$1 seed=$2 system=$3 nix_mb=$4 boot_mb=$5
scripts=$(dirname "$0")
root=$disk/root
: "${BED_NAME:?}" "${BED_STATE:?}"

mkdir -p "$root"
cd "$root"
mkdir -p usr etc/ssh/authorized_keys.d etc/nix etc/pam.d etc/security etc/alternatives nix boot run proc sys dev tmp home root/.ssh \
  var/log/journal var/empty var/lib var/tmp var/cache
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$folder"; done
ln -s /run var/run
chmod 700 root root/.ssh
chmod 1777 tmp var/tmp
cp "$BED_STATE/operator/.ssh/id_ed25519.pub" root/.ssh/authorized_keys

mount -t tmpfs -o "mode=755,size=${nix_mb}m" nix nix
mount -t tmpfs -o "mode=755,size=${boot_mb}m" boot boot
cp -a "$seed/." nix/

# What is NixOS's business in /etc, its activation puts there. This is the rest: accounts, logging in, names.
cat >etc/passwd <<'END'
root:x:0:0:System administrator:/root:/bin/sh
messagebus:x:4:4:D-Bus system message bus daemon user:/run/dbus:/bin/false
sshd:x:74:74:SSH privilege separation user:/var/empty:/bin/false
nobody:x:65534:65534:Unprivileged account:/var/empty:/bin/false
END
cat >etc/group <<'END'
root:x:0:
wheel:x:1:
messagebus:x:4:
tty:x:5:
utmp:x:29:
systemd-journal:x:62:
sshd:x:74:
users:x:100:
nogroup:x:65534:
END
printf '%s:*:1::::::\n' root messagebus sshd nobody >etc/shadow
printf '%s:!::\n' root wheel >etc/gshadow
chmod 640 etc/shadow etc/gshadow
printf '%s: files\n' passwd group shadow hosts >etc/nsswitch.conf
cp "$BED_STATE/hosts" etc/hosts
cp /etc/ld.so.cache etc/
echo /bin/sh >etc/shells
tr -d - </proc/sys/kernel/random/uuid >etc/machine-id
: >etc/NIXOS
printf 'ID=nixos\nNAME=NixOS\n' >etc/os-release

# Passwords are checked as everywhere; who may log in otherwise is sshd's and sudo's business.
for service in sshd sudo su login other; do
  printf '%s\n' 'auth required pam_unix.so' 'account required pam_unix.so' 'session required pam_limits.so' >"etc/pam.d/$service"
done
printf '%s\n' 'account required pam_permit.so' 'session required pam_limits.so' >etc/pam.d/systemd-user
: >etc/security/limits.conf

ssh-keygen -q -t ed25519 -N '' -C "root@$BED_NAME" -f etc/ssh/ssh_host_ed25519_key
cp "$scripts/sshd_config" etc/ssh/sshd_config

# As nixos-install does it: the profile, the activation, the boot loader; then passwords. All that in the new root, on
# hardware that is taken away again.
shift 5
[ "$#" = 0 ] || printf '%s\n' "$@" >root/.passwords
# shellcheck disable=SC2016 # for the shell in there
unshare --mount --uts --ipc --pid --fork sh -c '
  . "$1/hardware.sh"
  assemble_hardware "$2" installer
  exec chroot "$2/root" /usr/bin/env -i PATH=/usr/bin:/usr/sbin HOME=/root "NIX_CONFIG=$NIX_CONFIG" NIXOS_INSTALL_BOOTLOADER=1 \
    /bin/sh -c "$3" installer "$4"
' sh "$scripts" "$disk" "$(cat "$scripts/nixos-install.sh")" "$system" >"$disk/install.log" 2>&1 || {
  cat "$disk/install.log" >&2
  exit 1
}
