import type { Construct } from 'constructs';
import { StudioConstruct, type NixosModule } from '../../src/core';

/** A construct that says to its machine whatever a test wants it to say. */
export class Says extends StudioConstruct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly say: (module: NixosModule) => void,
  ) {
    super(scope, id);
  }

  public override contributeTo(module: NixosModule): void {
    this.say(module);
  }
}
