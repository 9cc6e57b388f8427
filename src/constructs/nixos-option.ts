import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, type Environment, type NixosModule } from '../core';

/** One option of NixOS and its value. */
export interface NixosOptionProps {
  /** The option, such as `services.printing.enable` or `boot.kernel.sysctl."fs.inotify.max_user_watches"`. */
  readonly path: string;

  /** The value, JavaScript or `Nix`: a package is `Nix.pkgs('ardour')`, and `Nix.mkForce(…)` wins over everything else. */
  readonly value: any;

  /**
   * A few words on what it is for. They stand above it in the machine's configuration.
   *
   * @default - none
   */
  readonly comment?: string;
}

/**
 * Any option of NixOS, for what has no construct of its own: search.nixos.org/options lists some 20000.
 *
 * It is an ordinary definition, which NixOS merges with all others. To win over them, use `stack.overrideOption`.
 *
 * In a portable stack it counts in `nixosModules.<stack>` alone.
 *
 * @example
 *
 * new NixosOption(laptop, 'Printing', { path: 'services.printing.enable', value: true });
 */
export class NixosOption extends StudioConstruct {
  private readonly props: NixosOptionProps;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props the option and its value
   */
  public constructor(scope: Construct, id: string, props: NixosOptionProps) {
    super(scope, id);
    this.props = props;
  }

  public override contributeTo(module: NixosModule): void {
    if (this.props.comment !== undefined) module.describe(this.props.comment);
    module.set(this.props.path, this.props.value);
  }

  public override contributeToEnvironment(environment: Environment): void {
    environment.setNixosOption(this.props.path, this.props.value);
    Annotations.of(this).addInfo(onlyOnNixos());
  }
}

/** Several options of NixOS that belong together. */
export interface NixosOptionsProps {
  /** Option path → value, JavaScript or `Nix`. */
  readonly options: { [path: string]: any };

  /**
   * A few words on what they are for. They stand above them in the machine's configuration.
   *
   * @default - none
   */
  readonly comment?: string;
}

/**
 * Several options of NixOS that belong together.
 *
 * @example
 *
 * new NixosOptions(laptop, 'Quiet', {
 *   comment: 'no sleep during a concert',
 *   options: { 'systemd.targets.sleep.enable': false, 'services.logind.settings.Login.HandleLidSwitch': 'ignore' },
 * });
 */
export class NixosOptions extends StudioConstruct {
  private readonly props: NixosOptionsProps;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props the options and their values
   */
  public constructor(scope: Construct, id: string, props: NixosOptionsProps) {
    super(scope, id);
    this.props = props;
  }

  public override contributeTo(module: NixosModule): void {
    if (this.props.comment !== undefined) module.describe(this.props.comment);
    for (const [path, value] of Object.entries(this.props.options)) module.set(path, value);
  }

  public override contributeToEnvironment(environment: Environment): void {
    for (const [path, value] of Object.entries(this.props.options)) environment.setNixosOption(path, value);
    Annotations.of(this).addInfo(onlyOnNixos());
  }
}

const onlyOnNixos = (): string =>
  'Options of NixOS count where this environment is used as a module of NixOS; on other Linux they do nothing.';
