# shellcheck shell=sh
# What a machine finds when it starts: its disk, /usr of the host, devices, and a kernel that looks like its own.

# assemble_hardware DISK COMMAND_LINE: mounts it all below DISK/root, in the mount namespace that it is called in.
assemble_hardware() {
  disk=$1
  root=$disk/root
  pretended=$disk/pretended # the files that are laid over some of the kernel's
  rm -rf "$pretended"
  mkdir -p "$pretended/proc" "$pretended/sysctl"
  printf '%s\n' "$2" >"$pretended/command-line"
  cat /proc/sys/kernel/random/uuid >"$pretended/boot-id"

  # A root that is a mount of its own can be changed to. /nix and /boot are mounted below it already.
  mount --rbind "$root" "$root"
  mount -t tmpfs -o mode=755 run "$root/run"
  mount -t proc proc "$pretended/proc"
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t tmpfs -o mode=755 devices "$root/dev"
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 terminals "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  for device in null zero full random urandom tty; do : >"$root/dev/$device"; done

  table >"$disk/fstab"
  mount --all --fstab "$disk/fstab"
}

# The rest as one table, for one call of mount.
table() {
  cat <<END
tmpfs            $root/dev/shm         tmpfs mode=1777
/usr             $root/usr             none  bind,ro
/etc/alternatives $root/etc/alternatives none bind,ro
/dev/null        $root/dev/null        none  bind
/dev/zero        $root/dev/zero        none  bind
/dev/full        $root/dev/full        none  bind
/dev/random      $root/dev/random      none  bind
/dev/urandom     $root/dev/urandom     none  bind
/dev/tty         $root/dev/tty         none  bind
$pretended/command-line $root/proc/cmdline none bind
$root/proc/sys   $root/proc/sys        none  bind,ro
$pretended/proc/sys/net $root/proc/sys/net none bind
$pretended/boot-id $root/proc/sys/kernel/random/boot_id none bind
END
  [ ! -e /proc/sysrq-trigger ] || echo "/dev/null $root/proc/sysrq-trigger none bind"
  # Linux has one vm.swappiness for all: each machine gets a file that can be written, and has the value of a new machine.
  # What is not in the list cannot be written, as if the kernel refused the value.
  while read -r name value; do
    file=proc/sys/$(printf %s "$name" | tr . /)
    if [ -e "$root/$file" ]; then
      echo "$value" >"$pretended/sysctl/$name"
      echo "$pretended/sysctl/$name $root/$file none bind"
    fi
  done <"$BED_SCRIPTS/sysctls"
}
