#!/bin/sh
# studio: starts the programs of a studio that is written down as a flake, on any Linux, without administrator rights.
# Stands beside the studio's flake.nix, or alone with --flake or STUDIO_FLAKE. Needs a POSIX shell; `studio --help` says the rest.
#
# What happens in `studio run ardour`: find the flake, find Nix, let Nix build the program, then become
# bwrap (which hides this system's own plugins) -> nix run -> Ardour. Nothing of this script stays behind. What is
# written goes into Nix's store, and into flake.lock where there is none yet; no setting of yours is changed.
#
# Words are never taken apart: the arguments of a program travel in "$@" alone. A function whose first argument is
# called «verb» puts words in front of a command and hands the whole to that verb; the last verb acts on it.
set -u

STUDIO_VERSION=0.1.0

# Ranges such as [a-z] mean other things in other languages; this means the same everywhere.
LETTERS=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ
WORD=${LETTERS}0123456789_

FAILED=1 MISUSED=2 NO_NIX=3 NO_STUDIO=4 NO_PROGRAM=5

help() {
  cat <<'END'
studio: the programs of this studio, with all of their plugins

  studio list                          shows the programs
  studio run PROGRAM… [-- ARGUMENT…]   starts one program, or several at once; arguments go to the last one
  studio shell [-- COMMAND…]           opens a shell (or runs a command) that sees the studio's plugins
  studio doctor [--plugins]            looks at this computer; with --plugins also that every plugin is found (slow)
  studio update [REVISION]             moves to the newest packages, or to a revision of nixpkgs

  --flake REF           the studio: a folder, or an address (github:…, git+https://…?rev=…); also STUDIO_FLAKE
  --with-host-plugins   leaves this system's own plugins visible; built for other libraries, they may crash programs
  --nix-portable WHERE  uses nix-portable instead of Nix: a file, or an https address with --sha256; also STUDIO_NIX_PORTABLE
  --sha256 HEX          what the nix-portable file must hash to; also STUDIO_NIX_PORTABLE_SHA256
  --yes                 answers yes to questions
  --dry-run             prints the commands instead of running them
  --help, --version

Exit codes: 0 fine, 1 Nix or a check failed, 2 the call makes no sense, 3 no Nix, 4 no studio, 5 no such program.
`studio run` and `studio shell` end with the code of what they ran.
END
}

main() {
  action='' programs='' revision='' plugins='' hide=yes yes='' dry=''
  flake=${STUDIO_FLAKE:-} portable=${STUDIO_NIX_PORTABLE:-} sha256=${STUDIO_NIX_PORTABLE_SHA256:-}
  while [ $# -gt 0 ]; do
    case $1 in
      --) break ;;
      --flake | --nix-portable | --sha256)
        [ -n "${2:-}" ] || misused "$1 wants a word after it."
        set_option "$1" "$2"
        shift
        ;;
      --flake=?* | --nix-portable=?* | --sha256=?*) set_option "${1%%=*}" "${1#*=}" ;;
      --with-host-plugins) hide='' ;;
      --plugins) plugins=yes ;;
      --yes) yes=yes ;;
      --dry-run) dry=yes ;;
      -h | --help) help && exit ;;
      --version) echo "studio $STUDIO_VERSION" && exit ;;
      -*) misused "There is no option «$1». An option for a program comes after «--»: studio run PROGRAM -- $1" ;;
      *) take_word "$1" ;;
    esac
    shift
  done
  case $action in
    run | shell) ;;
    '')
      help >&2
      exit "$MISUSED"
      ;;
    *) [ $# -eq 0 ] || misused "«studio $action» passes nothing on, so there is nothing to put after «--»." ;;
  esac
  [ -z "$plugins" ] || [ "$action" = doctor ] || misused "--plugins belongs to «studio doctor»."
  [ $# -eq 0 ] || shift # the «--» itself
  "do_$action" "$@"
}

set_option() {
  case $1 in
    --flake) flake=$2 ;;
    --nix-portable) portable=$2 ;;
    --sha256) sha256=$2 ;;
  esac
}

take_word() {
  case $action:$1 in
    :list | :run | :shell | :doctor | :update) action=$1 ;;
    :*) misused "There is no command «$1». There are: list, run, shell, doctor, update." ;;
    run:) misused 'A program has a name.' ;;
    run:*[!"$WORD".+-]*) misused "«$1» is no program's name. What a program shall be given comes after «--»: studio run PROGRAM -- $1" ;;
    run:*) programs="$programs $1" ;;
    update:*)
      [ -z "$revision" ] || misused 'One revision is enough.'
      revision=$1
      ;;
    *) misused "«studio $action» has no use for «$1»." ;;
  esac
}

# --- the commands ----------------------------------------------------------------------------------------------------

do_list() {
  find_flake
  find_nix
  # shellcheck disable=SC2016 # ${name} is Nix
  lines='apps: builtins.concatStringsSep "" (map (name: name + "\t" + (apps.${name}.meta.description or "") + "\n")
    (builtins.filter (name: name != "default") (builtins.attrNames apps)))'
  if [ -n "$dry" ]; then
    evaluate act apps "$lines"
    return
  fi
  table=$(evaluate command apps "$lines") || fail "$FAILED" 'Nix could not read the studio; its words are above.'
  if [ -z "$table" ]; then
    say 'This studio has no programs.'
    return
  fi
  printf '%s\n' "$table" | while IFS='	' read -r name description; do
    printf "%-${description:+20}s%s\n" "$name" "${description:+ $description}"
  done
}

do_run() {
  [ -n "$programs" ] || misused 'Which program? For instance: studio run ardour. «studio list» shows all.'
  find_flake
  find_nix
  build_programs
  find_host_plugins
  for last in $programs; do :; done
  case $programs in
    ' '*' '*) run_together "$last" "$@" ;;
    *) run_program become_isolated "$last" "$@" ;;
  esac
}

# Built before anything is hidden: a Nix that builds by itself wants a namespace of its own, which some systems refuse
# to a program that is in one already.
build_programs() {
  set --
  for program in $programs; do
    attribute "$program"
    set -- "$@" "$ref#$attribute"
  done
  # shellcheck disable=SC2086 # nothing, or one option
  with_nix act build --no-link $locking "$@" && return
  for program in $programs; do
    must_exist "$program"
  done
  fail "$FAILED" "Nix could not get$programs ready; its words are above."
}

run_program() { # VERB PROGRAM ARGUMENT…
  verb=$1 program=$2
  shift 2
  attribute "$program"
  # shellcheck disable=SC2086 # nothing, or one option
  with_nix "$verb" run $locking "$ref#$attribute" -- "$@"
}

run_together() { # LAST ARGUMENT…
  running='' status=0 interrupted=''
  trap 'stop TERM' INT TERM
  trap 'stop HUP' HUP
  for program in $programs; do
    [ "$program" = "$1" ] || start "$program"
  done
  start "$@"
  for child in $running; do
    await "$child" || status=$?
  done
  exit "$status"
}

start() { # PROGRAM ARGUMENT…
  if [ -n "$dry" ]; then
    run_program become_isolated "$@"
  else
    run_program become_isolated "$@" </dev/null &
    running="$running $!"
  fi
}

stop() { # SIGNAL
  interrupted=yes
  for child in $running; do
    innermost "$child"
    kill -s "$1" "$innermost" 2>/dev/null
  done
}

# What runs inside of bwrap, which passes no signal on: a program that is asked to end shall save its work.
innermost() { # PROCESS
  innermost=$1
  while read -r name <"/proc/$innermost/comm" && [ "$name" = bwrap ]; do
    inside=''
    read -r inside _ <"/proc/$innermost/task/$innermost/children"
    [ -n "$inside" ] || break
    innermost=$inside
  done 2>/dev/null
}

# A signal to this script ends `wait` early, not the program.
await() { # PROCESS
  while :; do
    interrupted=''
    wait "$1"
    ended=$?
    [ -n "$interrupted" ] || return "$ended"
  done
}

do_shell() {
  find_flake
  find_nix
  # Built before anything is hidden, as programs are.
  # shellcheck disable=SC2086 # nothing, or one option
  [ -n "$dry" ] || with_nix command print-dev-env $locking "$ref" >/dev/null ||
    fail "$FAILED" 'Nix could not make the shell; its words are above.'
  find_host_plugins
  [ $# -eq 0 ] || set -- --command "$@"
  # shellcheck disable=SC2086 # nothing, or one option
  with_nix become_isolated develop $locking "$ref" "$@"
}

do_update() {
  find_flake
  find_nix
  [ -n "$folder" ] || update_address
  [ -w "$folder" ] || fail "$FAILED" "You may not write into $folder, and flake.lock must be written there."
  set -- flake update path:.
  nix_is_at_least 2 19 && set -- flake update --flake path:.
  case $revision in
    '') ;;
    *:*) set -- flake lock path:. --override-input nixpkgs "$revision" ;;
    *[!"$WORD"./-]*) misused "«$revision» is no revision of nixpkgs: 40 hexadecimal digits, a branch such as nixos-26.05, or a whole address." ;;
    *) set -- flake lock path:. --override-input nixpkgs "github:NixOS/nixpkgs/$revision" ;;
  esac
  before=$(cat "$folder/flake.lock" 2>/dev/null)
  # Nix itself says what moved, from where to where.
  { act cd "$folder" && with_nix act "$@"; } ||
    fail "$FAILED" 'Nix could not update; its words are above, and flake.lock is as it was.'
  if [ -n "$dry" ]; then
    return
  elif [ "$before" = "$(cat flake.lock 2>/dev/null)" ]; then
    echo 'Nothing has moved.'
  else
    echo "flake.lock is written: $folder/flake.lock"
  fi
}

# What is at an address cannot be written. What can be done: look again, and say how to stay on what is there now.
update_address() {
  [ -z "$revision" ] || misused "The packages of a studio at an address are chosen there. To use a revision of the studio: --flake '…?rev=REVISION'"
  case $ref in
    *[?\&]rev=*) fail "$MISUSED" "$ref names one revision, so there is nothing newer to look for. Leave out rev=… to follow the studio." ;;
  esac
  if [ -n "$dry" ]; then
    with_nix act flake metadata --refresh "$ref"
    exit
  fi
  old=$(locked_address)
  new=$(locked_address --refresh) || fail "$FAILED" "Nix could not look at $ref; its words are above."
  if [ "$old" = "$new" ]; then
    echo "Nothing has moved: $new"
  else
    printf '%s\n  -> %s\n' "${old:-(not seen before)}" "$new"
  fi
  echo 'To stay on this state from now on, give this address to --flake or STUDIO_FLAKE.'
  exit
}

locked_address() {
  answer=$(with_nix command flake metadata --no-write-lock-file "$@" "$ref") || return
  printf '%s\n' "$answer" | sed -n 's/^.*Locked URL:[^a-z]*//p'
}

# --- doctor ----------------------------------------------------------------------------------------------------------

do_doctor() {
  sick=''
  check_flake
  if look_for_nix; then
    good "$(with_nix command --version 2>/dev/null): $nix"
    check_nix
  else
    bad "There is no Nix. $(how_to_get_nix)"
  fi
  check_hiding
  check_limits
  check_groups
  check_sound
  check_graphics
  check_space
  [ -z "$plugins" ] || check_plugins
  [ -z "$sick" ] || exit "$FAILED"
}

good() { printf '✓ %s\n' "$*"; }
note() { printf '! %s\n' "$*"; }
bad() {
  printf '✗ %s\n' "$*"
  sick=yes
}

# A computer can be looked at before there is a studio for it.
check_flake() {
  known=yes
  trouble=$(find_flake 2>&1) || known=''
  if [ -n "$known" ]; then
    find_flake
  elif [ -n "$flake" ]; then
    bad "${trouble#studio: }"
  else
    note "${trouble#studio: }"
  fi
}

check_nix() {
  if [ "$(with_nix command eval --raw --expr '"yes"' 2>/dev/null)" != yes ]; then
    bad 'This Nix does not work, or is older than 2.8: «nix --extra-experimental-features nix-command eval --expr 1» fails.'
  elif [ -n "$known" ]; then
    check_studio
  fi
}

check_studio() {
  copy_odd_folder
  if ! names=$(evaluate command apps "$NAMES" 2>/dev/null); then
    bad "Nix cannot read the studio at $ref: «studio list» shows what it says."
  elif [ -z "$names" ]; then
    note 'The studio can be read, but has no programs.'
  else
    # shellcheck disable=SC2086 # one word a program
    good Programs: $names
  fi
}

check_hiding() {
  find_host_plugins quietly
  if [ -n "$visible" ]; then
    note "$visible"
  elif [ -n "$host_plugins" ]; then
    good "This system's own plugins are hidden:$host_plugins"
  else
    good 'This system has no plugins of its own that would have to be hidden.'
  fi
}

check_limits() {
  rtprio='' memlock=''
  # «Max realtime priority     95                   95»: the soft limit counts.
  while read -r _ what more soft rest; do
    case "$what $more" in
      'locked memory') memlock=$soft ;;
      'realtime priority') rtprio=$soft ;;
    esac
  done </proc/self/limits
  case $rtprio in
    '' | 0) note 'Programs may not run with realtime priority (rtprio 0), so sound may crackle. Ask for it in /etc/security/limits.d: «@audio - rtprio 95».' ;;
    *) good "Realtime priority up to $rtprio." ;;
  esac
  case $memlock in
    unlimited) good 'Memory may be locked without limit.' ;;
    ????????*) good "Memory may be locked up to $((memlock / 1048576)) MiB." ;;
    *) note 'Little memory may be locked, so sound may crackle when memory is short. Ask for it in /etc/security/limits.d: «@audio - memlock unlimited».' ;;
  esac
}

check_groups() {
  mine=''
  for group in $(id -Gn); do
    case $group in audio | pipewire | realtime | jackuser) mine="$mine $group" ;; esac
  done
  if [ -n "$mine" ]; then
    good "Groups:$mine"
  else
    note 'You are in none of the groups audio, pipewire and realtime, to which most systems give realtime priority.'
  fi
}

check_sound() {
  socket=${PIPEWIRE_RUNTIME_DIR:-${XDG_RUNTIME_DIR:-/run/user/$(id -u)}}/${PIPEWIRE_REMOTE:-pipewire-0}
  if [ -S "$socket" ]; then
    good "PipeWire is running: $socket"
  else
    note "PipeWire is not running in this session (no socket $socket); programs can still use ALSA or start JACK."
  fi
}

check_graphics() {
  if [ -e /etc/NIXOS ] || [ -d /run/opengl-driver ]; then
    good 'Graphics drivers are where programs from Nix look for them.'
  else
    note "Programs from Nix do not find this system's OpenGL drivers by themselves. If a window stays black: «graphics: Graphics.HOST» in the studio."
  fi
}

check_space() {
  place=${HOME:-/}
  [ -n "$nix" ] && [ -z "$wrapped" ] && [ -d "${NIX_STORE_DIR:-/nix}" ] && place=${NIX_STORE_DIR:-/nix}
  free=$(df -Pk "$place" 2>/dev/null | awk 'END { if (NR > 1) print int($4 / 1048576) }')
  if [ -z "$free" ]; then
    note "It cannot be seen how much space is free at $place."
  elif [ "$free" -lt 5 ]; then
    note "Only $free GiB are free at $place; a studio easily takes 5."
  else
    good "$free GiB are free at $place."
  fi
}

# The studio's flake proves that plugins are found: each of its checks lists the plugins of a program as the program would.
check_plugins() {
  [ -n "$nix" ] && [ -n "$known" ] || return
  find_system
  # As parts of an address, in which a space is written otherwise.
  names=$(evaluate command checks "names: builtins.replaceStrings [ \"%\" \" \" ] [ \"%25\" \"%20\" ] (($NAMES) names)") || {
    bad 'The studio has no checks of its plugins, or Nix cannot read them; its words are above.'
    return
  }
  set -f
  IFS='
'
  # shellcheck disable=SC2086 # one word a line
  set -- $names
  set +f
  unset IFS
  if [ $# -eq 0 ]; then
    note 'The studio has no checks of its plugins.'
    return
  fi
  for name in "$@"; do
    shift
    set -- "$@" "$ref#checks.$system.\"$name\""
  done
  # shellcheck disable=SC2086 # nothing, or one option
  if with_nix command build --no-link --keep-going $locking "$@"; then
    good "Every plugin is found ($# checks)."
  else
    bad 'Not every plugin is found; the words of Nix above name the package, the format and the path.'
  fi
}

# --- the studio: a folder or an address ------------------------------------------------------------------------------

# Sets ref (what Nix is told), folder (where it lies, or nothing) and locking (whether Nix may write its flake.lock).
find_flake() {
  folder='' locking=''
  [ -n "$flake" ] || find_own_flake
  case $flake in
    *'#'*) misused "$flake: leave out what comes after «#»; the program is named after «run»." ;;
  esac
  if [ -f "${flake#path:}/flake.nix" ]; then
    find_folder "${flake#path:}"
    return
  fi
  locking=--no-write-lock-file
  case $flake in
    path:* | ./* | ../* | /* | . | ..) fail "$NO_STUDIO" "There is no flake.nix in ${flake#path:}." ;;
    https://*.git | https://*.git\?* | file://*.git | file://*.git\?* | ssh://*) ref=git+$flake ;;
    *://*) ref=$flake ;;
    *@*:*) ref=git+ssh://${flake%%:*}/${flake#*:} ;;
    *:*) ref=$flake ;;
    *) fail "$NO_STUDIO" "«$flake» is neither a folder with a flake.nix nor an address such as github:OWNER/REPOSITORY." ;;
  esac
}

find_own_flake() {
  own=$0
  [ -h "$own" ] && own=$(readlink -f -- "$own")
  case $own in
    */*) flake=${own%/*} ;;
    *) flake=. ;;
  esac
  { [ -f "$own" ] && [ -f "$flake/flake.nix" ]; } ||
    fail "$NO_STUDIO" 'There is no flake.nix beside this script, so say where the studio is: --flake FOLDER-OR-ADDRESS, or STUDIO_FLAKE.'
}

find_folder() {
  absolute "$1"
  # Nix does not follow a link to a folder. The dot keeps a newline at the end of a name.
  folder=$(cd -P -- "$absolute" && printf '%s.' "$PWD") || fail "$NO_STUDIO" "$1 cannot be entered."
  folder=${folder%.} ref=''
  # As a path, not as git: in git, Nix does not see files that are not yet added.
  case $folder in
    *[!"$WORD"/.~+-]*) ;;
    *) ref=path:$folder ;;
  esac
  [ -w "$folder" ] || locking=--no-write-lock-file
}

# Not every Nix can be told of a folder whose name has a space or a quote in it: it gets a copy in the store, where
# Nix would copy the folder anyway.
copy_odd_folder() {
  [ -n "$folder" ] && [ -z "$ref" ] && [ "$action" != update ] || return 0
  [ -n "$locking" ] || [ -e "$folder/flake.lock" ] || [ -n "$dry" ] ||
    (cd "$folder" && with_nix command flake lock path:.) ||
    fail "$FAILED" 'Nix could not write flake.lock; its words are above.'
  copy=$(with_nix command store add-path --name studio "$folder") ||
    fail "$FAILED" "Nix could not copy $folder; its words are above."
  ref=path:$copy locking=--no-write-lock-file
}

NAMES='names: builtins.concatStringsSep "\n" (builtins.filter (name: name != "default") (builtins.attrNames names))'

# One string from what the flake offers for this computer.
evaluate() { # VERB OUTPUT FUNCTION
  find_system
  # shellcheck disable=SC2086 # nothing, or one option
  with_nix "$1" eval --raw $locking "$ref#$2.$system" --apply "$3"
}

find_system() {
  machine=$(uname -sm)
  case $machine in
    'Linux arm64') system=aarch64-linux ;;
    'Linux '*) system=${machine#Linux }-linux ;;
    *) fail "$FAILED" "A studio runs on Linux; this is $machine." ;;
  esac
}

# A name as a part of what comes after «#».
attribute() {
  case $1 in
    *[!"$WORD"-]*) attribute=\"$1\" ;;
    *) attribute=$1 ;;
  esac
}

# Asked only after a failure, so that it costs nobody anything who spells well.
must_exist() {
  names=$(evaluate command apps "$NAMES" 2>/dev/null) || return 0
  for name in $names; do
    [ "$name" != "$1" ] || return 0
  done
  similar=$(printf '%s\n' "$names" | most_similar "$1")
  if [ -n "$similar" ]; then
    fail "$NO_PROGRAM" "There is no program «$1» in this studio. Did you mean «$similar»? «studio list» shows all."
  elif [ -e "$1" ]; then
    fail "$NO_PROGRAM" "«$1» is a file, not a program of this studio. To open it with one: studio run PROGRAM -- $1"
  else
    fail "$NO_PROGRAM" "There is no program «$1» in this studio. «studio list» shows all."
  fi
}

# The line that takes the fewest keystrokes to become WORD, if those are few.
most_similar() { # WORD
  awk -v word="$1" '
    function least(a, b) { return a < b ? a : b }
    function distance(a, b,   i, j, row, left, above, corner) {
      for (j = 0; j <= length(b); j++) row[j] = j
      for (i = 1; i <= length(a); i++) {
        corner = row[0]; row[0] = i
        for (j = 1; j <= length(b); j++) {
          above = row[j]
          row[j] = least(least(above, row[j - 1]) + 1, corner + (substr(a, i, 1) != substr(b, j, 1)))
          corner = above
        }
      }
      return row[length(b)]
    }
    { d = distance(tolower(word), tolower($0)) }
    d <= length(word) / 3 + 0.5 && (best == "" || d < closest) { best = $0; closest = d }
    END { print best }'
}

# --- Nix -------------------------------------------------------------------------------------------------------------

find_nix() {
  look_for_nix || fail "$NO_NIX" "There is no Nix on this computer. $(how_to_get_nix)"
  copy_odd_folder
}

# Sets nix (what to run) and wrapped («nix», if it is nix-portable that must be told which program is meant).
look_for_nix() {
  nix='' wrapped=''
  if [ -n "$portable" ]; then
    find_portable
    return
  fi
  nix=$(command -v nix) && absolute "$nix" && nix=$absolute && return
  for nix in /nix/var/nix/profiles/default/bin/nix "${HOME:-}/.nix-profile/bin/nix" /run/current-system/sw/bin/nix; do
    [ -x "$nix" ] && return
  done
  nix=$(portable_home)/nix-portable wrapped=nix
  [ -x "$nix" ] && return
  nix='' wrapped=''
  return 1
}

how_to_get_nix() {
  echo 'With administrator rights: https://nixos.org/download. Without them: get the single file nix-portable from https://github.com/DavHau/nix-portable/releases, and say --nix-portable FILE.'
}

portable_home() { printf '%s/studio' "${XDG_DATA_HOME:-${HOME:-}/.local/share}"; }

find_portable() {
  wrapped=nix
  case $portable in
    https://* | file://*)
      nix=$(portable_home)/nix-portable
      fetch_portable
      ;;
    *)
      absolute "$portable"
      nix=$absolute
      { [ -f "$nix" ] && [ -x "$nix" ]; } || fail "$NO_NIX" "$portable is no program. If it is nix-portable: chmod +x it."
      [ -z "$sha256" ] || matches "$nix" || fail "$NO_NIX" "$portable is not the file that was meant: its SHA-256 is $actual, not $sha256."
      ;;
  esac
}

# Into place only when it is whole and is what was meant. There is no checksum in this script: the one who gives an
# address knows which file it shall be.
fetch_portable() {
  [ -n "$sha256" ] || fail "$NO_NIX" "To fetch nix-portable, say what it must be: --sha256 HEX (the releases at GitHub show it)."
  case $sha256 in
    *[!0123456789abcdef]*) fail "$MISUSED" "«$sha256» is no SHA-256: 64 digits from 0 to 9 and a to f." ;;
  esac
  [ "${#sha256}" -eq 64 ] || fail "$MISUSED" "«$sha256» is no SHA-256: 64 digits from 0 to 9 and a to f."
  [ -x "$nix" ] && matches "$nix" && return
  if [ -n "$dry" ]; then
    download "$portable" "$nix"
    return
  fi
  agreed "Fetch nix-portable from $portable into ${nix%/*}?" ||
    fail "$NO_NIX" "nix-portable was not fetched. To agree without being asked: --yes"
  mkdir -p -- "${nix%/*}" || fail "$NO_NIX" "${nix%/*} cannot be made."
  part=$nix.part.$$
  trap 'rm -f -- "$part"' EXIT
  trap 'exit 130' INT TERM HUP
  download "$portable" "$part" || fail "$NO_NIX" "$portable could not be fetched."
  matches "$part" || fail "$NO_NIX" "What came from $portable is not what was meant: its SHA-256 is ${actual:-unknown}, not $sha256. It was thrown away."
  { chmod +x "$part" && mv -f -- "$part" "$nix"; } || fail "$NO_NIX" "$nix cannot be written."
  trap - EXIT INT TERM HUP
}

# The only place that touches a network.
download() { # ADDRESS FILE
  if command -v curl >/dev/null; then
    act curl --fail --location --proto '=https,file' --proto-redir '=https' --output "$2" -- "$1"
  else
    act wget -O "$2" "$1"
  fi
}

matches() { # FILE
  actual=$(sha256sum <"$1" 2>/dev/null || shasum -a 256 <"$1" 2>/dev/null) || fail "$NO_NIX" 'There is neither sha256sum nor shasum here, so nothing can be checked.'
  actual=${actual%% *}
  [ "$actual" = "$sha256" ]
}

# Asks at the terminal itself: standard input may be this very script, coming out of a pipe.
agreed() { # QUESTION
  [ -z "$yes" ] || return 0
  # shellcheck disable=SC2217 # can the terminal be opened?
  { true </dev/tty; } 2>/dev/null || return 1
  printf '%s [y/N] ' "$1" >/dev/tty
  read -r reply </dev/tty
  case $reply in [Yy]*) return 0 ;; *) return 1 ;; esac
}

# Flakes are switched on for this one call; the user's settings stay as they are.
with_nix() { # VERB NIX-COMMAND…
  verb=$1
  shift
  "$verb" "$nix" ${wrapped:+"$wrapped"} --extra-experimental-features 'nix-command flakes' "$@"
}

nix_is_at_least() { # MAJOR MINOR
  version=$(with_nix command --version 2>/dev/null)
  version=${version##* }
  major=${version%%.*} minor=${version#*.}
  minor=${minor%%[!0-9]*}
  case $major in '' | *[!0-9]*) return 0 ;; esac
  [ "$major" -gt "$1" ] || { [ "$major" -eq "$1" ] && [ "${minor:-0}" -ge "$2" ]; }
}

# --- plugins of this system ------------------------------------------------------------------------------------------

# Sets host_plugins (folders to hide) and visible (a sentence, if they cannot be hidden).
find_host_plugins() { # [quietly]
  host_plugins='' visible=''
  for place in /usr/lib /usr/lib64 /usr/lib32 /usr/lib/*-linux-gnu /usr/local/lib /usr/local/lib64 /usr/local/lib/*-linux-gnu; do
    for format in lv2 vst vst3 clap ladspa dssi lxvst; do
      [ ! -d "$place/$format" ] || add_host_plugins "$place" "$format"
    done
  done
  if [ -z "$host_plugins" ]; then
    return
  elif [ -z "$hide" ]; then
    visible="This system's own plugins stay visible, as --with-host-plugins asks."
    return # the one who asked for it knows
  elif ! command -v bwrap >/dev/null; then
    visible="This system's own plugins stay visible and may crash programs: to hide them, install the package bubblewrap."
  elif ! isolate command /bin/sh -c : 2>/dev/null; then
    visible="This system's own plugins stay visible and may crash programs: it does not allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns, kernel.unprivileged_userns_clone, user.max_user_namespaces)."
  else
    return
  fi
  [ $# -gt 0 ] || say "$visible"
}

# bwrap cannot cover a link, only what it points to; /usr/lib64 may be one, to /usr/lib.
add_host_plugins() {
  found=$1/$2
  if [ -h "$1" ] || [ -h "$found" ]; then
    found=$(cd -P -- "$found" 2>/dev/null && printf '%s' "$PWD") || return
  fi
  case "$found " in
    *[!"$WORD"/.+\ -]*) return ;; # no system has such a folder
  esac
  case "$host_plugins " in
    *" $found "*) ;;
    *) host_plugins="$host_plugins $found" ;;
  esac
}

# Only these folders change. Devices, sockets, processes and limits stay those of the session, so that sound, windows
# and realtime priority work as without. No --die-with-parent: closing a terminal must not kill a recording.
isolate() { # VERB COMMAND…
  verb=$1
  shift
  if [ -n "$host_plugins" ] && [ -z "$visible" ]; then
    for hidden in $host_plugins; do
      set -- --tmpfs "$hidden" --remount-ro "$hidden" "$@"
    done
    set -- bwrap --dev-bind / / "$@"
  fi
  "$verb" "$@"
}

# --- the last verbs, and words ---------------------------------------------------------------------------------------

act() {
  if [ -n "$dry" ]; then
    print_command "$@"
  else
    "$@"
  fi
}

become() {
  if [ -n "$dry" ]; then
    print_command "$@"
  else
    exec "$@"
  fi
}

become_isolated() { isolate become "$@"; }

# As one would type it: what is printed can be pasted into any shell.
print_command() {
  line=''
  for word in "$@"; do
    case $word in
      '' | *[!"$WORD"/.:=@%,+-]*) quote "$word" ;;
      *) quoted=$word ;;
    esac
    line="$line${line:+ }$quoted"
  done
  printf '%s\n' "$line"
}

quote() {
  remaining=$1 quoted=''
  while :; do
    case $remaining in
      *\'*) quoted="$quoted${remaining%%\'*}'\\''" remaining=${remaining#*\'} ;;
      *) break ;;
    esac
  done
  quoted="'$quoted$remaining'"
}

absolute() {
  case $1 in
    /*) absolute=$1 ;;
    *) absolute=$PWD/$1 ;;
  esac
}

say() { printf 'studio: %s\n' "$*" >&2; }

fail() { # CODE SENTENCE
  code=$1
  shift
  say "$*"
  exit "$code"
}

misused() { fail "$MISUSED" "$*"; }

# On the last line, so that a script which was fetched by halves does nothing.
main "$@"
