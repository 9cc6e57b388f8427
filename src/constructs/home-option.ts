import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, type Environment, type NixosModule } from '../core';

/** One option of home-manager and its value. */
export interface HomeOptionProps {
  /** The option, such as `programs.git.enable` or `systemd.user.services.sync.Service.ExecStart`. */
  readonly path: string;

  /** The value, JavaScript or `Nix` with the arguments of a module in scope: `config`, `lib`, `pkgs`. */
  readonly value: any;
}

/**
 * Any option of home-manager, for those who make a portable studio part of their home: a service of the user, a file in `~/.config`.
 *
 * It counts in `homeModules.<stack>`. Who only starts programs with `nix run` has no use for it.
 *
 * @example
 *
 * new HomeOption(jam, 'Backup', {
 *   path: 'systemd.user.services.backup',
 *   value: { Service: { ExecStart: Nix.interpolate([Nix.pkgs('restic'), '/bin/restic backup %h/music']) }, Install: { WantedBy: ['default.target'] } },
 * });
 */
export class HomeOption extends StudioConstruct {
  private readonly props: HomeOptionProps;

  /**
   * @param scope the portable stack, or something inside of it
   * @param id its name
   * @param props the option and its value
   */
  public constructor(scope: Construct, id: string, props: HomeOptionProps) {
    super(scope, id);
    this.props = props;
  }

  public override contributeTo(module: NixosModule): void {
    void module;
    Annotations.of(this).addError(
      `«${this.props.path}» is an option of home-manager, and this is a machine: its options are NixOS's. Put it into a PortableStack, or use NixosOption.`,
    );
  }

  public override contributeToEnvironment(environment: Environment): void {
    environment.setHomeOption(this.props.path, this.props.value);
  }
}
