import type { Construct } from 'constructs';
import { callSite, setSource } from '../../core';
import type { JackProps } from './jack-props';
import { JackServer } from './jack-server';
import type { PipewireProps } from './pipewire-props';
import { PipewireServer } from './pipewire-server';
import type { SoundServer } from './sound-server';

/**
 * Which sound server a studio has, and how fast it is. Given to a `Studio`, which makes it its child «Audio».
 *
 * @example
 *
 * new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }) });
 */
export abstract class AudioServer {
  /**
   * PipeWire, which serves programs of every kind. What a studio wants unless it has a reason.
   *
   * @param props how it shall work
   */
  public static pipewire(props: PipewireProps = {}): AudioServer {
    return new Pipewire(props);
  }

  /**
   * JACK2 on one sound card, for a machine that does music and nothing else.
   *
   * @param props the sound card, and how it shall work
   */
  public static jack(props: JackProps): AudioServer {
    return new Jack(props);
  }

  private readonly source = callSite();

  /**
   * The server as a part of the machine, which remembers the line that chose it.
   *
   * @internal
   */
  public _createIn(scope: Construct): SoundServer {
    const server = this._create(scope, 'Audio');
    setSource(server, this.source);
    return server;
  }

  /** @internal */
  protected abstract _create(scope: Construct, id: string): SoundServer;
}

class Pipewire extends AudioServer {
  public constructor(private readonly props: PipewireProps) {
    super();
  }

  protected _create(scope: Construct, id: string): SoundServer {
    return new PipewireServer(scope, id, this.props);
  }
}

class Jack extends AudioServer {
  public constructor(private readonly props: JackProps) {
    super();
  }

  protected _create(scope: Construct, id: string): SoundServer {
    return new JackServer(scope, id, this.props);
  }
}
