#!/bin/sh
# Measures how late this machine wakes up realtime threads, and says so on its standard output.
#
#   measure.sh PRIORITY INTERVAL SECONDS BUCKETS AS-IT-IS LOAD PATIENCE
#
# PRIORITY   of SCHED_FIFO, 1 to 99
# INTERVAL   µs between two wake-ups of a thread
# BUCKETS    latencies of so many µs and more are not told apart
# AS-IT-IS   yes: power management is left as it is; no: it is held awake, as cyclictest does by itself
# LOAD       yes: other work goes on meanwhile (stress-ng)
# PATIENCE   seconds without a word after which nobody is there any more
#
# Whoever asked for it writes a line to the standard input every second or so. When that ends, when no line comes for PATIENCE seconds, on
# a signal, and when the time is over, everything that was started ends, and the temporary folder goes. Nothing is left at a realtime priority.
#
# It needs no root where the user may have realtime priorities. It changes nothing on the machine.
#
# Lines that it says: `fact KEY VALUE`, `before …` and `after …` (the counters of the audio server), `began`, `json …` or `text …` (the result),
# `note WORD …`, `problem WORD …`, and `done` as the last one, where it is whole.

set -u
export LC_ALL=C
PATH=$PATH:/run/current-system/sw/bin:/run/wrappers/bin:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin
umask 077
# shellcheck disable=SC3045 # where it is not known, a program that crashes leaves a file: no harm
ulimit -c 0 2>/dev/null

priority=$1 interval=$2 seconds=$3 buckets=$4 as_it_is=$5 load=$6 patience=$7

# The disk part of the load, and what has to be free before it begins, in MB.
DISK=64 DISK_FREE=256
# What else takes time: starting, asking the audio server, tidying up.
SLACK=60

folder='' disk='' listener='' guardian='' measuring='' loading='' pin='' mine='' seen=''

say() { printf '%s\n' "$*"; }
problem() {
  say "problem $*"
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }
file() { [ ! -r "$1" ] || tr '\n\0' '  ' <"$1" 2>/dev/null; }
fact() { [ -z "$2" ] || say "fact $1 $2"; }

# --- the end, however it comes ---------------------------------------------------------------------------------------------------------------

leave() {
  code=$?
  trap '' TERM INT HUP PIPE
  trap - EXIT
  end "$measuring"
  end "$loading"
  [ -z "$listener" ] || kill "$listener" 2>/dev/null
  [ -z "$disk" ] || rm -rf -- "$disk"
  [ -z "$folder" ] || rm -rf -- "$folder"
  [ -z "$guardian" ] || kill "$guardian" 2>/dev/null
  exit "$code"
}

# Asked first, forced after two seconds.
end() {
  [ -n "$1" ] || return 0
  kill -s TERM "$1" 2>/dev/null || return 0
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -s 0 "$1" 2>/dev/null && running "$1" || return 0
    sleep 0.1
  done
  kill -s KILL "$1" 2>/dev/null
}

# A child of ours that is gone, but that we have not waited for, can still be signalled.
running() { [ -e "/proc/$1/stat" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }

# Somebody else has to see to the end when this shell is killed, which no trap hears of. It has a session of its own, for whoever kills us kills
# our group.
guard() {
  if has setsid; then set -- setsid sh; else set -- sh; fi
  # shellcheck disable=SC2016 # it is a program of its own
  "$@" -c '
    main=$1 folder=$2 limit=$3 patience=$4 seconds=0 quiet=0 last=
    while sleep 1; do
      [ -d "$folder" ] || exit 0
      kill -s 0 "$main" 2>/dev/null || break
      seconds=$((seconds + 1)) quiet=$((quiet + 1))
      beat=$(cat "$folder/beat" 2>/dev/null)
      [ "$beat" = "$last" ] || quiet=0
      last=$beat
      if [ "$seconds" -ge "$limit" ] || [ "$quiet" -ge "$patience" ]; then
        kill -s TERM "$main" 2>/dev/null
        sleep 6
        kill -s KILL "$main" 2>/dev/null
        break
      fi
    done
    for signal in TERM KILL; do
      for pid in $(cat "$folder/pids" 2>/dev/null); do kill -s "$signal" "$pid" 2>/dev/null; done
      [ "$signal" = KILL ] || sleep 1
    done
    rm -rf -- "$(readlink "$folder/disk")" "$folder"
  ' guardian "$$" "$folder" "$((seconds + SLACK))" "$patience" </dev/null >/dev/null 2>&1 3<&- &
  guardian=$!
}

# Hears whether somebody is still there.
listen() {
  beats=0
  while read -r _; do
    beats=$((beats + 1))
    echo "$beats" >"$folder/beat"
  done
  kill -s TERM "$$" 2>/dev/null
}

# Where a few kB can be written also when the disk is full.
temporary() {
  for place in "${XDG_RUNTIME_DIR:-}" /dev/shm /run /tmp /var/tmp; do
    if [ -z "$place" ] || [ ! -d "$place" ] || [ ! -w "$place" ]; then continue; fi
    folder=$(mktemp -d "$place/cdk-measure.XXXXXXXX" 2>/dev/null) || continue
    dd if=/dev/zero of="$folder/try" bs=1024 count=512 2>/dev/null && rm -f "$folder/try" && return 0
    rm -rf -- "$folder"
    folder=''
  done
  problem disk-full
}

# --- what the machine is ---------------------------------------------------------------------------------------------------------------------

describe() {
  fact hostname "$(file /proc/sys/kernel/hostname)"
  fact os "$(uname -s)"
  fact kernel "$(uname -r)"
  fact kernel-version "$(uname -v)"
  fact parameters "$(file /proc/cmdline)"
  fact realtime "$(file /sys/kernel/realtime)"
  fact cpu-model "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
  fact uid "$(id -u)"
  fact online "$(file /sys/devices/system/cpu/online)"
  fact present "$(file /sys/devices/system/cpu/present)"
  system=$(readlink -f /run/current-system 2>/dev/null)
  [ -e /run/current-system ] || system=''
  fact system "$system"
  fact generation "$(generation "$system")"
}

# The number of the generation that runs: the newest that is this system.
generation() {
  [ -n "$1" ] || return 0
  for link in /nix/var/nix/profiles/system-*-link; do
    [ "$(readlink -f "$link")" != "$1" ] || say "$link"
  done | sed -n 's/.*system-\([0-9][0-9]*\)-link$/\1/p' | sort -n | tail -n 1
}

# Twice, so that a reboot and a clock that jumps show.
clocks() {
  fact "boot-$1" "$(file /proc/sys/kernel/random/boot_id)"
  fact "uptime-$1" "$(cut -d ' ' -f 1 /proc/uptime 2>/dev/null)"
  fact "clock-$1" "$(date +%s)"
}

# --- the audio server's own counters ---------------------------------------------------------------------------------------------------------

counters() {
  for place in /run/user/* "${XDG_RUNTIME_DIR:-/nowhere}"; do
    owner=$(stat -c %u "$place" 2>/dev/null) || continue
    case " $seen " in *" $place "*) continue ;; esac
    seen="$seen $place"
    case $(id -u) in "$owner" | 0) ;; *) continue ;; esac
    if [ -S "$place/pipewire-0" ] && has pw-top; then
      as "$owner" "$place" pw-top -b -n 2 2>&1 | head -n 500 | quoted "$1 pw-top $owner"
    fi
    if runs jackdbus "$owner" && has dbus-send; then
      for question in IsStarted GetXruns; do
        as "$owner" "$place" dbus-send --session --print-reply=literal --dest=org.jackaudio.service \
          /org/jackaudio/Controller "org.jackaudio.JackControl.$question" 2>&1 | head -n 5 | quoted "$1 jackdbus $owner"
      done
    fi
  done
}

# Names of programs and of sound cards are among it. None of them begins a line of its own, which would be one of ours, nor does any fill the way.
quoted() { head -c 262144 | tr '\r' ' ' | awk -v before="$1" '{ print before, $0 }'; }

# As the user whose server it is, with no more rights than theirs.
as() {
  owner=$1 place=$2
  shift 2
  bus=${DBUS_SESSION_BUS_ADDRESS:-}
  [ "$owner" = "$(id -u)" ] && [ -n "$bus" ] || bus=unix:path=$place/bus
  set -- env XDG_RUNTIME_DIR="$place" DBUS_SESSION_BUS_ADDRESS="$bus" timeout 5 "$@"
  [ "$owner" = "$(id -u)" ] || set -- setpriv --reuid="$owner" --regid="$(stat -c %g "$place")" --clear-groups "$@"
  "$@" </dev/null
}

runs() {
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" != "$1" ] || [ "$(stat -c %u "$process" 2>/dev/null)" != "$2" ] || return 0
  done
  return 1
}

# --- other work ------------------------------------------------------------------------------------------------------------------------------

start_load() {
  has stress-ng || problem no-stress-ng
  for place in /var/tmp /tmp; do
    if [ ! -d "$place" ] || [ ! -w "$place" ]; then continue; fi
    free=$(df -Pk "$place" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')
    [ "${free:-0}" -ge "$DISK_FREE" ] || continue
    room=$place
    break
  done
  [ -n "${room:-}" ] || problem no-room "$DISK_FREE"
  disk=$(mktemp -d "$room/cdk-load.XXXXXXXX") || problem no-room "$DISK_FREE"
  ln -s "$disk" "$folder/disk"
  memory=$(awk '/^MemAvailable:/ { m = int($2 / 1024 / 8); print (m > 512 ? 512 : m < 16 ? 16 : m) }' /proc/meminfo 2>/dev/null)
  # The time limit is its own, should everybody else be gone.
  nice -n 10 stress-ng --quiet --timeout "$((seconds + 30))" --temp-path "$disk" \
    --cpu 0 --vm 1 --vm-bytes "${memory:-64}m" --hdd 1 --hdd-bytes "${DISK}m" --sock 1 --sock-port "$((30000 + $$ % 20000))" \
    </dev/null >"$folder/load" 2>&1 3<&- &
  loading=$!
  echo "$loading" >>"$folder/pids"
  sleep 1
  still_loading
}

still_loading() {
  running "$loading" || problem load-ended "$(head -n 1 "$folder/load")"
}

# --- the measurement -------------------------------------------------------------------------------------------------------------------------

# CPUs that our threads can be on: isolated ones too, which are not among those that a program begins with.
cpus() {
  all=$(file /sys/devices/system/cpu/online | tr -d ' ')
  if has taskset && [ -n "$all" ]; then
    mine=$(taskset -c "$all" sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status 2>/dev/null)
    [ -z "$mine" ] || pin="taskset -c $mine"
  fi
  say "${mine:-$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)} $pin"
}

# `0-3,6` are 5.
count() { say "$1" | tr ',' '\n' | awk -F - '{ n += (NF == 2 ? $2 - $1 : 0) + 1 } END { print n + 0 }'; }

run() {
  # One arena: each thread would lock 16 MB of its own otherwise.
  # shellcheck disable=SC2086 # words of ours
  MALLOC_ARENA_MAX=1 $pin "$@" </dev/null >"$folder/out" 2>"$folder/err" 3<&- &
  measuring=$!
  echo "$measuring" >>"$folder/pids"
  wait "$measuring"
  code=$?
  measuring=''
  return "$code"
}

measure() {
  usage=$(cyclictest --help 2>&1)
  supports() { case $usage in *"$1"*) ;; *) return 1 ;; esac }
  fact version "$(say "$usage" | sed -n 's/^cyclictest V \([^ ]*\).*/\1/p' | head -n 1)"
  set -- cyclictest -q -t "$(count "$list")" -a "$list" -p "$priority" -i "$interval" -D "${seconds}s" -h "$buckets"
  if [ "$as_it_is" = yes ]; then
    supports --default-system || problem too-old
    set -- "$@" --default-system
  fi
  format=text
  if supports --json; then
    format=json
    set -- "$@" "--json=$folder/result"
  fi
  say began
  if ! run "$@" -m; then
    grep -q '^mlockall' "$folder/err" || fail
    say note unlocked
    run "$@" || fail
  fi
  [ "$format" = json ] || cp "$folder/out" "$folder/result" || problem disk-full
  # Of the older format, empty buckets and the list of what lay above them stay here.
  sed -E -e '/^[0-9]+([[:space:]]+0+)+[[:space:]]*$/d' -e '/^# Thread /d' -e 's/^ */'"$format"' /' "$folder/result" || problem disk-full
  say '' # a result that was cut off has no end of its last line
}

fail() {
  if grep -q 'Unable to change scheduling policy\|sched_setscheduler' "$folder/err"; then
    problem refused "$(sed -n 's/^Max realtime priority *\([^ ]*\).*/\1/p' /proc/self/limits 2>/dev/null)"
  fi
  problem failed "$(grep -v '^WARN' "$folder/err" "$folder/out" -h | head -n 1)"
}

# --- all of it -------------------------------------------------------------------------------------------------------------------------------

[ "$(uname -s)" = Linux ] || problem no-linux "$(uname -s)"
trap leave EXIT
trap 'exit 143' TERM INT HUP PIPE
exec 3<&0 </dev/null
temporary
echo 0 >"$folder/beat"
listen <&3 >/dev/null 2>&1 &
listener=$!
guard
exec 3<&-

describe
has cyclictest || problem no-cyclictest
read -r list pin <<LIST
$(cpus)
LIST
fact cpus "$list"
counters before
[ "$load" != yes ] || start_load
clocks before
measure
clocks after
[ "$load" != yes ] || still_loading
end "$loading"
loading=''
seen=''
counters after
say 'done'
