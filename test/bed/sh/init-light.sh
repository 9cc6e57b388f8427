#!/bin/sh
# Starts a system on a light machine: activation, services, and then a first process that keeps sshd running.
#
#   init-light.sh SYSTEM
exec >>/var/log/boot.log 2>&1 </dev/null
mkdir -p /run/sshd /run/lock
# shellcheck disable=SC2016 # for the shell that it becomes
exec "$1/init" /bin/sh -c '
  # Services first, among them the address and sysctls; but whatever they do, one can log in after two seconds.
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    pgrep -f "[s]tart-services" >/dev/null || break
    sleep 0.1
  done
  while :; do
    # FAKETIME: see clock.sh
    [ -e /run/sshd.off ] || FAKETIME=$(cat /etc/faketimerc 2>/dev/null) /usr/sbin/sshd -D -E /var/log/sshd.log
    sleep 0.05
  done
'
