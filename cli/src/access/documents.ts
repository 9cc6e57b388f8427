import { nixLines, nixName, nixString } from './nix-text';

/** Who may deploy to a machine, and with what. */
export interface Access {
  readonly user: string;
  readonly keys: readonly string[];
  /** The text of the guard: what the user may run as root. */
  readonly guard: string;
}

/** Where a machine has the guard that its configuration brings. It is the only thing that sudo is told about. */
export const GUARD_PROGRAM = '/run/current-system/sw/bin/studio-cdk-guard';

/**
 * A module for NixOS: the user, the keys, the guard, and leave to run it. For /etc/nixos of a machine that no deployment has reached yet; and for
 * any configuration that is not made here.
 */
export const nixosModule = ({ user, keys, guard }: Access): string => `\
# Lets ${user} bring new systems to this machine with «cdk deploy»: by way of the guard, and nothing else as root.
# Made by «cdk bootstrap-access». Add it to the imports of /etc/nixos/configuration.nix and run «nixos-rebuild switch» once.
{ pkgs, ... }:
let
  # Builds and activates a system, and takes it back unless it is confirmed. The rule of sudo below is about this program.
  guard = pkgs.writeShellScriptBin "studio-cdk-guard" ${nixLines(guard, '  ')};
in
{
  environment.systemPackages = [ guard ];

  services.openssh.enable = true;

  users.users.${nixName(user)} = {
    isNormalUser = true;
    openssh.authorizedKeys.keys = [
${keys.map((key) => `      ${nixString(key)}`).join('\n')}
    ];
  };

  security.sudo.extraRules = [
    {
      users = [ ${nixString(user)} ];
      commands = [
        {
          command = "${GUARD_PROGRAM}";
          options = [
            "NOPASSWD"
            "NOSETENV"
          ];
        }
      ];
    }
  ];
}
`;

/** The rule alone, as sudo reads it. */
export const sudoersFile = (user: string): string => `\
# Lets ${user} run the guard of «cdk deploy» as root, and nothing else. Made by «cdk bootstrap-access».
# NixOS: security.sudo.extraConfig takes these lines. Elsewhere: a file in /etc/sudoers.d, checked with «visudo -cf FILE».
${user} ALL=(root) NOPASSWD:NOSETENV: ${GUARD_PROGRAM}
`;
