import { StudioConstruct, callSite, setSource, type NixosModule } from '../core';
import { Nix } from '../nix';
import type { Construct } from 'constructs';

/** An option that the user sets whatever the constructs say. It is a construct, so that its line is known like theirs. */
export class OptionOverride extends StudioConstruct {
  public constructor(
    scope: Construct,
    private readonly optionPath: string,
    private value: unknown,
  ) {
    super(scope, `Override ${optionPath.replaceAll('/', '-')}`);
  }

  /** @internal */
  public _replace(value: unknown): void {
    this.value = value;
    setSource(this, callSite());
  }

  public override contributeTo(module: NixosModule): void {
    module.describe('wins over what constructs say');
    module.set(this.optionPath, Nix.mkForce(this.value));
  }
}
