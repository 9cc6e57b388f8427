#!/bin/sh
# A machine's firmware and boot loader: which entry is started, what system that is, and the kernel's command line.
#
#   firmware.sh boot|peek ROOT      ROOT: where the machine's disk is. `peek` leaves a choice for one boot as it is.
#
# Prints entry=, system=, command_line= and once=yes|no; exits 1 where there is nothing to start.
set -eu
verb=$1 boot=$2/boot

# report ENTRY KERNEL PARAMETERS: KERNEL as a path of the file system that is mounted at /boot
report() {
  [ -e "$boot$2" ] || fail "the kernel of «$1» is not in /boot: $2"
  init=$(printf '%s\n' "$3" | tr ' ' '\n' | sed -n 's/^init=//p')
  printf 'entry=%s\nsystem=%s\ncommand_line=%s\nonce=%s\n' "$1" "${init%/init}" "$3" "$once"
}

fail() {
  echo "$1" >&2
  exit 1
}

# --- systemd-boot -----------------------------------------------------------------------------------------------------

variables=$boot/.bed-efivars # a pretended /sys/firmware/efi/efivars, a file a variable

# The name of the entry: what was set for one boot, what was set as default, loader.conf's default, the newest.
systemd_boot_entry() {
  for variable in LoaderEntryOneShot LoaderEntryDefault; do
    [ -s "$variables/$variable" ] || continue
    name=$(cat "$variables/$variable")
    case $variable in
      LoaderEntryOneShot)
        once=yes
        [ "$verb" != boot ] || rm "$variables/$variable"
        ;;
    esac
    [ ! -e "$boot/loader/entries/$name" ] || return 0
    once=no
  done
  pattern=$(sed -n 's/^default[[:space:]]*//p' "$boot/loader/loader.conf" 2>/dev/null | tail -n 1)
  name=$(newest "${pattern:-*.conf}")
  [ -n "$name" ] || name=$(newest '*.conf')
  [ -n "$name" ] || fail 'systemd-boot has no entries'
}

# newest PATTERN: with wildcards, as loader.conf may have them
newest() { find "$boot/loader/entries" -name "$1" -printf '%f\n' | sort -V | tail -n 1; }

systemd_boot() {
  systemd_boot_entry
  value() { sed -n "s/^$1[[:space:]]*//p" "$boot/loader/entries/$name"; }
  report "$name" "$(value linux)" "$(value options)"
}

# --- GRUB -------------------------------------------------------------------------------------------------------------

# The menu as a table of titles, positions and what follows `linux`; what lies in a submenu as `SUBMENU>ENTRY`.
grub_menu() {
  awk -F '"' -v OFS='\t' '
    # Submenus come last, one after the other, so their ends do not matter.
    /^[[:space:]]*submenu / { submenu = $2 ">"; number = count++ ">"; inner = 0 }
    /^[[:space:]]*menuentry / { title = submenu $2; position = submenu == "" ? count++ "" : number inner++ }
    /^[[:space:]]*linux / { sub(/^[[:space:]]*linux /, ""); print title, position, $0 }
  ' "$boot/grub/grub.cfg"
}

grub() {
  environment=$boot/grub/grubenv
  wanted=$(sed -n 's/^next_entry=//p' "$environment" 2>/dev/null || true)
  if [ -n "$wanted" ]; then
    once=yes
    [ "$verb" != boot ] || sed -i '/^next_entry=/d' "$environment"
  else
    wanted=0
  fi
  found=$(grub_menu | awk -F '\t' -v wanted="$wanted" '$1 == wanted || $2 == wanted { print; exit }')
  if [ -z "$found" ]; then # as GRUB: what is not there is the first
    once=no
    found=$(grub_menu | head -n 1)
  fi
  [ -n "$found" ] || fail 'the menu of GRUB is empty'
  title=$(printf %s "$found" | cut -f 1)
  linux=$(printf %s "$found" | cut -f 3)
  report "$title" "${linux%% *}" "${linux#* }"
}

once=no
if [ -d "$boot/loader/entries" ]; then
  systemd_boot
elif [ -e "$boot/grub/grub.cfg" ]; then
  grub
else
  fail 'there is no boot loader'
fi
