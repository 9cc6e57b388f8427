#!/bin/sh
# studio-cdk probe: tells what a machine says about its realtime tuning. It changes nothing, and has no opinion.
#
#   sh -s -- [ACCOUNT...] [sysctl=NAME...] <probe.sh
#
# It runs in dash, busybox and bash, as anybody: what only root sees is named under «unseen». Without an ACCOUNT it looks for those who
# seem to make music here. Answers are sections between lines with a mark that whoever calls may put in front of this script
# (`MARK=…`), so that nothing the machine says looks like one. The last line is `MARK end`: without it, the answer was cut.
#
# It is fast because it starts few programs: files are read many at a time, each line behind its path. It does not hang: no network
# file system is touched, and what talks to a daemon has a time limit, where the machine has a program for that.
set -uf
: "${MARK:=@}"
LC_ALL=C
PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-/usr/local/bin}
export LC_ALL PATH
unset GREP_OPTIONS GREP_COLOR GREP_COLORS IFS
MOST_ACCOUNTS=64

section() { printf '%s %s\n' "$MARK" "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }
# Every line of many files, as PATH:LINE. The list may be longer than a command line.
tell() { printf '%s\n' "$@" | xargs grep -sH ''; }
# Kills what does not end by itself.
within() {
  if [ "$can_limit" ]; then timeout -s KILL "$@"; else shift && "$@"; fi
}
# as ACCOUNT PROGRAM…: root goes through PAM as a login does, but into no login shell: nobody's start-up files are read.
as() {
  whom=$1 && shift
  if [ "$whom" = "$me" ]; then within 5 "$@"; else within 5 runuser -u "$whom" -- "$@"; fi
}

main() {
  cd /
  can_limit=
  if timeout -s KILL 5 true 2>/dev/null; then can_limit=1; fi
  # Names may be on another computer, numbers are not.
  self=$(within 3 id) || self=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/uid=\1/p' /proc/self/status)
  uid=${self#uid=} && uid=${uid%%[!0-9]*}
  me=$uid # whoever has no account has no name
  case $self in "uid=$uid("*) me=${self#*\(} && me=${me%%\)*} ;; esac

  printf '%s\n' "studio-cdk-probe 1 $MARK"
  section self
  printf '%s\n' "$self" "time $(date +%s)" "arch $(uname -m)"
  processes=$(processes)
  # What daemons say takes longest, so it is asked for while the files are read; those go straight out, by descriptor 3.
  exec 3>&1
  daemons=$(daemons & everything_else "$@" >&3)
  printf '%s\n' "$daemons"
  section end
}

everything_else() {
  section processes
  printf '%s\n' "$processes"
  section threads
  realtime_threads
  section files
  files "$@"
  section usb
  usb
  section cards
  cards
  section config
  config
  section groups
  grep -s '^audio:' /etc/group
  section nixos
  nixos
  section accounts
  awk -F: 'NR <= 4096 { print $3, $1 }' /etc/passwd 2>/dev/null
  section tools
  for tool in cyclictest stress-ng chrt; do if has "$tool"; then echo "$tool"; fi; done
  section virtualization
  virtualization
  if [ "$uid" = 0 ] || [ -r /dev/cpu_dma_latency ]; then
    section dma # opening it asks for nothing by itself
    od -An -td4 -N4 /dev/cpu_dma_latency 2>/dev/null
  fi
  section unseen
  unseen
  musicians "$@"
}

daemons() {
  if [ -d /run/systemd/system ] && has systemctl; then
    section units
    units
  fi
  # One of each for an account: PipeWire's filters are called the same.
  printf '%s\n' "$processes" | awk '
    $3 ~ /^(pipewire|\.pipewire-wrapp.*)$/ { kind = "pipewire" }
    $3 ~ /^(jackd|jackdbus|jackdmp|\.jackd-wrapped|\.jackdbus-wrapp.*)$/ { kind = "jack" }
    kind && !asked[kind, $2]++ { print kind, $0 }
    { kind = "" }' | while read -r server; do
    # shellcheck disable=SC2086 # words
    sound_server $server
  done
}

# --- processes ------------------------------------------------------------------------------------------------------

# PID UID NAME of each that has memory: the kernel's own threads, and those that are dead, have none.
processes() {
  set +f
  printf '%s\n' /proc/[0-9]*/status | xargs grep -shE '^(Name|Pid|Uid|VmSize):' | awk -F '\t' '
    $1 == "Name:" { name = substr($0, 7) }
    $1 == "Pid:" { pid = $2 }
    $1 == "Uid:" { uid = $2 }
    $1 == "VmSize:" && seen++ < 20000 { print pid, uid, name }'
}

# The 18th field, the kernel's own priority, is below zero for those with a realtime class.
realtime_threads() {
  set +f
  printf '%s\n' /proc/[0-9]*/task/[0-9]*/stat | xargs grep -sHE '\) [A-Za-z]( -?[0-9]+){14} -[0-9]'
  set -f
}

# --- files ----------------------------------------------------------------------------------------------------------

files() {
  set +f
  cpu=/sys/devices/system/cpu
  kernel=/proc/sys/kernel
  tell /proc/cmdline /proc/uptime /proc/swaps /proc/self/mounts \
    $kernel/osrelease $kernel/version $kernel/hostname $kernel/random/boot_id \
    /etc/os-release /sys/kernel/realtime /sys/kernel/debug/sched/preempt \
    $cpu/present $cpu/online $cpu/isolated $cpu/nohz_full $cpu/smt/control $cpu/vulnerabilities/* \
    $cpu/cpu[0-9]*/cpufreq/scaling_driver $cpu/cpu[0-9]*/cpufreq/scaling_governor \
    $cpu/cpu[0-9]*/cpufreq/scaling_available_governors $cpu/cpu[0-9]*/cpufreq/scaling_m[ai][xn]_freq \
    $cpu/cpu[0-9]*/cpufreq/cpuinfo_max_freq $cpu/cpu[0-9]*/cpufreq/energy_performance_preference \
    $cpu/cpu[0-9]*/power/energy_perf_bias \
    $cpu/cpuidle/current_driver $cpu/cpu0/cpuidle/state*/name $cpu/cpu0/cpuidle/state*/latency $cpu/cpu0/cpuidle/state*/disable \
    /sys/devices/system/clocksource/clocksource0/*_clocksource /sys/class/rtc/rtc0/max_user_freq \
    /sys/kernel/mm/transparent_hugepage/enabled \
    /sys/module/usbcore/parameters/autosuspend /sys/module/snd_hda_intel/parameters/power_save \
    /sys/kernel/irq/*/actions /proc/irq/*/smp_affinity_list /proc/irq/*/effective_affinity_list \
    /proc/asound/cards /proc/asound/modules /proc/asound/card[0-9]*/pcm*/sub*/hw_params /proc/asound/card[0-9]*/pcm*/sub*/status \
    /sys/class/sound/card[0-9]*/id /sys/class/sound/card[0-9]*/device/uevent
  sysctls "$@" | xargs grep -sH ''
  # All clocks are one read there; here, some kernels pause for each CPU.
  clocks=$(grep -sHE '^(processor|cpu MHz|model name)' /proc/cpuinfo)
  case $clocks in *MHz*) ;; *) tell $cpu/cpu[0-9]*/cpufreq/scaling_cur_freq ;; esac
  printf '%s\n' "$clocks"
  set -f
}

sysctls() {
  for name in vm/swappiness vm/dirty_ratio vm/dirty_background_ratio vm/dirty_bytes vm/dirty_background_bytes vm/max_map_count \
    vm/nr_hugepages vm/stat_interval fs/inotify/max_user_watches fs/file-max kernel/sched_rt_runtime_us kernel/sched_rt_period_us \
    kernel/nmi_watchdog kernel/watchdog kernel/timer_migration kernel/numa_balancing kernel/sched_autogroup_enabled \
    dev/hpet/max-user-freq; do
    printf '%s\n' "/proc/sys/$name"
  done
  for word in "$@"; do
    case $word in
      *..* | *[!0-9A-Za-z_.=-]*) ;;
      sysctl=?*) printf '%s\n' "${word#*=}" | tr . / | sed 's|^|/proc/sys/|' ;;
    esac
  done
}

usb() {
  set +f
  devices=/sys/bus/usb/devices
  tell $devices/*/idVendor $devices/*/idProduct $devices/*/manufacturer $devices/*/product $devices/*/speed $devices/*/power/control \
    $devices/*/bInterfaceClass
  set -f
}

# INDEX and where its device hangs, and behind «irqs» the interrupts of that, or of the controller above it.
cards() {
  set +f
  for card in /sys/class/sound/card[0-9]*; do
    cd -P "$card/device" 2>/dev/null || continue
    index=${card##*/card}
    printf '%s %s\n' "$index" "$PWD"
    above=$PWD
    until [ -z "$above" ] || [ -e "$above/msi_irqs" ] || [ -e "$above/irq" ]; do above=${above%/*}; done
    if [ -e "$above/msi_irqs" ]; then
      printf '%s irqs' "$index"
      for irq in "$above"/msi_irqs/[0-9]*; do printf ' %s' "${irq##*/}"; done
      echo
    elif read -r irq 2>/dev/null <"$above/irq"; then
      printf '%s irqs %s\n' "$index" "$irq"
    fi
  done
  cd /
  set -f
}

config() {
  lines='^(# )?CONFIG_(HZ|HZ_[0-9]+|PREEMPT[A-Z_]*|HIGH_RES_TIMERS|NO_HZ[A-Z_]*|RT_GROUP_SCHED|IRQ_FORCED_THREADING|RCU_NOCB_CPU|RCU_BOOST|SND_HRTIMER|SND_PCM_XRUN_DEBUG|CPU_FREQ_DEFAULT_GOV_[A-Z]+|CPU_ISOLATION|TRANSPARENT_HUGEPAGE[A-Z_]*)[= ]'
  if [ -r /proc/config.gz ]; then
    gzip -dc </proc/config.gz | grep -E "$lines"
    return
  fi
  read -r release 2>/dev/null </proc/sys/kernel/osrelease || release=unknown
  for file in /run/booted-system/kernel-modules/config "/boot/config-$release" "/lib/modules/$release/config"; do
    if [ -r "$file" ]; then
      grep -E "$lines" "$file"
      return
    fi
  done
}

# What was booted and what is current, of those parts that only a boot exchanges.
nixos() {
  [ -e /run/booted-system ] && [ -e /run/current-system ] || return
  for part in kernel kernel-modules; do
    printf '%s %s\n' "booted-$part" "$(readlink -f "/run/booted-system/$part")" "current-$part" "$(readlink -f "/run/current-system/$part")"
  done
  printf 'current %s\n' "$(readlink -f /run/current-system)"
  tell /run/booted-system/kernel-params /run/current-system/kernel-params
}

virtualization() {
  if has systemd-detect-virt; then
    within 2 systemd-detect-virt 2>/dev/null
  elif [ -e /.dockerenv ] || [ -e /run/.containerenv ]; then
    echo container
  else
    grep -m 1 '^flags' /proc/cpuinfo 2>/dev/null | sed 's/.* hypervisor\( .*\)*$/vm/; s/^flags.*/none/'
  fi
}

unseen() {
  [ "$uid" != 0 ] || return
  if [ -d /sys/kernel/debug ] && [ ! -x /sys/kernel/debug ]; then echo kernel.preemptInForce; fi
  if [ -e /dev/cpu_dma_latency ] && [ ! -r /dev/cpu_dma_latency ]; then echo dmaLatency; fi
  read -r release 2>/dev/null </proc/sys/kernel/osrelease || release=unknown
  if [ ! -r /proc/config.gz ] && [ -e "/boot/config-$release" ] && [ ! -r "/boot/config-$release" ]; then echo kernel.config; fi
}

# --- daemons --------------------------------------------------------------------------------------------------------

units() {
  within 3 systemctl show -p Id -p LoadState -p ActiveState -p UnitFileState \
    irqbalance.service tlp.service auto-cpufreq.service power-profiles-daemon.service tuned.service tuned-ppd.service thermald.service \
    cpupower.service cpufreq.service ondemand.service rtirq.service das_watchdog.service das-watchdog.service rtkit-daemon.service \
    jack.service packagekit.service earlyoom.service systemd-oomd.service ananicy.service ananicy-cpp.service gamemoded.service \
    nixos-upgrade.timer apt-daily.timer apt-daily-upgrade.timer plocate-updatedb.timer updatedb.timer fstrim.timer nix-gc.timer \
    nix-optimise.timer btrbk.timer docker.service libvirtd.service snapd.service dnf-makecache.timer 2>/dev/null
}

# sound_server pipewire|jack PID UID NAME
sound_server() {
  owner=$3
  account=$me
  [ "$owner" = "$uid" ] || account=$(account_of "$owner")
  section "$1" "$2" "${account:-$owner}"
  words=$(words_of "/proc/$2/cmdline")
  printf '%s\n' "$words" | sed 's/^/word /'
  variables=$(words_of "/proc/$2/environ") # not of others, but for root
  promiscuous=$(value_of JACK_PROMISCUOUS_SERVER)
  promiscuous=${promiscuous:-${JACK_PROMISCUOUS_SERVER:-}}

  # Whose programs are asked: the owner's, or ours where the server is there for everybody.
  asker=$account
  if [ "$owner" != "$uid" ]; then
    if [ "$1" = pipewire ] && [ "$uid" != 0 ] && [ -w /run/pipewire/pipewire-0 ]; then
      asker=$me
    elif [ "$1" = jack ] && [ "$uid" != 0 ] && [ "$promiscuous" ]; then
      asker=$me
    elif [ "$uid" != 0 ] || [ ! "$account" ] || ! has runuser; then
      return
    fi
  fi
  runtime=${XDG_RUNTIME_DIR:-}
  bus=${DBUS_SESSION_BUS_ADDRESS:-}
  [ "$owner" = "$uid" ] && [ "$runtime" ] || runtime=/run/user/$owner
  [ "$owner" = "$uid" ] && [ "$bus" ] || bus=unix:path=$runtime/bus
  ask=$ask_jack
  if [ "$1" = pipewire ]; then
    ask=$ask_pipewire
    is_socket "$runtime/pipewire-0" || runtime=$(value_of XDG_RUNTIME_DIR)
    is_socket "$runtime/pipewire-0" || runtime=/run/pipewire
  fi
  # `-n NAME` in front of the driver.
  server=$(printf '%s\n' "$words" | awk '
    /^(-d|--driver)/ { exit }
    last ~ /^(-n|--name)$/ { print; exit }
    /^(-n|--name=)./ { sub(/^(-n|--name=)/, ""); print; exit }
    { last = $0 }')
  # Their own settings are in a home that may be far away. And nothing here may start a server.
  set -- "$4" HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent XDG_RUNTIME_DIR="$runtime" DBUS_SESSION_BUS_ADDRESS="$bus" \
    JACK_NO_START_SERVER=1 JACK_DEFAULT_SERVER="${server:-default}" PATH="$PATH:/etc/profiles/per-user/$asker/bin"
  [ ! "$promiscuous" ] || set -- "$@" JACK_PROMISCUOUS_SERVER="$promiscuous"
  name=$1 && shift
  as "$asker" env "$@" sh -c "$ask" sh "$name" 2>/dev/null
}

# A folder that somebody chose may be a file system that does not answer.
is_socket() { within 1 test -S "$1"; }
words_of() { { within 1 tr '\0' '\n' <"$1" | head -n 1000; } 2>/dev/null; }
value_of() { printf '%s\n' "$variables" | sed -n "s/^$1=//p" | head -n 1; }

account_of() {
  name=$(awk -F: -v uid="$1" '$3 == uid { print $1; exit }' /etc/passwd 2>/dev/null)
  [ "$name" ] || name=$(within 1 getent passwd "$1" 2>/dev/null | cut -d : -f 1)
  printf %s "$name"
}

# pw-top waits a second where no cycle goes by; it knows more than the list of nodes only while one does.
# shellcheck disable=SC2016
ask_pipewire='
  pw-metadata -n settings 0 | sed "s/^/setting /"
  pw-cli info 0 | sed -n "s/^[[:space:]]*version: /version /p"
  nodes=$(pw-dump Node | grep -E "^(    \"(id|type)\":|      \"state\":|        \"(node\.name|node\.driver|node\.latency|media\.class)\":)" | head -n 20000)
  printf "%s\n" "$nodes" | sed "s/^/node /"
  case $nodes in *"\"running\""*) pw-top -b -n 2 | head -n 4000 | sed "s/^/top /" ;; esac'

# Each waits a quarter of a second when it leaves, so they go together.
# shellcheck disable=SC2016
ask_jack='
  jack_bufsize | sed "s/^/frames /" &
  jack_samplerate | sed "s/^/rate /" &
  case $1 in *jackdbus*) dbus-send --session --print-reply --reply-timeout=1000 --dest=org.jackaudio.service /org/jackaudio/Controller org.jackaudio.JackControl.GetXruns | sed "s/^/xruns /" & ;; esac
  ports=$(jack_lsp) && all=1
  wait
  [ ! "${all:-}" ] || echo "ports told"
  printf "%s\n" "$ports" | head -n 4000 | sed "s/^/port /"'

# --- those who make music -------------------------------------------------------------------------------------------

musicians() {
  given=
  for word in "$@"; do case $word in *=*) ;; *) given="$given $word" ;; esac; done
  [ "$given" ] || given=$(likely_musicians)
  count=0
  for name in $given; do
    case $name in -* | *[!0-9A-Za-z_.@-]*) continue ;; esac
    count=$((count + 1))
    [ $count -le $MOST_ACCOUNTS ] || break
    section musician "$name"
    if account=$(within 2 id "$name" 2>/dev/null); then
      printf '%s\n' "$account"
      number=${account#uid=} && number=${number%%[!0-9]*}
      musician "$name" "$number"
    fi
  done
}

# Ourselves; for root those who are logged in, and whom the group audio was given.
likely_musicians() {
  {
    [ "$uid" = 0 ] || printf '%s\n' "$me"
    sed -n 's/^audio:[^:]*:[^:]*://p' /etc/group 2>/dev/null | tr ',' '\n'
    [ "$uid" != 0 ] || for number in $(printf '%s\n' "$processes" | awk '$2 >= 1000 && $2 < 60000 && !seen[$2]++ { print $2 }'); do
      account_of "$number" && echo
    done
  } | awk '!seen[$0]++ && NF' | head -n 8
}

# What limits.conf does not name is handed down. We may be root by the sudo of a musician, whose rights are not everybody's.
login() {
  unlike=
  if has prlimit; then
    unlike='prlimit --rtprio=0'
    # shellcheck disable=SC3045 # dash and busybox have it as well
    [ "$(ulimit -H -l 2>/dev/null)" != unlimited ] || unlike="$unlike --memlock=8388608"
  fi
  # shellcheck disable=SC2086 # words
  within 3 $unlike runuser -u "$1" -- sh -c "$look" 2>/dev/null
}

musician() {
  if [ "$1" = "$me" ]; then
    echo from self
    sh -c "$look"
  elif [ "$uid" = 0 ] && has runuser && session=$(login "$1") && [ "$session" ]; then
    echo from login
    printf '%s\n' "$session"
  else
    # The latest of its processes, which root's own daemons did not start in a session of their own.
    pid=$(printf '%s\n' "$processes" | awk -v uid="$2" '$2 == uid && $3 != "systemd" && $3 != "(sd-pam)" { pid = $1 } END { print pid }')
    if [ "$pid" ]; then
      echo from process
      grep -s '^Max ' "/proc/$pid/limits"
    fi
  fi
}

# shellcheck disable=SC2016
look='
  grep "^Max " /proc/self/limits
  if command -v chrt >/dev/null 2>&1; then if chrt -f 80 true 2>/dev/null; then echo realtime yes; else echo realtime no; fi; fi
  if [ -e /dev/cpu_dma_latency ]; then if [ -w /dev/cpu_dma_latency ]; then echo dma yes; else echo dma no; fi; fi'

main "$@" </dev/null
exit 0
