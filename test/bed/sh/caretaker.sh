#!/bin/sh
# Starts a bed and clears it away: when its standard input ends, because the tests are done or because they died.
#
#   caretaker.sh STATE CGROUP      STATE: the bed's folder; CGROUP: its control group, which need not exist
set -u
state=$1 cgroup=$2
scripts=$(dirname "$0")

# Everything that the bed is lives in these namespaces, so it ends with their first process. That one ends with
# `unshare`, and `unshare` with this shell, however they end.
setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child \
  sh "$scripts/hub.sh" "$state" </dev/null >"$state/hub.log" 2>&1 &
bed=$!

cat >/dev/null

kill -KILL "$bed" 2>/dev/null
wait "$bed" 2>/dev/null
# Processes of a control group need a moment to be gone.
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -d "$cgroup" ] || break
  find "$cgroup" -depth -type d -exec rmdir {} \; 2>/dev/null
  [ ! -d "$cgroup" ] || sleep 0.1
done
chmod -R u+w "$state" 2>/dev/null
rm -rf "$state"
