import type { BootLoader } from '../constructs/boot-loader';
import type { DeployTarget } from '../constructs/deploy-target';
import type { HealthCheck } from '../constructs/health-check';
import type { Network } from '../constructs/network';
import type { StackProps } from '../core';

/** A keyboard, on the desktop and on the console. */
export interface Keyboard {
  /** The layout's name in XKB: `us`, `de`, `fr`, `gb`; several with commas. */
  readonly layout: string;

  /**
   * The variant of the layout, e.g. `nodeadkeys`.
   *
   * @default - none
   */
  readonly variant?: string;
}

/** What a machine can be told. */
export interface NixosStackProps extends StackProps {
  /**
   * The release that was current when the machine was installed, such as `26.05`. It keeps data of old programs readable: set it once and leave it
   * alone, also when the machine moves to a newer nixpkgs (`system.stateVersion`).
   */
  readonly stateVersion: string;

  /**
   * The file that describes disks and drivers, as `nixos-generate-config --show-hardware-config` prints it on the machine; relative to the folder
   * of `cdk.json`. It is copied as it is.
   */
  readonly hardware: string;

  /**
   * Modules of nixos-hardware that know this model, e.g. `lenovo-thinkpad-t14`. The flake gets nixos-hardware as an input.
   *
   * @default - none
   */
  readonly hardwareProfiles?: string[];

  /**
   * The machine's name in the network (`networking.hostName`): 1 to 63 letters, digits and dashes.
   *
   * @default - the stack's name
   */
  readonly hostName?: string;

  /**
   * What starts the machine.
   *
   * @default BootLoader.systemdBoot()
   */
  readonly bootLoader?: BootLoader;

  /**
   * How the machine gets its address.
   *
   * @default Network.networkManager()
   */
  readonly network?: Network;

  /**
   * Where the machine is reached for deployments. With it the machine gets an ssh server that accepts keys only.
   *
   * @default - the machine is not deployed to; its configuration is written all the same
   */
  readonly target?: DeployTarget;

  /**
   * Groups that the machine belongs to, such as `stage` or `room-2`, to deploy them together: `cdk deploy --tag stage`. Small letters, digits and
   * dashes.
   *
   * @default - none
   */
  readonly tags?: string[];

  /**
   * What must be well on the machine before a deployment is confirmed; otherwise it is taken back.
   *
   * @default - that its units run, that it can be reached, and what a RealtimeKernel has as a budget
   */
  readonly healthChecks?: HealthCheck[];

  /**
   * The time zone, e.g. `Europe/Berlin` (`time.timeZone`; `timedatectl list-timezones` knows them all).
   *
   * @default - UTC, or what the user chooses on the machine
   */
  readonly timeZone?: string;

  /**
   * Language and formats, e.g. `de_DE.UTF-8` (`i18n.defaultLocale`).
   *
   * @default - NixOS's own, en_US.UTF-8
   */
  readonly locale?: string;

  /**
   * The keyboard.
   *
   * @default - NixOS's own, a US keyboard
   */
  readonly keyboard?: Keyboard;
}
