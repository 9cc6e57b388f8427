/** What a machine of a bed is told to have, and the `hardware.nix` that every system for it includes. */
import type { BootLoaderKind } from './seed';

export interface MachineSpec {
  /** A host name: small letters, digits, dashes; 15 characters at most, for its cable is called so, too. */
  readonly name: string;
  /** @default systemd-boot */
  readonly bootLoader?: BootLoaderKind;
  /** How large /nix is. @default 256 */
  readonly nixSizeMb?: number;
  /** How large /boot is. @default 32 */
  readonly bootSizeMb?: number;
  /** Who may log in besides root. */
  readonly users?: readonly UserSpec[];
}

/** Somebody who logs in with the operator's key. */
export interface UserSpec {
  readonly name: string;
  /** For sudo; ssh asks nobody for one. @default none */
  readonly password?: string;
  /** May do anything with sudo, after giving the password. @default false */
  readonly isAdministrator?: boolean;
  /** May run these as root without a password: commands as sudoers has them. @default none */
  readonly mayRun?: readonly string[];
}

/** Without this module a system that is deployed would lose the machine's network, its users, and its quick, offline Nix. */
export function hardwareOf(address: string, { users = [] }: MachineSpec): string {
  return `# A machine of the test bed.
{ lib, ... }:
{
  fileSystems."/" = {
    device = "/dev/disk/by-label/nixos";
    fsType = "tmpfs";
  };
  fileSystems."/boot" = {
    device = "/dev/disk/by-label/boot";
    fsType = "tmpfs";
  };
  networking.useDHCP = false;
  networking.interfaces.eth0.ipv4.addresses = [
    {
      address = "${address}";
      prefixLength = 16;
    }
  ];
  nix.settings = {
    build-users-group = "";
    flake-registry = "";
    fsync-metadata = false;
    gc-reserved-space = 0;
    sandbox = false;
    substituters = lib.mkForce [ ];
  };
${users.map(accountOf).join('')}  security.sudo.extraRules = [
${users.map(ruleOf).join('')}  ];
}
`;
}

const accountOf = ({ name, isAdministrator = false }: UserSpec): string => `  users.users.${name} = {
    isNormalUser = true;
    extraGroups = [ ${isAdministrator ? '"wheel" ' : ''}];
  };
`;

function ruleOf({ name, mayRun = [] }: UserSpec): string {
  const commands = mayRun.map((command) => `{ command = ${nixString(command)}; options = [ "NOPASSWD" ]; } `).join('');
  return `    { users = [ "${name}" ]; commands = [ ${commands}]; }\n`;
}

const nixString = (text: string): string => JSON.stringify(text).replaceAll('${', '\\${');
