import type { NixosModule } from '../core';
import { keyProblems } from './studio-user/authorized-key';

/** Where a machine is reached for deployments, and by whom. */
export interface DeployTarget {
  /** A host name, an address, or a `Host` of `~/.ssh/config`. A name that ends in `.local` is announced by the machine itself (mDNS). */
  readonly host: string;

  /**
   * Who logs in.
   *
   * @default 'root'
   */
  readonly user?: string;

  /**
   * The port of the machine's ssh server, 1 to 65535.
   *
   * @default 22
   */
  readonly port?: number;

  /**
   * Public keys that may log in as that user, one line each, as in `~/.ssh/id_ed25519.pub`. Passwords are never accepted over the network.
   *
   * @default - none are added: keys that stand in the hardware file or were put there by hand go on working
   */
  readonly authorizedKeys?: string[];

  /**
   * Fingerprints that the machine's host key may have, as `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints them on the machine: `SHA256:…`.
   * With them nobody is asked at the first contact, and no `known_hosts` is needed.
   *
   * @default - the key that `known_hosts` says; at the first contact you are shown the fingerprint and asked
   */
  readonly hostKeys?: string[];

  /**
   * Lets the user deploy without a password: sudo allows the guard of deployments, and nothing else. Whoever has that user's key can change the whole
   * machine, as with the key of root. It has no meaning for root.
   *
   * @default false
   */
  readonly passwordless?: boolean;
}

export function targetProblems(target: DeployTarget): string[] {
  const { host, user = 'root', port = 22, authorizedKeys = [], hostKeys = [] } = target;
  const problems: string[] = [];
  if (!/^[\w][\w.:-]*$/.test(host) || host.length > 253)
    problems.push(`«${host}» is no host to deploy to. Give a name such as studio-laptop.local, or an address.`);
  if (!isUserName(user))
    problems.push(
      `«${user}» is no user to log in as: user names are small letters, digits, dashes and underscores, start with a letter and have at most 31 signs.`,
    );
  if (!Number.isInteger(port) || port < 1 || port > 65535) problems.push(`There is no port ${port}: ports are 1 to 65535.`);
  for (const key of hostKeys)
    if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(key))
      problems.push(
        `«${key}» is no fingerprint of a host key. It is SHA256: and 43 signs, as «ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub» prints it on the machine.`,
      );
  return [...problems, ...keyProblems(authorizedKeys)];
}

/** The rule of useradd(8) and of NixOS. */
export const isUserName = (name: string): boolean => /^[a-z_][a-z0-9_-]{0,30}$/.test(name);

/** What the machine needs so that the next deployment can reach it. */
export function contributeTarget(module: NixosModule, target: DeployTarget): void {
  const { host, user = 'root', port, authorizedKeys } = target;
  module.set('services.openssh.enable', true);
  module.set('services.openssh.settings.KbdInteractiveAuthentication', false);
  module.set('services.openssh.settings.PasswordAuthentication', false);
  if (port !== undefined && port !== 22) module.set('services.openssh.ports', [port]);
  if (authorizedKeys?.length)
    module.set(
      `users.users.${JSON.stringify(user)}.openssh.authorizedKeys.keys`,
      authorizedKeys.map((key) => key.trim()),
    );
  if (host.endsWith('.local')) announce(module);
}

function announce(module: NixosModule): void {
  module.set('services.avahi.enable', true);
  module.set('services.avahi.nssmdns4', true);
  module.set('services.avahi.publish.enable', true);
  module.set('services.avahi.publish.addresses', true);
}
