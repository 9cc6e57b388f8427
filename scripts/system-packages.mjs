// The Debian packages that the tests need beyond Node.js, and how they get onto the machine.
//
//   node scripts/system-packages.mjs        installs what is missing, if it may; says plainly what it leaves out
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What a test needs is a program; which package brings it is Debian's business. A machine that has the program from
 * elsewhere (NixOS, a Nix installer) needs no package.
 */
export const SYSTEM_PACKAGES = [
  { package: 'nix-bin', program: 'nix', for: 'evaluating the generated flakes with real Nix' },
  { package: 'ardour', program: 'ardour', for: 'real DAW that judges the wrappers' },
  { package: 'calf-plugins', program: 'calfjackhost', for: 'plugins that a real DAW lists' },
  { package: 'x42-plugins', program: 'x42-meter', for: 'plugins that a real DAW lists' },
  { package: 'lilv-utils', program: 'lv2ls', for: 'real scanner of LV2 plugins' },
  { package: 'ladspa-sdk', program: 'listplugins', for: 'real scanner of LADSPA plugins' },
  { package: 'shellcheck', program: 'shellcheck', for: 'linting of the launcher' },
  { package: 'dash', program: 'dash', for: 'launcher under dash' },
  { package: 'busybox', program: 'busybox', for: 'launcher under busybox' },
  { package: 'bubblewrap', program: 'bwrap', for: 'hiding of plugins by the launcher' },
  { package: 'git', program: 'git', for: 'studio from a git address' },
  // Machines to deploy to (test/bed). The ssh server is theirs: that of this computer is neither started nor asked.
  { package: 'openssh-server', program: 'sshd', for: 'machines to deploy to' },
  { package: 'openssh-client', program: 'ssh', for: 'machines to deploy to' },
  { package: 'iproute2', program: 'ip', for: 'network between machines' },
  { package: 'nftables', program: 'nft', for: 'machine that is far away' },
  { package: 'util-linux', program: 'unshare', for: 'namespaces of machines' },
  { package: 'procps', program: 'pgrep', for: 'machine whose ssh server stops' },
  { package: 'systemd', program: 'systemctl', for: 'machine with systemd' },
  { package: 'dbus', program: 'dbus-daemon', for: 'machine with systemd' },
  { package: 'sudo', program: 'sudo', for: 'deployment by another user than root' },
  { package: 'faketime', program: 'faketime', for: 'machine whose clock goes wrong' },
  // Does it crackle?
  { package: 'rt-tests', program: 'cyclictest', for: 'measuring of latency' },
  { package: 'stress-ng', program: 'stress-ng', for: 'measuring under load' },
  { package: 'pipewire-bin', program: 'pw-top', for: 'real sound server' },
  { package: 'wireplumber', program: 'wireplumber', for: 'real sound server' },
  { package: 'jackd2', program: 'jackd', for: 'real sound server' },
  { package: 'chromium', program: 'chromium', for: 'reading of the report in a real browser' },
  { package: 'qemu-system-x86', program: 'qemu-system-x86_64', for: 'machine with a realtime kernel' },
  { package: 'cpio', program: 'cpio', for: 'machine with a realtime kernel' },
  { package: 'xz-utils', program: 'xz', for: 'machine with a realtime kernel' },
];

/** The entries whose program is not on PATH. */
export function missingPackages() {
  return SYSTEM_PACKAGES.filter((entry) => !isOnPath(entry.program));
}

/** Installs what is missing, and says so; never throws and never asks. */
export function installSystemPackages() {
  outcome().forEach((line) => console.log(line));
}

function outcome() {
  const missing = missingPackages();
  if (missing.length === 0) {
    return [`system packages: all there (${SYSTEM_PACKAGES.map((entry) => entry.package).join(', ')})`];
  }
  const names = missing.map((entry) => entry.package);
  if (!isOnPath('apt-get')) {
    return leftOut(missing, 'this is no Debian machine');
  }
  if (process.getuid?.() !== 0) {
    return leftOut(missing, `only root may install; try: sudo apt-get install --no-install-recommends ${names.join(' ')}`);
  }
  const install = (...wanted) => apt('install', '--yes', '--no-install-recommends', ...wanted);
  // The package lists may be missing or old: then, and only then, they are fetched.
  const failure = install(...names) && (apt('update') || install(...names));
  // One that this Debian does not have must not keep the others away.
  const failed = failure === undefined ? [] : missing.filter((entry) => install(entry.package) !== undefined);
  const installed = names.filter((name) => failed.every((entry) => entry.package !== name));
  return [...(installed.length > 0 ? [`system packages: installed ${installed.join(', ')}`] : []), ...leftOut(failed, failure)];
}

function leftOut(entries, reason) {
  return entries.map((entry) => `system packages: ${entry.package} left out, so no ${entry.for} (${reason})`);
}

/** Gives nothing when all went well, and else the last thing that apt said. */
function apt(...args) {
  const result = spawnSync('apt-get', ['-qq', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return result.status === 0 ? undefined : (result.stderr || result.error?.message || 'apt-get failed').trim().split('\n').at(-1);
}

function isOnPath(program) {
  // Some of them are in a folder that not everybody has on PATH.
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) => existsSync(join(folder, program)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installSystemPackages();
}
