#!/bin/sh
# studio-cdk guard: changes what a NixOS machine runs, and takes the change back when nobody says that it is good.
#
# Whoever deploys calls it over ssh, as root or through sudo. It does all the privileged work of a deployment, so this file is all
# that there is to audit. A deployment has an ID and goes like this:
#
#   receive ID   the files come in as one archive, whole or not at all
#   start ID …   checks each word that it was given, and launches `run ID` in a unit of its own: from here on, a connection
#                that breaks breaks nothing
#   run ID       takes the lock → builds → ARMS: a marker on the disk and a timer know the way back → activates the new system
#                (which the boot loader does not know yet) → waits for the word → COMMITS: makes it the default → disarms
#   confirm ID   is the word. It is given over a new connection, so it proves that the machine can still be reached
#
# Every other end is the UNDO: back to the generation whose number stands in the marker. Who undoes depends on what is left:
# `run` itself; the timer (`undo ID`), when that process is gone; the next boot (`boot`) or the next call, when the machine went
# down. Until the commit, the boot loader's default is the old system, so a power cut is an undo as well.
#
# What is trusted: root's own files in the two folders below, /nix/store, and the programs in PATH. Not the arguments, not the
# archive: each is checked here, kept in files as `key=value`, and never becomes code. No value of the environment is read.
# A file is written beside its place and then moved there, so nobody ever reads half of one. Deadlines count by the kernel's
# uptime, because clocks jump.
#
# Besides deployments it gives names to generations (`pin`), and refuses deployments for a time (`freeze`).
#
# The words of NixOS behind it are those that nixos-rebuild uses: `nix-env -p …/system --set` or `--switch-generation`, and
# SYSTEM/bin/switch-to-configuration test|boot, whose exit codes are 0 (done), 2 (the activation failed), 4 (units failed) and
# 100 (only a reboot can do it).
set -uf
umask 077

# What the environment says besides could steer the programs that are called: TAR_OPTIONS, PERL5OPT, NIX_CONFIG … So it goes, but for the
# way to the internet. A line inside of a value may look like a variable: that may go as well, for ours are set below.
LC_ALL=C
while IFS= read -r line; do
  case $line in 'export '* | 'declare -x '*) ;; *) continue ;; esac
  line=${line%%=*}
  case ${line##* } in
    *[!0-9A-Za-z_]* | [0-9]* | '') ;;
    PATH | HOME | LC_ALL | TZ | PWD | *_proxy | *_PROXY | *SSL_CERT_FILE) ;;
    *) command unset -v "${line##* }" 2>/dev/null ;;
  esac
done <<END
$(export -p)
END

PROTOCOL=1
PREFIX= # tests put a folder here
STATE=$PREFIX/var/lib/studio-cdk
RUN=$PREFIX/run/studio-cdk
PROFILE=$PREFIX/nix/var/nix/profiles/system
ROOTS=$PREFIX/nix/var/nix/gcroots/studio-cdk
STORE=$PREFIX/nix/store
CURRENT=$PREFIX/run/current-system
BOOTED=$PREFIX/run/booted-system
MARKER=$STATE/armed
NAMED=$PREFIX/nix/var/nix/profiles/system-profiles
PINS=$STATE/pins
NAMING=$STATE/naming # what is being pinned or unpinned at this moment
FREEZE=$STATE/frozen

PATH=$CURRENT/sw/bin:$BOOTED/sw/bin:/run/wrappers/bin:/nix/var/nix/profiles/default/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=/root LC_ALL=C TZ=UTC
export PATH HOME LC_ALL TZ

FAILED=1 MISUSED=2 NOBODY=3 UNKNOWN=4 LOCKED=75 FROZEN=76 TAKEN=77

HEARD=10        # the deployer says something every 2 s; silence for so long means that it is gone
PATIENCE=30     # how long the guard waits for it to come back before it changes anything
SLACK=60        # the timer comes so much later than the guard's own deadlines, which it only backs up
LOADER_LIMIT=600
LOADER_ROOM=1024 # kilobytes: with less on /boot, no menu is written for a name's sake
FREEZE_LIMIT=$((2 * 366 * 86400))
BUILD_LIMIT=86400
KEPT=20         # results
KEPT_INCOMING=3 # assemblies, with the builds that they hold on to

main() {
  verb=${1-}
  [ $# -eq 0 ] || shift
  case $verb in
    inspect | receive | start | follow | confirm | cancel | result | lockfile | files | generations | closure | hardware | logs | unlock | version) ;;
    pin | unpin | pins | freeze | thaw) ;;
    run | trial | undo | boot) ;;
    *) misused "There is no verb of that name. See docs/guard.md." ;;
  esac
  mkdir -p "$STATE/results" "$STATE/incoming" "$STATE/generations" "$RUN" 2>/dev/null || give_up "$FAILED" "I cannot write to $STATE and $RUN. It takes root."
  "do_$verb" "$@"
}

# ---- Small tools ------------------------------------------------------------------------------------------------------------------
# A function that finds something out leaves it in $value: a subshell for each fact would cost more than the fact.

log() { printf 'studio-cdk: %s\n' "$1"; }

give_up() { # CODE SENTENCE
  printf 'studio-cdk guard: %s\n' "$2" >&2
  exit "$1"
}

misused() { give_up "$MISUSED" "$1"; }

# What came from outside is printed without control characters: one line stays one line, and a terminal is not talked to.
clean() { # TEXT
  case $1 in *[[:cntrl:]]*) value=$(printf %s "$1" | tr -d '[:cntrl:]') ;; *) value=$1 ;; esac
}

say() { # KEY TEXT
  clean "$2"
  printf '%s=%s\n' "$1" "$value"
}

tell() { # FILE PREFIX KEY…: what the file says of these, or nothing
  told_file=$1 told_prefix=$2
  shift 2
  for key; do
    get "$told_file" "$key"
    say "${told_prefix}_$key" "$value"
  done
}

get() { # FILE KEY
  value=
  [ -f "$1" ] || return 1
  while IFS= read -r get_line; do
    case $get_line in
      "$2="*) value=${get_line#*=} && return 0 ;;
    esac
  done <"$1"
  return 1
}

put() { # FILE LINE…
  put_file=$1
  shift
  printf '%s\n' "$@" >"$put_file.$$" && mv -f "$put_file.$$" "$put_file" && return 0
  rm -f "$put_file.$$"
  return 1
}

# The same, and on the disk when this returns: a power cut does not take it back.
put_durably() { # FILE LINE…
  put_file=$1
  shift
  printf '%s\n' "$@" >"$put_file.$$" && to_disk "$put_file.$$" && mv -f "$put_file.$$" "$put_file" && to_disk "${put_file%/*}" && return 0
  rm -f "$put_file.$$"
  return 1
}

to_disk() { sync "$1" 2>/dev/null || sync; }

now() { # seconds since the kernel started
  read -r value _ </proc/uptime
  value=${value%%.*}
}

set_deadline() { # SECONDS
  now
  deadline=$((value + $1))
}

in_time() {
  now
  [ "$value" -lt "$deadline" ]
}

has_word() { # WORD WORDS
  case " $2 " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# Runs a program that must come to an end: `timeout` puts it into a process group of its own and ends all of that. The lock stays
# here, for a service that the program starts must not hold it. A signal that wakes us up does not end it, unless it may be stopped.
limited() { # SECONDS COMMAND…
  limit=$1
  shift
  timeout -k 10 "$limit" "$@" </dev/null 9>&- &
  child=$!
  put "$here/child" "$child"
  while :; do
    wait "$child"
    code=$?
    kill -0 "$child" 2>/dev/null || return "$code"
    [ "$1" = nixos-rebuild ] && is_cancelled && kill -TERM "-$child"
  done
}

has_systemd() { [ -d "$PREFIX/run/systemd/system" ]; }

# This file, wherever it was called from; in the store it stays even if the new system has no guard.
find_self() {
  SELF=$(readlink -f "$0") || SELF=
  [ -f "$SELF" ] || give_up "$FAILED" "I cannot find my own file."
}

# The names in a folder of ours, which have no spaces: whoever asks looks at each before it is used.
newest_first() { # FOLDER
  # shellcheck disable=SC2012 # no other program sorts by time
  ls -t "$1" 2>/dev/null
}

# ---- What may come in -------------------------------------------------------------------------------------------------------------

is_number() { # no leading zero: the shell would read that as octal; and no more than it can count with
  case $1 in '' | *[!0-9]* | 0?* | ????????????????*) return 1 ;; esac
}

is_seconds() { is_number "$1" && [ "$1" -le 86400 ]; }

is_id() {
  case $1 in -* | *[!0-9a-z-]* | '' | ? | ?? | ??? | ???? | ????? | ?????? | ???????) return 1 ;; esac
  [ ${#1} -le 64 ]
}

is_store_path() { # a whole store path: no folder in it, nothing above it
  case $1 in "$STORE"/*) ;; *) return 1 ;; esac
  case ${1#"$STORE"/} in
    *[!0-9A-Za-z+._?=-]*) return 1 ;;
    ????????????????????????????????-?*) return 0 ;;
    *) return 1 ;;
  esac
}

is_system() { is_store_path "$1" && [ -x "$1/bin/switch-to-configuration" ]; }

# A name becomes a file and a line of a menu. NixOS lists profiles of this form with every boot loader; GRUB's installer leaves out those
# that are more than one word, and the EFI partition tells no small letters from capital ones. A number is never a name.
is_name() {
  case $1 in [!a-z]* | *[!0-9a-z_]* | '') return 1 ;; esac
  [ ${#1} -le 32 ]
}

is_line() { # LONGEST TEXT
  case $2 in *[[:cntrl:]]*) return 1 ;; esac
  [ ${#2} -le "$1" ]
}

need_id() {
  is_id "${1-}" || misused "A deployment's ID has 8 to 64 characters, each a digit, a small letter or «-»."
  id=$1
  work=$STATE/incoming/$id
  here=$RUN/$id
}

need_name() {
  is_name "${1-}" || misused "A name has up to 32 small letters, digits and «_», and begins with a letter."
  name=$1
}

not_understood() { # WORD
  clean "$1"
  misused "I do not understand «$(printf '%.100s' "$value")»."
}

# One KEY=VALUE of `start`, into r_KEY. What is not known is refused: a word that is ignored could be one that would have protected.
take_option() {
  option=${1#*=}
  case $1 in
    goal=build | goal=dry-activate | goal=test | goal=boot | goal=switch) r_goal=$option ;;
    attribute=*)
      case $option in '' | -* | .* | *[!0-9A-Za-z_.-]*) return 1 ;; esac
      is_line 200 "$option" && r_attribute=$option
      ;;
    system=*) is_store_path "$option" && r_system=$option ;;
    generation=*) is_number "$option" && r_generation=$option ;;
    fingerprint=*)
      case $option in *[!0-9A-Za-z+/=_-]*) return 1 ;; esac
      is_line 200 "$option" && r_fingerprint=$option
      ;;
    stack=*) is_line 200 "$option" && r_stack=$option ;;
    by=*) is_line 200 "$option" && r_by=$option ;;
    confirm=*) is_seconds "$option" && r_confirm=$option ;;
    activate=*) is_seconds "$option" && [ "$option" -gt 0 ] && r_activate=$option ;;
    expect=*) is_number "$option" && r_expect=$option ;;
    reboot=yes | reboot=no | reboot=if-needed) r_reboot=$option ;;
    adopt=yes | adopt=no) r_adopt=$option ;;
    watch=yes | watch=no) r_watch=$option ;;
    despite=*) [ -n "$option" ] && is_line 200 "$option" && r_despite=$option ;;
    tolerate=*)
      case $option in *[!0-9A-Za-z@_.:\\\ -]*) return 1 ;; esac
      is_line 2000 "$r_tolerate $option" && r_tolerate="$r_tolerate $option"
      ;;
    *) return 1 ;;
  esac
}

default_options() {
  r_goal=switch r_attribute='' r_system='' r_generation='' r_fingerprint='' r_stack='' r_by='' r_confirm=60 r_activate=300 r_expect=''
  r_reboot=no r_adopt=no r_watch=no r_tolerate='' r_despite=''
}

save_request() {
  put "$work/request" "goal=$r_goal" "attribute=$r_attribute" "system=$r_system" "generation=$r_generation" "fingerprint=$r_fingerprint" \
    "stack=$r_stack" "by=$r_by" "confirm=$r_confirm" "activate=$r_activate" "expect=$r_expect" "reboot=$r_reboot" "adopt=$r_adopt" \
    "watch=$r_watch" "tolerate=$r_tolerate" "despite=$r_despite"
}

load_request() {
  default_options
  [ -f "$work/request" ] || return 1
  while IFS= read -r request_line; do
    [ -z "${request_line#*=}" ] || take_option "$request_line" || return 1 # a value may end with «=», too
  done <"$work/request"
}

# ---- The machine ------------------------------------------------------------------------------------------------------------------

running_system() { value=$(readlink -f "$CURRENT") || value=; }

profile_number() { # the generation that the system profile points to
  value=$(readlink "$PROFILE") || value=
  value=${value##*/}
  case $value in
    system-*-link) value=${value#system-} && value=${value%-link} ;;
    *) value= ;;
  esac
  is_number "$value" || {
    value=
    return 1
  }
}

generation_system() { value=$(readlink -f "$PROFILE-$1-link") && is_system "$value"; } # NUMBER

boot_id() { read -r value <"$PREFIX/proc/sys/kernel/random/boot_id" || value=unknown; }

# Whether a system has another kernel, initrd, modules or kernel parameters than the one that was booted.
needs_reboot() { # SYSTEM
  value=unknown
  needs_booted=$(readlink -f "$BOOTED") || return 0
  value=no
  [ "$1" != "$needs_booted" ] || return 0
  for part in kernel initrd kernel-modules; do
    # shellcheck disable=SC3013 # every sh has it, and POSIX since 2024; a program for each would take longer than all of the rest
    [ "$needs_booted/$part" -ef "$1/$part" ] || value=yes
  done
  needs_old='' needs_new='' # one line, without an end
  IFS= read -r needs_old 2>/dev/null <"$needs_booted/kernel-params"
  IFS= read -r needs_new 2>/dev/null <"$1/kernel-params"
  [ "$needs_old" = "$needs_new" ] || value=yes
}

sshd_runs() { has_systemd && systemctl --quiet is-active sshd.service sshd.socket; }

# What a switch has stopped, the way back does not start when both systems have it alike.
keep_sshd() { ! has_systemd || sshd_runs || systemctl start sshd.service || systemctl start sshd.socket; }

# «auto-restart» is how a service looks between two failures; switch-to-configuration counts it as failed, too.
failed_units() {
  value=
  has_systemd || return 0
  for unit in $(systemctl list-units --state=failed,auto-restart --plain --no-legend --no-pager 2>/dev/null | sed 's/^[^0-9A-Za-z]*\([^ ]*\).*/\1/'); do
    case $unit in studio-cdk-*) ;; *) value="$value${value:+ }$unit" ;; esac
  done
}

boot_folder() { # where the boot loader's files are: the EFI partition or /boot
  for value in "$PREFIX/boot" "$PREFIX/efi" "$PREFIX/boot/efi"; do
    [ ! -e "$value/loader/loader.conf" ] || return 0
  done
  value=$PREFIX/boot
}

boot_loader() {
  boot_folder
  if [ -e "$value/loader/loader.conf" ]; then
    value=systemd-boot
  elif [ -e "$PREFIX/boot/grub/grub.cfg" ]; then
    value=grub
  else
    value=none
  fi
}

# The system that systemd-boot starts when nobody chooses, as far as its files tell.
loader_default() {
  boot_folder
  default_folder=$value
  default_entry=
  while read -r word rest; do
    [ "$word" != default ] || default_entry=$rest
  done 2>/dev/null <"$default_folder/loader/loader.conf"
  value=
  case $default_entry in '' | */* | @*) return 0 ;; esac
  [ -f "$default_folder/loader/entries/$default_entry" ] || return 0
  while read -r word rest; do
    case "$word $rest" in
      "options "*init="$STORE"/*) value=${rest#*init=} && value=${value%% *} && value=${value%/init} ;;
    esac
  done <"$default_folder/loader/entries/$default_entry"
}

# Writes the boot loader's menu, with this system as the default. The one that is interrupted by a full partition leaves a file
# that NixOS's systemd-boot-builder would not overwrite for ever after, so that one goes first.
install_loader() { # SYSTEM
  boot_folder
  rm -f "$value/loader/loader.tmp"
  limited "$LOADER_LIMIT" "$1/bin/switch-to-configuration" boot
}

# Entry of a generation for the next boot only.
boot_once() { # NUMBER SYSTEM
  boot_loader
  case $value in
    systemd-boot)
      find_entry "$1" "$2" || return 1
      log "the next boot, and only that one, is $value"
      bootctl set-oneshot "$value"
      ;;
    grub)
      # grub forgets its one-time choice by writing to its own file, which it cannot do on these: the trial would never end.
      once_place=$(df -P "$PREFIX/boot/grub" 2>/dev/null | tail -n 1)
      once_type=$(stat -f -c %T "$PREFIX/boot/grub" 2>/dev/null) || once_type=
      case "$once_type $once_place" in
        btrfs* | zfs* | *' /dev/mapper/'* | *' /dev/dm-'* | *' /dev/md'* | */dev/mapper/* | */dev/md*)
          log "grub cannot end a one-time choice on this kind of /boot"
          return 1
          ;;
      esac
      find_menu_entry "$1" "$2" || return 1
      log "the next boot, and only that one, is «$value»"
      grub-reboot "$value"
      ;;
    *)
      log "there is no boot loader here that can boot something once"
      return 1
      ;;
  esac
}

find_entry() { # NUMBER SYSTEM: the name of systemd-boot's entry; «+3» in it counts tries
  set +f
  for entry in "$PREFIX"/boot/loader/entries/*.conf "$PREFIX"/efi/loader/entries/*.conf "$PREFIX"/boot/efi/loader/entries/*.conf; do
    grep -qsF "init=$2/init" "$entry" || continue
    value=${entry##*/}
    case $value in
      nixos-generation-"$1".conf | nixos-generation-"$1"+*.conf) break ;;
      *-specialisation-*) value= ;;
    esac
  done
  set -f
  case ${value-} in
    *+*.conf) value=${value%+*}.conf ;;
    *.conf) ;;
    *)
      log "the boot loader has no entry for generation $1"
      return 1
      ;;
  esac
}

# GRUB's path to the entry of a generation, «submenu>entry». Profiles with a name have entries of the same titles, so the system counts, too.
find_menu_entry() { # NUMBER SYSTEM
  value='' submenu='' title=''
  while IFS= read -r line; do
    case $line in
      *submenu\ \"*\"*) submenu=${line#*\"} && submenu=${submenu%%\"*} ;;
      *menuentry\ \"*" - Configuration $1 ("*\"*) title=${line#*\"} && title=${title%%\"*} ;;
      *menuentry\ *) title= ;;
      *"init=$2/init"*) [ -z "$title" ] || { value="$submenu>$title" && break; } ;;
    esac
  done 2>/dev/null <"$PREFIX/boot/grub/grub.cfg"
  case $value in
    *\>*\>* | '' | \>*)
      log "grub's menu has no entry for generation $1"
      value=
      return 1
      ;;
  esac
}

forget_boot_once() {
  boot_loader
  case $value in
    systemd-boot) bootctl set-oneshot '' >/dev/null 2>&1 ;;
    grub) grub-editenv "$PREFIX/boot/grub/grubenv" unset next_entry >/dev/null 2>&1 ;;
  esac
  return 0
}

ask_for_reboot() { if has_systemd; then systemctl --no-wall reboot; else reboot; fi; }

reboot_machine() { # does not come back, unless the machine does not go down
  tries=1
  until ask_for_reboot; do # systemd may be reading its units anew at this moment
    [ "$tries" -lt 5 ] || return 1
    tries=$((tries + 1))
    sleep 2 9>&-
  done
  sleep 120 9>&- &
  wait $!
  sleep 60 9>&- # a signal may have ended the first one early
  log "the machine did not reboot"
  return 1
}

# ---- The lock, and the process that holds it ---------------------------------------------------------------------------------------
# The kernel's lock is the truth; the file `owner` says whose it is. A process that dies lets go of it, however it dies.

lock_is_held() { [ -e "$RUN/lock" ] && [ -e "$RUN/owner" ] && ! flock -n -s "$RUN/lock" true; }

# Waits a little, for lock_is_held itself holds it for a moment.
take_lock() { # SECONDS
  exec 9>>"$RUN/lock"
  flock -w "$1" 9
}

release_lock() {
  rm -f "$RUN/owner"
  exec 9>&-
}

print_lock() { tell "$RUN/owner" lock id by since phase; }

phase() { # NAME: for those who follow, and for those who wait
  log "$1"
  printf '%s\n' "$1" >>"$here/phases"
  put "$here/phase" "$1"
  put "$RUN/owner" "id=$id" "by=$r_by" "since=$since" "goal=$r_goal" "stack=$r_stack" "phase=$1"
}

# From here on this process works for the deployment: it has the lock, and may be woken up.
take_over() { # SECONDS
  mkdir -p "$here"
  take_lock "$1" || return 1
  since=$(date +%s)
  put "$here/pid" "$$"
  trap : USR1
  exec </dev/null
}

worker_is_alive() {
  worker=
  [ ! -f "$here/pid" ] || read -r worker <"$here/pid"
  is_number "$worker" && kill -0 "$worker" 2>/dev/null
}

wake_worker() { worker_is_alive && kill -USR1 "$worker" 2>/dev/null; }

# Starts this file in a place of its own, where no connection, no activation and no logout ends it.
launch() { # VERB
  if has_systemd; then
    systemd-run --quiet --collect --no-ask-password --service-type=exec --unit="studio-cdk-$id" --description="studio-cdk: $1 $id" \
      -p StandardOutput=journal -p StandardError=journal -p SyslogIdentifier=studio-cdk -p LogRateLimitIntervalSec=0 \
      /bin/sh "$SELF" "$1" "$id" </dev/null
  else
    setsid /usr/bin/env -i /bin/sh "$SELF" "$1" "$id" </dev/null >>"$here/log" 2>&1 9>&- &
  fi
}

# The decision is one link, made by whoever is first: the word, a cancellation, or the guard at its deadline. Never two of them.
decide() { ln -s "$1" "$here/decision" 2>/dev/null; }

decision() {
  value=
  [ ! -L "$here/decision" ] || value=$(readlink "$here/decision") || value=expired
}

is_cancelled() {
  decision
  [ "$value" = cancelled ]
}

# ---- The marker: the way back ------------------------------------------------------------------------------------------------------

load_marker() {
  m_id='' m_phase='' m_boot_id='' m_activated='' m_touched='' m_former_generation='' m_former_system='' m_system='' m_generation='' m_failed=''
  m_sshd='' m_reason='' m_detail=''
  [ -f "$MARKER" ] || return 1
  while IFS= read -r line; do
    case $line in
      id=*) m_id=${line#*=} ;;
      phase=*) m_phase=${line#*=} ;;
      boot_id=*) m_boot_id=${line#*=} ;;
      activated=*) m_activated=${line#*=} ;;
      touched=*) m_touched=${line#*=} ;;
      former_generation=*) m_former_generation=${line#*=} ;;
      former_system=*) m_former_system=${line#*=} ;;
      system=*) m_system=${line#*=} ;;
      generation=*) m_generation=${line#*=} ;;
      failed_before=*) m_failed=${line#*=} ;;
      sshd=*) m_sshd=${line#*=} ;;
      reason=*) m_reason=${line#*=} ;;
      detail=*) m_detail=${line#*=} ;;
    esac
  done <"$MARKER"
  is_id "$m_id" && is_number "$m_former_generation"
}

# What the marker says of a phase:
#   activate, wait   nothing is the default yet           → go back
#   commit           the word was given                   → go on, if the machine runs the new system
#   stage            entries are written, N is default    → go back
#   trial            the next boot is the new system      → see what it boots
#   trial-wait       the trial waits for the word         → go back, by a reboot
#   trial-back       on the way back to the old system
#   undo, undo-failed
mark() { # PHASE
  m_phase=$1
  put_durably "$MARKER" "id=$id" "phase=$m_phase" "boot_id=$m_boot_id" "activated=$m_activated" "touched=$m_touched" \
    "former_generation=$m_former_generation" "former_system=$m_former_system" "system=$m_system" "generation=$m_generation" \
    "failed_before=$m_failed" "sshd=$m_sshd" "stack=$r_stack" "by=$r_by" "reason=$m_reason" "detail=$m_detail"
}

hold() { # keeps both systems from the garbage collector, for one of them may be no generation
  mkdir -p "$ROOTS" && ln -sfn "$m_former_system" "$ROOTS/former" && ln -sfn "$m_system" "$ROOTS/new"
}

set_timer() { # SECONDS
  if has_systemd; then
    systemd-run --quiet --collect --no-ask-password --unit="studio-cdk-undo-$id" --description="studio-cdk: undo $id" --on-active="$1" \
      --timer-property=AccuracySec=1s -p StandardOutput=journal -p SyslogIdentifier=studio-cdk /bin/sh "$SELF" undo "$id" </dev/null
  else
    # shellcheck disable=SC2016 # the inner shell's own arguments
    setsid /usr/bin/env -i /bin/sh -c 'PATH=$4; sleep "$1"; exec /bin/sh "$2" undo "$3"' sh "$1" "$SELF" "$id" "$PATH" </dev/null >>"$here/log" 2>&1 9>&- &
    put "$here/timer" "$!"
  fi
}

clear_timer() {
  if has_systemd; then
    systemctl stop "studio-cdk-undo-$id.timer" 2>/dev/null
  elif [ -f "$here/timer" ]; then
    read -r timer <"$here/timer"
    rm -f "$here/timer"
    [ "$timer" = "$$" ] || kill -KILL "-$timer" 2>/dev/null
  fi
  return 0
}

arm() { # SYSTEM ACTIVATED
  profile_number || finish untouched no-generation "The system profile points to no generation."
  m_id=$id m_former_generation=$value m_system=$1 m_activated=$2 m_touched=no m_generation=$r_generation m_reason='' m_detail=''
  running_system
  m_former_system=$value
  is_system "$m_former_system" || finish untouched no-generation "What the machine runs is no system that can be activated again."
  boot_id
  m_boot_id=$value
  failed_units
  m_failed=$value m_sshd=no
  ! sshd_runs || m_sshd=yes
  mark activate && hold && set_timer $((r_activate + r_confirm + SLACK)) && return 0
  disarm
  finish untouched disk-full "The way back could not be prepared (is the disk full?), so nothing was changed."
}

disarm() {
  rm -f "$MARKER" && to_disk "$STATE"
  clear_timer
  rm -f "$ROOTS/former" "$ROOTS/new"
}

# ---- Ends --------------------------------------------------------------------------------------------------------------------------

# Says how it ended, lets go of everything, and ends. The result comes first: with it on the disk, a power cut in what follows is
# only untidy.
finish() { # OUTCOME REASON DETAIL
  write_result "$1" "$2" "$3"
  [ "$1" = undo-failed ] || [ ! -f "$MARKER" ] || disarm
  printf '%s\n' finished >>"$here/phases"
  put "$here/phase" finished
  prune
  prune_incoming
  release_lock
  log "end of $id"
  exit 0
}

write_result() { # OUTCOME REASON DETAIL
  log "$1${2:+ ($2)}${3:+: $3}"
  clean "$3"
  result_detail=$value
  running_system
  result_running=$value
  profile_number
  result_default=$value
  result_reboot=no
  case $1 in switched | tested | staged | built) [ -z "${m_system:=}" ] || needs_reboot "$m_system" && result_reboot=$value ;; esac
  put_result "$here/result" "$1" "$2"
  put_result "$STATE/results/$id" "$1" "$2" || log "the result could not be kept on the disk"
  ln -sfn "results/$id" "$STATE/last"
}

put_result() { # FILE OUTCOME REASON
  put_durably "$1" "id=$id" "outcome=$2" "reason=$3" "detail=$result_detail" "goal=$r_goal" "stack=$r_stack" "by=$r_by" \
    "system=${m_system:=}" "generation=${m_generation:=}" "former_system=${m_former_system:=}" "former_generation=${m_former_generation:=}" \
    "running_system=$result_running" "default_generation=$result_default" "needs_reboot=$result_reboot" \
    "failed_units=${failures:-}" "despite=$r_despite" "at=$(date +%s)"
}

prune() {
  for old in $(newest_first "$STATE/results" | tail -n +$((KEPT + 1))); do
    ! is_id "$old" || rm -rf "$STATE/results/$old" "${RUN:?}/$old"
  done
}

prune_incoming() {
  for old in $(newest_first "$STATE/incoming" | tail -n +$((KEPT_INCOMING + 1))); do
    { is_id "${old%.new}" && [ "$old" != "$id" ]; } || continue
    [ -f "$MARKER" ] && get "$MARKER" id && [ "$value" = "$old" ] && continue
    get "$RUN/owner" id && [ "$value" = "$old" ] && continue
    rm -rf "$STATE/incoming/$old"
  done
}

# Back to the recorded system, and the recorded generation as the default. It does not stop at the first thing that fails.
undo() { # REASON DETAIL
  m_reason=$1 m_detail=$2
  log "going back to generation $m_former_generation: $2"
  case "$m_phase,$m_activated" in trial-wait,* | trial-back,* | commit,booted) reboot_back ;; esac
  ! superseded || finish undo-failed superseded "$2 Somebody else switched the machine meanwhile; what it runs was left alone."
  phase undo
  mark undo || log "the marker could not be written"
  trouble='' undo_note=''
  [ "$m_touched" = no ] || forget_boot_once
  [ "$m_touched" = no ] || restore_profile || trouble="$trouble The profile could not be set back to generation $m_former_generation."
  [ "$m_activated" = no ] || reactivate || trouble="$trouble $undo_note"
  [ "$m_activated,$m_sshd" != yes,yes ] || keep_sshd
  [ "$m_touched" = no ] || restore_loader || trouble="$trouble The boot loader could not be set back."
  [ -z "$trouble" ] || undo_failed "$1" "$2$trouble"
  finish undone "$1" "$2${undo_note:+ $undo_note}"
}

# Neither the new system nor the one before: a person has switched in the meantime.
superseded() {
  running_system
  [ "$m_activated" = yes ] && [ -n "$value" ] && [ "$value" != "$m_system" ] && [ "$value" != "$m_former_system" ]
}

restore_profile() {
  profile_number
  [ "$value" != "$m_former_generation" ] || return 0
  nix-env -p "$PROFILE" --switch-generation "$m_former_generation" </dev/null 9>&- && return 0
  ln -sfn "system-$m_former_generation-link" "$PROFILE.studio-cdk" && mv -fT "$PROFILE.studio-cdk" "$PROFILE"
}

# The checks of NixOS before a switch look at what is gone to; the way back must not depend on them.
reactivate() {
  for attempt in 1 2 3; do
    NIXOS_NO_CHECK=1 limited "$r_activate" "$m_former_system/bin/switch-to-configuration" test
    code=$?
    running_system
    if [ "$code" = 4 ]; then
      failed_units
      failures=$value
      undo_note="The old system is active, but units failed: ${failures:-(unknown)}."
    fi
    case $code in
      0 | 4) [ "$value" = "$m_former_system" ] || running_system && [ "$value" = "$m_former_system" ] && return 0 ;;
    esac
    log "going back: attempt $attempt ended with $code"
    sleep "$attempt" 9>&- # somebody else may hold NixOS's own lock
  done
  undo_note="The old system could not be activated again (exit code $code)."
  return 1
}

restore_loader() {
  generation_system "$m_former_generation" || return 1
  restored=$value
  install_loader "$restored" && return 0
  loader_default
  [ "$value" = "$restored" ]
}

undo_failed() { # REASON DETAIL
  phase undo-failed
  mark undo-failed
  clear_timer
  logger -p daemon.emerg -t studio-cdk "The undo of $id FAILED: $2 A person has to look at this machine." 2>/dev/null
  keep_sshd
  finish undo-failed "$1" "$2"
}

reboot_back() { # a trial that is not confirmed: the old system is still the default
  forget_boot_once
  mark trial-back
  phase reboot
  restore_profile
  if [ "$m_touched" = loader ]; then restore_loader; fi
  reboot_machine
  undo_failed "$m_reason" "$m_detail The machine runs the new system and does not reboot."
}

# The word was given. A process that dies in here is replaced by one that goes on (see settle).
commit() {
  ! superseded || undo superseded "It was confirmed, but is no longer what runs."
  [ "$m_touched" != no ] || m_touched=yes
  mark commit || undo disk-full "What was confirmed could not be written down (is the disk full?)."
  phase commit
  if [ -n "$m_generation" ]; then
    nix-env -p "$PROFILE" --switch-generation "$m_generation" </dev/null 9>&- || undo profile-failed "Generation $m_generation could not be made the default."
  else
    nix-env -p "$PROFILE" --set "$m_system" </dev/null 9>&- || undo profile-failed "No generation could be made of the new system (is the disk full?)."
  fi
  m_touched=loader
  install_loader "$m_system" || undo bootloader-failed "The boot loader's menu could not be written (is /boot full?)."
  profile_number
  m_generation=$value
  needs_reboot "$m_system"
  record "$value" || log "what was deployed could not be written down"
  if [ "$m_activated" = no ]; then
    running_system
    [ "$value" = "$m_system" ] || finish staged "$stage_reason" "It takes effect at the next boot."
  fi
  finish switched '' "${warning:-}"
}

# What runs on which generation, with the files that made it: for `inspect`, for `generations`, and for a rollback to it.
record() { # NEEDS_REBOOT
  record=$STATE/generations/$m_generation
  if [ -d "$work/assembly" ]; then
    rm -rf "$record" && mkdir -p "$record" && cp -R "$work/assembly" "$record/files" || return 1
  elif is_record_of "$record" "$m_system" || bring_record; then
    # going back to something that was deployed from here
    [ -n "$r_fingerprint" ] || ! get "$record/deployed" fingerprint || r_fingerprint=$value
    [ -n "$r_stack" ] || ! get "$record/deployed" stack || r_stack=$value
  else
    rm -rf "$record" && mkdir -p "$record" || return 1
  fi
  put "$record/deployed" "id=$id" "fingerprint=$r_fingerprint" "system=$m_system" "generation=$m_generation" "at=$(date +%s)" "by=$r_by" \
    "stack=$r_stack" "needs_reboot=$1" "despite=$r_despite" || return 1
  ln -sfn "generations/$m_generation/files" "$STATE/deployed.files.new" && mv -fT "$STATE/deployed.files.new" "$STATE/deployed.files"
  cp "$record/deployed" "$STATE/deployed.new" && to_disk "$STATE/deployed.new" && mv -f "$STATE/deployed.new" "$STATE/deployed" || return 1
  for old in $(newest_first "$STATE/generations"); do
    [ -L "$PROFILE-$old-link" ] || rm -rf "$STATE/generations/$old"
  done
}

is_record_of() { get "$1/deployed" system && [ "$value" = "$2" ]; } # FOLDER SYSTEM

# Of a system that has a name, the record stays when its generation goes.
bring_record() {
  list_pins
  for pin in $value; do
    is_record_of "$PINS/$pin/record" "$m_system" || continue
    rm -rf "$record" && cp -R "$PINS/$pin/record" "$record"
    return
  done
  return 1
}

# ---- run: the deployment itself ----------------------------------------------------------------------------------------------------

do_run() {
  need_id "${1-}"
  find_self
  load_request || give_up "$FAILED" "There is no request of that name."
  if ! take_over 2; then
    put "$here/pid" "$$"
    write_result untouched locked "Another deployment is under way."
    exit 0
  fi
  stage_reason='' warning='' failures=''
  phase build
  obtain_system
  system=$value m_system=$value
  case $r_goal in
    build) finish built '' '' ;;
    dry-activate)
      limited "$r_activate" "$system/bin/switch-to-configuration" dry-activate || finish untouched dry-activate-failed "dry-activate ended with exit code $?."
      finish previewed '' ''
      ;;
  esac
  check_expectations
  if [ "$r_goal" = boot ]; then stage_reason=asked; else check_inhibitors "$system"; fi
  await_deployer
  if [ -n "$stage_reason" ]; then
    arm "$system" no
  else
    arm "$system" yes
    activate
  fi
  go_on_after_activation
}

go_on_after_activation() {
  if [ -z "$stage_reason" ] && [ "$r_confirm" != 0 ]; then
    mark wait
    await_word
  fi
  if [ -n "$stage_reason" ] && [ "$r_goal" = test ]; then
    finish untouched "$stage_reason" "This can only take effect by a reboot, and a test makes nothing the default."
  fi
  [ "$r_goal" != test ] || finish tested '' "$warning"
  needs_reboot "$m_system"
  case "$r_reboot,$value" in yes,* | if-needed,yes) begin_trial ;; esac
  commit
}

# The system to go to: what was named, a generation, or what comes out of a build.
obtain_system() {
  if [ -n "$r_generation" ]; then
    generation_system "$r_generation" || finish untouched no-generation "There is no generation $r_generation."
  elif [ -n "$r_system" ]; then
    nix-store --realise "$r_system" --add-root "$work/result" </dev/null >/dev/null 9>&- || finish untouched not-there "The system is not in this machine's store."
    value=$r_system
  else
    build
  fi
  is_system "$value" || finish untouched no-system "What was built is no NixOS system."
}

build() {
  cd "$work" || finish untouched build-failed "The assembly is gone."
  export _NIXOS_REBUILD_REEXEC=1 # else it evaluates everything twice, to build itself first
  limited "$BUILD_LIMIT" nixos-rebuild build --flake "path:$work/assembly#$r_attribute"
  code=$?
  cd /
  ! is_cancelled || finish untouched cancelled "Stopped while it was being built."
  [ "$code" = 0 ] || build_failed
  value=$(readlink -f "$work/result")
}

build_failed() {
  text=$(recent_log)
  reason=evaluation-failed
  case $text in
    *'No space left on device'* | *'disk is full'* | *'disk I/O error'*) reason=disk-full ;;
    *"builder for '"*"' failed"* | *'Cannot build '* | *'failed to build'* | *"error: build of '"* | *'hash mismatch in'*) reason=build-failed ;;
  esac
  detail="nixos-rebuild build ended with exit code $code."
  while IFS= read -r line; do
    case $line in *error:*) detail=${line#"${line%%error:*}"} ;; esac
  done <<END
$text
END
  finish untouched "$reason" "$(printf '%.300s' "$detail")"
}

recent_log() {
  if has_systemd; then
    journalctl --sync 2>/dev/null
    journalctl --quiet --no-pager -n 300 -o cat _SYSTEMD_UNIT="studio-cdk-$id.service" 2>/dev/null
  else
    tail -n 300 "$here/log" 2>/dev/null
  fi
}

check_expectations() {
  ! is_cancelled || finish untouched cancelled "Stopped before anything was changed."
  ! stands_frozen || finish untouched frozen "Meanwhile $freeze_text."
  [ -z "$r_despite" ] || log "this goes on although the machine is frozen: $r_despite"
  [ -n "$r_expect" ] && [ "$r_adopt" = no ] || return 0
  profile_number
  [ "$value" = "$r_expect" ] || finish untouched wrong-generation "The machine is on generation ${value:-(none)}, not on $r_expect: somebody else changed it."
}

# Since 25.11 a system lists what cannot be exchanged while it runs (its switch inhibitors), and `check` compares.
check_inhibitors() { # SYSTEM
  [ -e "$1/switch-inhibitors" ] || return 0
  limited "$r_activate" "$1/bin/switch-to-configuration" check >"$here/check" 2>&1
  code=$?
  cat "$here/check"
  [ "$code" != 0 ] || return 0
  if grep -qi -e 'critical components' -e "switchInhibitors" "$here/check"; then
    stage_reason=inhibited
  elif ! grep -q '^Usage' "$here/check"; then
    finish untouched checks-failed "The new system's own checks refuse the switch."
  fi
}

# Whoever watches must be there when the change begins: it could not be confirmed otherwise.
await_deployer() {
  [ "$r_watch" = yes ] || return 0
  phase arm
  set_deadline "$PATIENCE"
  until deployer_was_heard; do
    ! is_cancelled || finish untouched cancelled "Stopped before anything was changed."
    in_time || finish untouched deserted "Whoever deploys was not heard of for $PATIENCE s, so nothing was changed."
    sleep 1 9>&- &
    wait $!
  done
}

deployer_was_heard() {
  alive=
  [ ! -f "$here/alive" ] || read -r alive <"$here/alive"
  is_number "${alive:-x}" || return 1
  now
  [ $((value - alive)) -le "$HEARD" ]
}

activate() {
  phase activate
  limited "$r_activate" "$m_system/bin/switch-to-configuration" test
  code=$?
  case $code in
    0) ;;
    4) judge_units ;;
    100)
      m_activated=no stage_reason=needs-reboot
      log "only a reboot can do this"
      ;;
    124 | 137) undo timed-out "The activation did not end within $r_activate s." ;;
    2) undo activation-failed "The activation failed (exit code 2)." ;;
    *) undo activation-failed "switch-to-configuration ended with exit code $code." ;;
  esac
  ! is_cancelled || undo cancelled "Stopped by whoever deploys."
}

judge_units() {
  has_systemd || undo units-failed "Units failed (exit code 4)."
  failed_units
  failures='' old_failures=''
  for unit in $value; do
    if has_word "$unit" "$m_failed $r_tolerate"; then old_failures="$old_failures $unit"; else failures="$failures${failures:+ }$unit"; fi
  done
  [ -z "$failures" ] || undo units-failed "Units failed: $failures."
  failures=${old_failures# }
  warning="Units fail as they did before, or as was allowed:${old_failures:- (none by now)}."
  log "$warning"
}

await_word() {
  listen_until "$r_confirm"
  case $value in
    confirmed) ;;
    cancelled) undo cancelled "Stopped by whoever deploys." ;;
    *) undo not-confirmed "Nobody confirmed it within $r_confirm s." ;;
  esac
}

listen_until() { # SECONDS: what was decided, in $value
  set_deadline "$1"
  phase wait
  while decision && [ -z "$value" ]; do
    if in_time; then
      sleep 1 9>&- &
      wait $!
    else
      decide expired
    fi
  done
}

# ---- The trial: one boot of the new system, while the old one stays the default -------------------------------------------------------

begin_trial() {
  [ -e "$m_system/etc/systemd/system/studio-cdk-guard.service" ] || undo trial-failed "The new system has no guard that could end a trial boot (studio-cdk-guard.service)."
  m_touched=yes
  mark stage || undo disk-full "The trial could not be prepared."
  phase stage
  if [ -z "$m_generation" ]; then
    nix-env -p "$PROFILE" --set "$m_system" </dev/null 9>&- || undo profile-failed "No generation could be made of the new system."
    profile_number
    trial_generation=$value
    restore_profile || undo profile-failed "The profile could not be set back to generation $m_former_generation."
    m_generation=$trial_generation
  fi
  restore_loader || undo bootloader-failed "The boot loader's menu could not be written (is /boot full?)."
  boot_once "$m_generation" "$m_system" || undo trial-failed "The boot loader cannot boot the new system just once."
  mark trial || undo disk-full "The trial could not be prepared."
  phase reboot
  clear_timer # the machine may take its time to go down; what comes next, the boot decides
  sleep 0.5 9>&- # those who follow are to hear of it, before their connection goes
  reboot_machine
  undo trial-failed "The machine did not reboot."
}

do_trial() { # in the new boot
  need_id "${1-}"
  find_self
  load_request || default_options
  take_over 30 || give_up "$LOCKED" "Somebody else holds the lock."
  load_marker || exit 0
  [ "$m_id,$m_phase" = "$id,trial" ] || exit 0
  failures='' warning='' stage_reason=''
  boot_id
  m_boot_id=$value m_activated=booted
  forget_boot_once # where the loader did not forget it by itself
  mark trial-wait
  set_timer $((r_confirm + SLACK))
  [ "$r_confirm" != 0 ] || decide confirmed
  listen_until "$r_confirm"
  case $value in
    confirmed) commit ;;
    cancelled) undo cancelled "Stopped by whoever deploys." ;;
    *) undo not-confirmed "Nobody confirmed the trial boot within $r_confirm s." ;;
  esac
}

# ---- What a process that is gone has left --------------------------------------------------------------------------------------------

do_boot() { # called once by studio-cdk-guard.service
  find_self
  settle_other_boot
}

do_undo() { # the timer
  need_id "${1-}"
  find_self
  get "$MARKER" id && [ "$value" = "$id" ] || exit 0
  get "$MARKER" phase
  if [ "$value" = commit ]; then
    take_over $((LOADER_LIMIT + SLACK)) # it was confirmed in time: let it work
  else
    stop_worker
    take_over 30
  fi || give_up "$FAILED" "The lock is held, and its holder does not end."
  settle_same_boot timed-out "The guard's process did not end in time, or was ended."
}

stop_worker() {
  if has_systemd; then
    systemctl kill --signal=KILL "studio-cdk-$id.service" 2>/dev/null
  else
    worker_is_alive && kill -KILL "$worker"
    read -r child 2>/dev/null <"$here/child" && is_number "$child" && kill -KILL "-$child"
  fi 2>/dev/null
  return 0
}

# This boot, and the process is gone. Holds the lock.
settle_same_boot() { # REASON DETAIL
  load_marker || m_id=
  [ "$m_id" = "$id" ] || exit 0
  load_request || default_options
  failures='' warning='' stage_reason=asked
  running_system
  case $m_phase in
    commit) if [ "$value" = "$m_system" ] || [ "$m_activated" = no ]; then commit; fi ;;
    undo) [ -z "$m_reason" ] || undo "$m_reason" "$m_detail" ;;
  esac
  undo "$1" "$2"
}

# A marker of another boot: the machine went down while something was under way. Returns at once when there is none.
settle_other_boot() {
  settle_interrupted
  settle_naming
  [ -f "$MARKER" ] || return 0
  get "$MARKER" boot_id
  settled_boot=$value
  boot_id
  [ "$value" != "$settled_boot" ] || return 0
  ! lock_is_held || return 0
  get "$MARKER" id
  is_id "$value" || return 0
  (
    need_id "$value"
    load_request || default_options
    take_over 2 || exit 0
    load_marker || exit 0
    boot_id
    [ "$value" != "$m_boot_id" ] || exit 0
    failures='' warning='' stage_reason=asked
    running_system
    settle_with "$value"
  ) >>"$RUN/settled" 2>&1
}

settle_with() { # what the machine runs now
  case $m_phase in
    trial)
      if [ "$1" = "$m_system" ]; then
        log "this is the trial boot"
        mkdir -p "$here"
        release_lock
        launch trial
        exit 0
      fi
      m_reason=trial-failed m_detail="The new system was booted once and did not come up, so the machine was switched off and on: it runs the old one."
      ;;
    trial-wait | trial-back)
      if [ "$1" = "$m_system" ] && [ "$m_phase" = trial-wait ]; then
        m_reason=trial-failed m_detail="The machine rebooted in the trial."
        reboot_back
      fi
      [ -n "$m_reason" ] || m_reason=rebooted
      [ -n "$m_detail" ] || m_detail="The machine rebooted in the trial."
      ;;
    commit) [ "$1" != "$m_system" ] || commit ;;
  esac
  case "$m_phase,$m_reason" in commit,* | *, | undo-failed,*) m_reason=rebooted ;; esac
  [ -n "$m_detail" ] || m_detail="The machine rebooted in the deployment."
  m_activated=no # what was active is gone with the boot
  if [ "$1" = "$m_system" ] && [ "$m_system" != "$m_former_system" ]; then
    generation_system "$m_former_generation" && m_former_system=$value m_activated=yes
  fi
  m_phase=undo
  undo "$m_reason" "$m_detail"
}

# A deployment that ended before it changed anything, and could not say so.
settle_interrupted() {
  for left in $(newest_first "$STATE/incoming"); do
    { is_id "$left" && [ -f "$STATE/incoming/$left/request" ] && [ ! -f "$STATE/results/$left" ] && [ ! -f "$RUN/$left/result" ]; } || continue
    get "$MARKER" id && [ "$value" = "$left" ] && continue
    (
      need_id "$left"
      if [ -d "$here" ]; then
        [ -f "$here/pid" ] && ! worker_is_alive || exit 0
      fi
      load_request || default_options
      mkdir -p "$here"
      m_system='' m_generation='' m_former_system='' m_former_generation=''
      write_result untouched interrupted "The guard ended before anything was changed." >/dev/null
    )
  done
}

# ---- Verbs that begin, follow and end a deployment --------------------------------------------------------------------------------------

do_receive() {
  need_id "${1-}"
  [ ! -e "$work" ] || misused "A deployment of that ID is there already."
  # One call alone: nothing is exchanged between the look at the archive and its unpacking.
  mkdir "$work.new" || give_up "$FAILED" "I cannot write to $STATE (is the disk full?), or the same is being received already."
  trap 'rm -rf "$work.new"' EXIT
  cat >"$work.new/archive" || give_up "$FAILED" "The archive could not be stored (is the disk full?)."
  # Only plain files and folders, each below this one. Links could lead out of it.
  tar -tvzf "$work.new/archive" >"$work.new/list" 2>/dev/null || give_up "$FAILED" "The archive did not arrive whole."
  ! grep -qv '^[-d]' "$work.new/list" || give_up "$FAILED" "The archive holds something that is neither a file nor a folder."
  tar -tzf "$work.new/archive" >"$work.new/list" 2>/dev/null
  ! grep -qE '^/|(^|/)\.\.(/|$)' "$work.new/list" || give_up "$FAILED" "The archive holds a path that leads out of it."
  case $(tail -n 1 "$work.new/list") in
    .complete | ./.complete) ;;
    *) give_up "$FAILED" "The archive did not arrive whole: its last member is missing." ;;
  esac
  mkdir "$work.new/assembly"
  tar -xzf "$work.new/archive" -C "$work.new/assembly" --no-same-owner || give_up "$FAILED" "The archive could not be unpacked (is the disk full?)."
  chmod -R u=rwX,go= "$work.new/assembly"
  rm -f "$work.new/archive" "$work.new/list" "$work.new/assembly/.complete"
  mv -T "$work.new" "$work" || give_up "$FAILED" "The archive could not be put into its place."
  prune_incoming
  say received "$id"
}

do_start() {
  need_id "${1-}"
  shift
  find_self
  default_options
  for word; do
    take_option "$word" || not_understood "$word"
  done
  check_request
  refuse_when_frozen
  refuse_when_locked
  settle_other_boot
  refuse_when_armed
  mkdir -p "$work" "$here"
  save_request || give_up "$FAILED" "I cannot write to $STATE (is the disk full?)."
  : >"$here/log"
  launch run || {
    rm -f "$work/request"
    give_up "$FAILED" "The unit for the deployment could not be started."
  }
  await_start
}

check_request() {
  case "${r_attribute:+a}${r_system:+s}${r_generation:+g}" in
    a) [ -d "$work/assembly" ] || misused "Nothing was received for this ID." ;;
    s | as | g) ;;
    *) misused "It takes one of attribute=, system= and generation=." ;;
  esac
  case "$r_reboot,$r_goal" in no,* | *,switch | *,boot) ;; *) misused "reboot= makes sense for the goals switch and boot only." ;; esac
  if [ -e "$work/request" ] || [ -e "$STATE/results/$id" ]; then misused "There was a deployment of that ID already."; fi
}

refuse_when_locked() {
  ! lock_is_held || {
    print_lock
    exit "$LOCKED"
  }
}

# Armed, and nobody there: its process died. What it left is undone first, in a unit of its own.
refuse_when_armed() {
  load_marker || return 0
  [ "$m_phase" != undo-failed ] || return 0 # a person may well repair this by a deployment
  say lock_id "$m_id"
  get "$MARKER" by
  say lock_by "$value"
  say lock_since ''
  say lock_phase undo
  (
    need_id "$m_id"
    mkdir -p "$here"
    hasten_undo
  ) >/dev/null 2>&1
  exit "$LOCKED"
}

hasten_undo() {
  clear_timer
  set_timer 1
}

await_start() {
  set_deadline 15
  until [ -f "$here/phase" ] || [ -f "$here/result" ]; do
    in_time || give_up "$FAILED" "The deployment's unit does not begin to work."
    sleep 0.01
  done
  if [ -f "$here/result" ] && get "$here/result" reason && [ "$value" = locked ]; then
    print_lock
    exit "$LOCKED"
  fi
  say id "$id"
  read -r value 2>/dev/null <"$here/phase"
  say phase "${value:-}"
}

do_confirm() {
  need_id "${1-}"
  value=
  [ ! -f "$here/phase" ] || read -r value <"$here/phase"
  if [ "$value" = wait ] && worker_is_alive && decide confirmed; then
    wake_worker
    say accepted yes
    exit 0
  fi
  say accepted no
  say phase "$value"
  exit "$NOBODY"
}

do_cancel() {
  need_id "${1-}"
  if worker_is_alive && decide cancelled; then
    wake_worker
    say accepted yes
    exit 0
  fi
  say accepted no
  exit "$NOBODY"
}

do_unlock() {
  find_self
  case ${1-} in '' | force) ;; *) misused "unlock takes nothing, or the word «force»." ;; esac
  settle_other_boot
  if lock_is_held; then
    [ "${1-}" = force ] || {
      print_lock
      exit "$LOCKED"
    }
    get "$RUN/owner" id
    need_id "$value"
    decide cancelled && wake_worker
    unlock_wait 90 || stop_worker
  fi
  if load_marker && [ "$m_phase" != undo-failed ]; then
    need_id "$m_id"
    mkdir -p "$here"
    hasten_undo
    unlock_wait 600
  fi
  rm -f "$RUN/owner"
  say unlocked yes
  [ -z "${id-}" ] || ! find_result || print_result ''
}

unlock_wait() { # SECONDS
  set_deadline "$1"
  while lock_is_held || { [ -f "$MARKER" ] && ! find_result; }; do
    in_time || return 1
    sleep 0.2
  done
}

find_result() {
  for result in "$here/result" "$STATE/results/$id"; do
    [ ! -f "$result" ] || return 0
  done
  return 1
}

print_result() { # PREFIX
  while IFS= read -r line; do
    clean "$line"
    printf '%s%s\n' "$1" "$value"
  done <"$result"
}

do_result() {
  need_id "${1-}"
  settle_interrupted
  if find_result; then
    print_result ''
  elif [ -f "$here/phase" ]; then
    read -r value <"$here/phase"
    say phase "$value"
  elif get "$MARKER" id && [ "$value" = "$id" ]; then
    get "$MARKER" phase
    say phase "$value"
  else
    exit "$UNKNOWN"
  fi
}

# ---- follow: what happens, as it happens -----------------------------------------------------------------------------------------------
# `|` and a line of the log; `=phase NAME`; at the end the lines of the result, each behind a `=`. Lines on standard input are signs of
# life. Nothing that happens to this process matters to the deployment.

do_follow() {
  need_id "${1-}"
  from=${2:-1}
  is_number "$from" || misused "follow takes an ID and the number of the first line."
  skip=
  [ "$from" -le 1 ] || skip=$((from - 1))
  find_self
  settle_interrupted
  find_result || [ -d "$here" ] || exit "$UNKNOWN"
  mkdir -p "$here"
  drained=$here/drained.$$ pipe=$here/pipe.$$
  mkfifo "$pipe" || give_up "$FAILED" "I cannot write to $here."
  exec 3<&0 </dev/null
  listen_to_deployer <&3 &
  helpers=$!
  exec 3<&-
  read_log >"$pipe" 2>/dev/null &
  helpers="$helpers $!"
  frame_log <"$pipe" &
  helpers="$helpers $!"
  sweep_up &
  sweeper=$!
  trap 'end_follow' EXIT
  trap 'exit 1' HUP INT TERM PIPE
  follow_phases
  await_log
  find_result && print_result '='
}

# Even if this process is killed, nothing of it stays behind.
sweep_up() {
  exec >/dev/null 2>&1
  while kill -0 "$$"; do sleep 2; done
  end_follow
}

end_follow() {
  # shellcheck disable=SC2086 # several
  kill $helpers ${sweeper-} 2>/dev/null
  rm -f "$drained" "$pipe"
}

listen_to_deployer() {
  while IFS= read -r _; do
    now
    put "$here/alive" "$value"
    # Who waits for nothing else goes on at once.
    ! { read -r value <"$here/phase" && [ "$value" = arm ]; } 2>/dev/null || wake_worker
  done
}

# A line is cut where a pipe would no longer take it in one piece. The file `drained` says that the last line came by.
frame_log() {
  sed -n -u -e "/^studio-cdk: end of $id\$/q" ${skip:+-e "1,${skip}d"} -e 's/^\(.\{2000\}\).*/\1/' -e 's/^/|/p'
  : >"$drained"
}

read_log() {
  if has_systemd; then
    exec journalctl --quiet --no-pager -b -f --no-tail -o cat _SYSTEMD_UNIT="studio-cdk-$id.service" + _SYSTEMD_UNIT="studio-cdk-undo-$id.service" </dev/null 2>/dev/null
  fi
  [ -e "$here/log" ] || : >>"$here/log"
  exec tail -n +1 -f "$here/log" </dev/null 2>/dev/null
}

follow_phases() {
  seen=0
  while :; do
    count=0
    if [ -f "$here/phases" ]; then
      while IFS= read -r line; do
        count=$((count + 1))
        [ "$count" -le "$seen" ] || printf '=phase %s\n' "$line"
      done <"$here/phases"
    fi
    seen=$count
    if ! worker_is_alive; then
      ! find_result || return 0
      [ ! -f "$here/pid" ] || settle_interrupted
    fi
    sleep 0.05
  done
}

await_log() {
  set_deadline 2
  until [ -f "$drained" ] || ! in_time; do
    wake_journal
    sleep 0.01
  done
}

# journald tells those who read along of new lines every 250 ms only. Whatever happens to its folders wakes them at once.
wake_journal() {
  has_systemd || return 0
  set +f
  touch -c "$PREFIX"/run/log/journal/* "$PREFIX"/var/log/journal/* 2>/dev/null
  set -f
}

# ---- Names for generations ----------------------------------------------------------------------------------------------------------------
# A name is a system profile of NixOS, as `nixos-rebuild --profile-name` makes one: the garbage collector keeps its newest generation, and the
# boot loaders' installers list it under its name. So a pinned system stays when its generation goes. What is the default stays the default.
# Where it ends in the middle, the next call that looks at the machine brings it to its end, or takes it back.

do_pin() {
  need_name "${1-}"
  shift
  r_generation='' r_by='' force=no
  for word; do
    option=${word#*=}
    case $word in
      generation=*) is_number "$option" && r_generation=$option ;;
      by=*) is_line 200 "$option" && r_by=$option ;;
      force=yes | force=no) force=$option ;;
      *) false ;;
    esac || not_understood "$word"
  done
  may_name
  choose_generation
  refuse_taken
  boot_has_room || give_up "$FAILED" "There is less than $LOADER_ROOM kB left on /boot, so the menu cannot be written anew. Nothing was changed."
  name_system "$system" "$r_generation" || give_up "$FAILED" "The boot loader's menu could not be written with this name (is /boot full?). $naming_end"
  announce "$r_by pinned generation $r_generation as $name"
  print_pin
}

do_unpin() {
  need_name "${1-}"
  shift
  r_by=''
  for word; do
    case $word in by=*) is_line 200 "${word#*=}" && r_by=${word#*=} ;; *) false ;; esac || not_understood "$word"
  done
  may_name
  get "$PINS/$name/pin" generation || give_up "$UNKNOWN" "There is no generation of the name «$name»."
  r_generation=$value
  name_system '' '' || give_up "$FAILED" "The boot loader's menu could not be written without this name. $naming_end"
  announce "$r_by took the name $name from generation $r_generation"
  say unpinned "$name"
}

do_pins() {
  find_self
  settle_other_boot
  list_pins
  for name in $value; do print_pin; done
}

print_pin() { # a line of words
  pin_line="name=$name"
  for key in generation system at by; do
    get "$PINS/$name/pin" "$key"
    pin_line="$pin_line $key=$value"
  done
  get "$PINS/$name/pin" system
  clean "$pin_line menu=$(if menu_has "$name" "$value"; then echo yes; else echo no; fi)"
  printf '%s\n' "$value"
}

list_pins() { # names that still stand for what was pinned
  value=
  set +f
  for pin in "$PINS"/*/pin; do
    pinned=${pin%/pin} && pinned=${pinned##*/}
    is_name "$pinned" || continue
    listed=$value
    # shellcheck disable=SC3013 # see needs_reboot
    if get "$pin" system && [ "$NAMED/$pinned" -ef "$value" ]; then listed="$listed${listed:+ }$pinned"; fi
    value=$listed
  done
  set -f
}

names_of() { # SYSTEM: with commas. What is pinned stands in $pins
  names=
  for pin in $pins; do
    if get "$PINS/$pin/pin" system && [ "$value" = "$1" ]; then names="$names${names:+,}$pin"; fi
  done
  value=$names
}

# Nobody else changes the machine meanwhile, and this goes to its end also when the connection breaks.
may_name() {
  find_self
  settle_other_boot
  refuse_when_locked
  refuse_when_armed
  need_id "naming-$$"
  take_lock 2 || {
    print_lock
    exit "$LOCKED"
  }
  ! menu_is_being_written || give_up "$LOCKED" "The boot loader's menu is still being written for a name, though who asked for it was ended. Try again in a moment."
  trap : HUP INT PIPE TERM
  mkdir -p "$here"
  trap 'rm -rf "$here"; release_lock' EXIT
  put "$RUN/owner" "id=$id" "by=$r_by" "since=$(date +%s)" "phase=naming"
}

choose_generation() { # that of now, where none is asked for
  running_system
  running=$value
  if [ -z "$r_generation" ]; then
    profile_number
    r_generation=$value
    { [ -n "$value" ] && generation_system "$r_generation" && [ "$value" = "$running" ]; } ||
      give_up "$UNKNOWN" "What the machine runs is not the generation that it boots. Say which one is meant."
  fi
  generation_system "$r_generation" || give_up "$UNKNOWN" "There is no generation $r_generation."
  system=$value
}

refuse_taken() {
  [ -L "$NAMED/$name" ] || return 0
  get "$PINS/$name/pin" generation || give_up "$TAKEN" "«$name» is a profile that somebody else made, with nixos-rebuild --profile-name."
  taken=$value
  [ "$(readlink -f "$NAMED/$name")" != "$system" ] || return 0
  [ "$force" = yes ] || give_up "$TAKEN" "«$name» is the name of generation $taken already."
}

boot_has_room() {
  boot_loader
  [ "$value" != none ] || return 0
  boot_folder
  df -Pk "$value" 2>/dev/null | tail -n 1 | {
    read -r _ _ _ free _
    ! is_number "${free:-}" || [ "$free" -ge "$LOADER_ROOM" ]
  }
}

# Gives the name to a system, or to none; or leaves all as it was, and $naming_end says so.
name_system() { # SYSTEM NUMBER
  former=$(readlink -f "$NAMED/$name") && [ -e "$former" ] || former=
  naming_end="Nothing was changed."
  put_durably "$NAMING" "name=$name" "system=$1" "generation=$2" "former=$former" "by=$r_by" "at=$(date +%s)" || return 1
  finish_naming
}

finish_naming() {
  get "$NAMING" former
  naming_former=$value
  get "$NAMING" system
  naming_system=$value
  if set_profile "$naming_system" && write_menu && keep_pin; then
    rm -f "$NAMING"
    return 0
  fi
  naming_end="It is as it was before."
  { set_profile "$naming_former" && write_menu; } || menu_is_former || naming_end="It has the name that it had before, but the menu has not."
  rm -f "$NAMING"
  return 1
}

menu_is_former() {
  if [ -n "$naming_former" ]; then menu_has "$name" "$naming_former"; else ! menu_has "$name" "$naming_system"; fi
}

set_profile() { # SYSTEM, or none
  [ -d "$NAMED" ] || mkdir -m 755 "$NAMED" || return 1
  if [ -z "$1" ]; then
    rm -f "$NAMED/$name"
  else
    is_system "$1" && (umask 022 && nix-env -p "$NAMED/$name" --set "$1" </dev/null 9>&-) || return 1
  fi
  kept=$(readlink "$NAMED/$name") || kept=
  set +f
  for link in "$NAMED/$name"-*-link; do
    number=${link#"$NAMED/$name-"} && number=${number%-link}
    ! is_number "$number" || [ "${link##*/}" = "$kept" ] || rm -f "$link"
  done
  set -f
}

# The menu with all names, and the default as it was.
write_menu() {
  profile_number && menu_default=$value && generation_system "$menu_default" || return 1
  menu_system=$value
  boot_loader
  case $value in
    systemd-boot)
      default_by_number "$menu_default" "$menu_system" # before its entry may go
      install_loader "$menu_system" >>"$here/log" 2>&1
      menu_code=$?
      default_by_number "$menu_default" "$menu_system"
      return "$menu_code"
      ;;
    *) install_loader "$menu_system" >>"$here/log" 2>&1 ;; # it must not end with the connection
  esac
}

# Of several entries of one system NixOS makes the last one the default, which is that with a name. It goes with the name, so the default is
# called by its number.
default_by_number() { # NUMBER SYSTEM
  loader_default
  { [ "$value" = "$2" ] && [ "$default_entry" != "nixos-generation-$1.conf" ]; } || return 0
  grep -qsF "init=$2/init" "$default_folder/loader/entries/nixos-generation-$1.conf" || return 0
  default_file=$default_folder/loader/loader.conf
  sed "s/^default .*/default nixos-generation-$1.conf/" "$default_file" >"$default_file.studio-cdk" &&
    to_disk "$default_file.studio-cdk" && mv -f "$default_file.studio-cdk" "$default_file" && to_disk "$default_folder/loader"
  rm -f "$default_file.studio-cdk"
}

menu_has() { # NAME SYSTEM
  boot_loader
  case $value in
    systemd-boot)
      boot_folder
      set +f
      grep -qsF "init=$2/init" "$value/loader/entries/nixos-$1-generation-"*.conf
      menu_code=$?
      set -f
      return "$menu_code"
      ;;
    grub) grep -qsF -e " - Profile '$1'\"" "$PREFIX/boot/grub/grub.cfg" ;;
    *) return 1 ;;
  esac
}

# What was pinned, with what made it: that outlives its generation.
keep_pin() {
  get "$NAMING" system
  pin_system=$value
  rm -rf "$PINS/$name.new"
  if [ -z "$pin_system" ]; then
    rm -rf "${PINS:?}/$name"
    return 0
  fi
  get "$NAMING" generation
  pin_record=$STATE/generations/$value
  mkdir -p "$PINS/$name.new" && grep -v '^former=' "$NAMING" >"$PINS/$name.new/pin" || return 1
  if is_record_of "$pin_record" "$pin_system"; then cp -R "$pin_record" "$PINS/$name.new/record" || return 1; fi
  rm -rf "${PINS:?}/$name" && mv -T "$PINS/$name.new" "$PINS/$name" && { sync -f "$PINS" 2>/dev/null || sync; }
}

# By what a naming had started that was killed itself, for we have the lock. Two at once would spoil the menu, so a later call sees to it.
menu_is_being_written() {
  set +f
  for value in "$RUN"/naming-*/child; do
    child=
    { read -r child <"$value" && is_number "$child" && read -r child <"/proc/$child/comm"; } 2>/dev/null
    [ "$child" != timeout ] || break
  done
  set -f
  [ "$child" = timeout ]
}

settle_naming() {
  { [ -f "$NAMING" ] && [ ! -f "$MARKER" ] && ! lock_is_held; } || return 0
  (
    need_id "naming-$$"
    take_lock 2 || exit 0
    ! menu_is_being_written || exit 0
    { get "$NAMING" name && is_name "$value"; } || exit 0
    name=$value
    mkdir -p "$here"
    finish_naming
    set +f
    rm -rf "$RUN"/naming-* # of the one that was ended, too
    release_lock
  ) >>"$RUN/settled" 2>&1
}

# ---- A machine that is frozen ---------------------------------------------------------------------------------------------------------------
# It takes no deployment until a time, by its own clock, unless somebody gives a reason. What is under way is still undone, and by hand
# everything can be done.

do_freeze() {
  until='' r_by='' because=''
  for word; do
    option=${word#*=}
    case $word in
      until=*) is_number "$option" && until=$option ;;
      for=*) is_number "$option" && until=$(($(date +%s) + option)) ;;
      by=*) is_line 200 "$option" && r_by=$option ;;
      because=*) is_line 200 "$option" && because=$option ;;
      *) false ;;
    esac || not_understood "$word"
  done
  ahead=$((${until:-0} - $(date +%s)))
  [ "$ahead" -gt 0 ] || misused "freeze takes a time to come, by this machine's clock: until=SECONDS or for=SECONDS."
  [ "$ahead" -le "$FREEZE_LIMIT" ] || misused "That is more than two years ahead."
  print_freeze former
  put_durably "$FREEZE" "until=$until" "by=$r_by" "at=$(date +%s)" "because=$because" || give_up "$FAILED" "I cannot write to $STATE (is the disk full?)."
  announce "$r_by froze this machine until $(date -d "@$until" '+%Y-%m-%d %H:%M UTC'): $because"
  print_freeze
  ! lock_is_held || print_lock
}

do_thaw() {
  r_by=''
  for word; do
    case $word in by=*) is_line 200 "${word#*=}" && r_by=${word#*=} ;; *) false ;; esac || not_understood "$word"
  done
  print_freeze former
  ! is_frozen || announce "$r_by ended the freeze of this machine"
  rm -f "$FREEZE" || give_up "$FAILED" "I cannot write to $STATE."
  to_disk "$STATE"
  say thawed yes
}

is_frozen() { get "$FREEZE" until && is_number "$value" && [ "$(date +%s)" -lt "$value" ]; }

print_freeze() { # PREFIX
  if is_frozen; then tell "$FREEZE" "${1:-frozen}" until by at because; else tell /dev/null "${1:-frozen}" until by at because; fi
}

# Whether this deployment may not change the machine; $freeze_text says why.
stands_frozen() {
  is_frozen || {
    r_despite= # of no use, and not to be recorded
    return 1
  }
  [ -z "$r_despite" ] || return 1
  freeze_text="the machine was frozen until $(date -d "@$value" '+%Y-%m-%d %H:%M UTC')"
  get "$FREEZE" by
  freeze_text="$freeze_text${value:+ by $value}"
  get "$FREEZE" because
  freeze_text="$freeze_text${value:+, because: $value}"
}

refuse_when_frozen() {
  case $r_goal in build | dry-activate) return 0 ;; esac
  stands_frozen || return 0
  print_freeze
  clean "$freeze_text"
  give_up "$FROZEN" "Nothing was changed: $value. Whoever has to change it nevertheless gives a reason."
}

announce() { # TEXT: for those who read the journal later
  clean "$1"
  logger -p daemon.notice -t studio-cdk -- "$value" 2>/dev/null
}

# ---- Verbs that only look ------------------------------------------------------------------------------------------------------------

do_version() {
  find_self
  say protocol "$PROTOCOL"
  case ${SELF##*/guard-} in
    *[!0-9a-f]* | ?????????????????*) read -r value _ <<END ;;
$(sha256sum "$SELF")
END
    *) value=${SELF##*/guard-} ;;
  esac
  say guard "$(printf %.16s "$value")"
}

# Facts for whoever is about to deploy. It is called each time, so it starts few programs.
do_inspect() {
  do_version
  settle_other_boot
  inspect_system
  inspect_space
  inspect_state
}

inspect_system() {
  read -r value <"$PREFIX/proc/sys/kernel/hostname" || value=
  say hostname "$value"
  os_release ID && say os_id "$value"
  read -r value 2>/dev/null <"$CURRENT/nixos-version" || os_release VERSION_ID
  say nixos_version "$value"
  say arch "$(uname -m)"
  read -r value <"$PREFIX/proc/sys/kernel/osrelease" || value=
  say kernel "$value"
  boot_id
  say boot_id "$value"
  now
  say uptime "$value"
  say clock "$(date +%s)"
  running_system
  running=$value
  say system "$running"
  say booted "$(readlink -f "$BOOTED")"
  say profile "$(readlink -f "$PROFILE")"
  profile_number
  say generation "$value"
  count_generations
  say generations "$value"
  needs_reboot "$running"
  say pending_reboot "$value"
  value=$(readlink -f "$(command -v nix)") || value=
  value=${value%/bin/*}
  case $value in
    */????????????????????????????????-nix-[0-9]*) value=${value##*-nix-} ;;
    */????????????????????????????????-nix-cli-[0-9]*) value=${value##*-nix-cli-} ;;
    *) value=$(nix --version 2>/dev/null) && value=${value##* } ;;
  esac
  say nix_version "$value"
  value=absent
  ! has_systemd || value=$(systemctl is-system-running 2>/dev/null)
  say systemd "$value"
  failed_units
  say failed_units "$value"
  boot_loader
  say bootloader "$value"
}

os_release() { # KEY
  get "$PREFIX/etc/os-release" "$1"
  value=${value#\"} && value=${value%\"}
}

inspect_space() {
  boot_folder
  boot_place=$value boot_mounted=yes
  while read -r _ mount_point _; do
    case $mount_point in /boot | /efi | /boot/efi) grep -q " $mount_point " "$PREFIX/proc/self/mounts" || boot_mounted=no ;; esac
  done 2>/dev/null <"$PREFIX/etc/fstab"
  say boot_mounted "$boot_mounted"
  df -Pk "$STORE" "$boot_place" 2>/dev/null | {
    key=nix
    while read -r _ total _ free _; do
      is_number "$total" || continue
      [ "$key" != nix ] || say nix_total_kb "$total"
      say "${key}_free_kb" "$free"
      key=boot
    done
  }
  while read -r key value _; do
    [ "$key" != MemAvailable: ] || break
  done <"$PREFIX/proc/meminfo"
  say mem_available_kb "$value"
}

inspect_state() {
  if lock_is_held; then print_lock; else tell /dev/null lock id by since phase; fi
  tell "$MARKER" armed id phase
  tell "$STATE/deployed" deployed id fingerprint system generation at by stack needs_reboot
  tell "$STATE/last" last id outcome reason
  print_freeze
  list_pins
  say pins "$value"
}

list_generations() { # their numbers, in order
  set +f
  value=$(
    for link in "$PROFILE"-*-link; do
      link=${link#"$PROFILE"-} && link=${link%-link}
      ! is_number "$link" || printf '%s\n' "$link"
    done | sort -n
  )
  set -f
}

count_generations() {
  value=0
  set +f
  for link in "$PROFILE"-*-link; do
    link=${link#"$PROFILE"-} && link=${link%-link}
    ! is_number "$link" || value=$((value + 1))
  done
  set -f
}

do_generations() {
  running_system
  current=$value
  booted=$(readlink -f "$BOOTED")
  list_pins
  pins=$value
  list_generations
  for number in $value; do
    generation=$(readlink -f "$PROFILE-$number-link") || continue
    value=$(stat -c %y "$PROFILE-$number-link") && value=${value%%.*} && made=${value% *}T${value#* }Z
    read -r version 2>/dev/null <"$generation/nixos-version" || version=
    get "$STATE/generations/$number/deployed" system && [ "$value" = "$generation" ] && get "$STATE/generations/$number/deployed" id || value=
    deployed=$value
    names_of "$generation"
    clean "number=$number date=$made system=$generation version=${version%% *} kernel=$(kernel_version "$generation")${value:+ pinned=$value} current=$(yes_if "$current" "$generation") booted=$(yes_if "$booted" "$generation") deployed=$deployed"
    printf '%s\n' "$value"
  done
}

yes_if() { if [ "$1" = "$2" ]; then echo yes; else echo no; fi; }

kernel_version() { # SYSTEM
  value=$(ls "$1/kernel-modules/lib/modules" 2>/dev/null) || value=$(readlink -f "$1/kernel")
  value=${value%/*} && value=${value##*/}
  printf '%s' "${value##*linux-}"
}

do_closure() {
  is_store_path "${1-}" || misused "closure takes a store path."
  nix --extra-experimental-features nix-command path-info --recursive --size "$1" | sed 's/[[:space:]]\{1,\}/ /g'
}

do_hardware() { nixos-generate-config --show-hardware-config; }

do_lockfile() {
  need_id "${1-}"
  cat "$work/assembly/flake.lock" 2>/dev/null || exit "$UNKNOWN"
}

do_files() {
  [ -d "$STATE/deployed.files/" ] || exit "$UNKNOWN"
  tar -C "$STATE/deployed.files/" -cf - . | base64 # as text: not everything that carries it leaves bytes alone
}

do_logs() {
  if [ "${1-}" = last ]; then
    get "$STATE/last" id || exit "$UNKNOWN"
    set -- "$value"
  fi
  need_id "${1-}"
  if has_systemd; then
    journalctl --quiet --no-pager -o cat _SYSTEMD_UNIT="studio-cdk-$id.service" + _SYSTEMD_UNIT="studio-cdk-undo-$id.service"
  else
    cat "$here/log" 2>/dev/null || exit "$UNKNOWN"
  fi
}

main "$@"
