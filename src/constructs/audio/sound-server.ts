import { Annotations, StudioConstruct, constructsOfMachine, whereabouts, type Environment, type NixosModule } from '../../core';
import { twoServers } from './errors';

/** The program that stands between the sound card and everything that plays: PipeWire or JACK. A machine has one. */
export abstract class SoundServer extends StudioConstruct {
  /**
   * The sound server of the machine that a construct is part of: the first one that was made there.
   *
   * @internal
   */
  public static _of(construct: StudioConstruct): SoundServer | undefined {
    for (const candidate of constructsOfMachine(construct)) if (candidate instanceof SoundServer) return candidate;
    return undefined;
  }

  /** What it is and how fast, in a few words: `PipeWire at 64 frames and 48 kHz, 1.33 ms`. */
  public abstract readonly summary: string;

  /** The groups of NixOS that let a user reach the server, and whose members may use realtime priorities. */
  public abstract readonly groups: string[];

  /**
   * A program that shows the connections and lets a musician change them, by its name in nixpkgs.
   *
   * @internal
   */
  public abstract readonly _patchbay: string;

  /**
   * How long a buffer lasts, in µs: until then the next one must be ready.
   *
   * @internal
   */
  public abstract readonly _bufferMicros: number;

  public override contributeTo(module: NixosModule): void {
    module.describe(this.summary);
    const first = SoundServer._of(this);
    if (first && first !== this) Annotations.of(this).addError(twoServers(first.summary, whereabouts(first), this.summary));
    else this._configure(module);
  }

  public override contributeToEnvironment(environment: Environment): void {
    environment.refuse('is a service of a machine');
  }

  /** @internal */
  protected abstract _configure(module: NixosModule): void;
}
