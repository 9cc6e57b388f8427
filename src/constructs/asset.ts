import type { Construct } from 'constructs';
import { StudioConstruct, type Environment, type NixosModule } from '../core';
import { Nix } from '../nix';

/** What an asset is made of. */
export interface AssetProps {
  /** A file or a folder of the project, relative to the folder of `cdk.json`. */
  readonly path: string;
}

/**
 * A file or a folder that goes into the studio with its content: impulse responses, a MIDI map, a session template.
 *
 * It is copied into the assembly under a name made of its content, so that a machine changes exactly when the file does.
 * Everything in the assembly ends in the world-readable Nix store: never make an asset of a secret.
 *
 * @example
 *
 * const hall = new Asset(laptop, 'Hall', { path: 'assets/impulse-responses' });
 * new NixosOption(laptop, 'Responses', { path: 'environment.etc."impulse-responses".source', value: hall.reference });
 */
export class Asset extends StudioConstruct {
  private readonly path: string;
  private placed: Nix | undefined;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props where it is
   */
  public constructor(scope: Construct, id: string, props: AssetProps) {
    super(scope, id);
    this.path = props.path;
  }

  /** Where it stands, as the value of an option. */
  public get reference(): Nix {
    return Nix.lazy({ produce: () => this.placed });
  }

  public override contributeTo(module: NixosModule): void {
    this.placed = module._asset(this.path);
  }

  public override contributeToEnvironment(environment: Environment): void {
    this.placed = environment._asset(this.path);
  }
}
