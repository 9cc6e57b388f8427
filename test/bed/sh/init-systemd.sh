#!/bin/sh
# Starts a system on a machine with systemd. What belongs to the machine, and not to any system, is in /run/systemd:
# sshd, and which of the host's units have no business here. A system's own units, in /etc, come first.
#
#   init-systemd.sh SYSTEM
exec >>/var/log/boot.log 2>&1 </dev/null
units=/run/systemd/system
mkdir -p /run/sshd /run/lock "$units/multi-user.target.wants" /run/systemd/system.conf.d

ln -s /usr/lib/systemd/system/multi-user.target "$units/default.target"
cat >"$units/sshd.service" <<'END'
[Unit]
Description=SSH Daemon
After=network.target network-addresses-eth0.service
StartLimitIntervalSec=0
[Service]
# FAKETIME: see clock.sh
ExecStart=/bin/sh -c 'FAKETIME=$$(/bin/cat /etc/faketimerc 2>/dev/null) exec /usr/sbin/sshd -D -E /var/log/sshd.log'
ExecReload=/bin/kill -HUP $MAINPID
KillMode=process
Restart=always
RestartSec=0.1
END
ln -s ../sshd.service "$units/multi-user.target.wants/sshd.service"

# A container has no such hardware; and what is the host's must not be changed.
for unit in \
  dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount \
  sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
  getty.target kmod-static-nodes.service systemd-modules-load.service systemd-random-seed.service \
  systemd-binfmt.service systemd-firstboot.service systemd-logind.service systemd-networkd.service \
  systemd-journald-audit.socket systemd-machine-id-commit.service systemd-pcrphase.service systemd-pcrphase-sysinit.service \
  systemd-repart.service systemd-resolved.service systemd-sysusers.service systemd-timesyncd.service \
  systemd-tmpfiles-setup.service systemd-tmpfiles-setup-dev.service systemd-tmpfiles-clean.timer \
  systemd-udevd.service systemd-udev-trigger.service systemd-update-utmp.service systemd-update-utmp-runlevel.service; do
  ln -sfn /dev/null "$units/$unit"
done

printf '[Manager]\nLogTarget=journal\nShowStatus=no\nDefaultTimeoutStopSec=5s\n' >/run/systemd/system.conf.d/bed.conf
exec "$1/init"
