import type { Piece } from '../core';
import type { Part } from './merge';

/**
 * Options whose values are modules themselves (submodules), below which lists are joined in the other direction. `*` is any name.
 *
 * NixOS turns the order of modules around each time it evaluates a set of them, so outside of these the construct that was made last comes first,
 * inside of one it comes last, inside of two first again.
 */
const SUBMODULES: readonly string[] = [
  'boot.initrd.luks.devices.*',
  'boot.kernel.sysctl',
  'boot.loader.grub.users.*',
  'containers.*',
  'environment.etc.*',
  'fileSystems.*',
  'home-manager.users.*',
  'networking.bonds.*',
  'networking.bridges.*',
  'networking.firewall.interfaces.*',
  'networking.interfaces.*',
  'networking.vlans.*',
  'networking.wireguard.interfaces.*',
  'networking.wireless.networks.*',
  'networking.wg-quick.interfaces.*',
  'nix.registry.*',
  'nix.settings',
  'power.ups.ups.*',
  'programs.ssh.knownHosts.*',
  'security.acme.certs.*',
  'security.acme.defaults',
  'security.pam.services.*',
  'security.wrappers.*',
  'services.logind.settings.Login',
  'services.nginx.virtualHosts.*',
  'services.nginx.virtualHosts.*.locations.*',
  'services.openssh.knownHosts.*',
  'services.openssh.settings',
  'services.samba.settings',
  'specialisation.*',
  'specialisation.*.configuration',
  'systemd.mounts.*',
  ...['', '.user'].flatMap((user) =>
    ['paths', 'services', 'slices', 'sockets', 'targets', 'timers', 'units'].map((kind) => `systemd${user}.${kind}.*`),
  ),
  'systemd.settings.Manager',
  'systemd.sleep.settings.Sleep',
  'users.groups.*',
  'users.users.*',
];

const ROWS = SUBMODULES.map((row) => row.split('.'));

/** Where NixOS itself has no other submodules, or none that hold lists. Services and programs are known as far as the options right below them. */
const PLAIN_ROOTS: ReadonlySet<string> = new Set(
  'boot console environment fonts hardware i18n musnix networking nix nixpkgs powerManagement security systemd time users xdg'.split(' '),
);
const PLAIN_SERVICES: ReadonlySet<string> = new Set(['jack', 'pipewire', 'udev', 'xserver']);

/** How lists of several constructs are joined: as their modules stand, from the last to the first, or either way. */
export function direction(path: readonly string[]): 'forward' | 'backward' | 'unknown' {
  const depth = ROWS.filter((row) => row.length < path.length && row.every((key, index) => key === '*' || key === path[index])).length;
  if (depth % 2 === 1) return 'forward';
  return depth > 0 || isPlain(path, path.length) ? 'backward' : 'unknown';
}

function isPlain([root, name]: readonly string[], depth: number): boolean {
  if (root === 'services' || root === 'programs') return depth === 3 || (root === 'services' && PLAIN_SERVICES.has(name ?? ''));
  return PLAIN_ROOTS.has(root ?? '');
}

/** Definitions in the order in which NixOS joins them, and whether that is certain. */
export function inMergedOrder<T extends Part>(parts: readonly T[], path: readonly string[]): { order: readonly T[]; ordered: boolean } {
  const way = direction(path);
  const byConstruct = [...new Set(parts.map(({ piece }) => piece.said))].map((said) => parts.filter(({ piece }) => piece.said === said));
  const sequence = (way === 'backward' ? byConstruct.reverse() : byConstruct).flat();
  const order = sequence.sort((a, b) => a.piece.order - b.piece.order);
  const ordered = way !== 'unknown' || order.every(({ piece }, i) => i === 0 || isAfter(piece, order[i - 1]!.piece));
  return { order, ordered };
}

const isAfter = (piece: Piece, before: Piece): boolean => piece.said === before.said || piece.order > before.order;
