#!/bin/sh
# Sets the clock of a machine: every program that it starts from now on is told another time by libfaketime. Runs on the
# machine.
#
#   clock.sh SECONDS      SECONDS from the host's time, or 0
set -eu
seconds=$1
rm -f /etc/ld.so.preload /etc/faketimerc
if [ "$seconds" != 0 ]; then
  library=$(find /usr/lib -name libfaketime.so.1 -print -quit)
  [ -n "$library" ] || { echo 'no libfaketime.so.1: install the package libfaketime' >&2; exit 1; }
  printf '%+d\n' "$seconds" >/etc/faketimerc
  echo "$library" >/etc/ld.so.preload
fi
# sshd locks itself in so that it cannot read that file later: it is told in its environment, and has to start anew.
if [ -d /run/systemd/system ]; then systemctl restart sshd; else pkill --oldest -x sshd; fi
