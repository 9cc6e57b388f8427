import type { Construct } from 'constructs';
import { Annotations, type NixosModule } from '../../core';
import { Nix } from '../../nix';
import { jackBuffer, jackOptions, jackProblems, jackSummary, jackWarnings } from './jack-options';
import { JackAlsaBridge, type JackProps } from './jack-props';
import { SoundServer } from './sound-server';

/**
 * JACK2 on one sound card, for a machine that does music and nothing else. It starts with the card and belongs to the system, not to a session.
 *
 * Programs for JACK are heard at once; browsers and desktops only through `alsaBridge`, or not at all. A studio that wants both takes PipeWire,
 * which serves JACK programs too.
 *
 * It brings the tools that list and connect ports (`jack-example-tools`): `cdk deploy` asks them who plays before it switches.
 *
 * @example
 *
 * new JackServer(rack, 'Audio', { device: 'hw:USB', period: 128 });
 */
export class JackServer extends SoundServer {
  public readonly summary: string;
  public readonly groups = ['audio', 'jackaudio'];

  /** @internal */
  public readonly _patchbay = 'qjackctl';

  /** @internal */
  public readonly _bufferMicros: number;

  private readonly props: JackProps;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props the sound card, and how it shall work
   */
  public constructor(scope: Construct, id: string, props: JackProps) {
    super(scope, id);
    this.props = props;
    this.summary = jackSummary(props);
    this._bufferMicros = jackBuffer(props);
    for (const problem of jackProblems(props)) Annotations.of(this).addError(problem);
    for (const warning of jackWarnings(props)) Annotations.of(this).addWarning(warning);
  }

  /** @internal */
  protected _configure(module: NixosModule): void {
    const { alsaBridge = JackAlsaBridge.PLUGIN } = this.props;
    module.set('services.jack.jackd.enable', true);
    module.set('services.jack.jackd.extraOptions', jackOptions(this.props));
    // jack_lsp tells who is connected, which is asked before a switch that could cut somebody off.
    module.set('environment.systemPackages', [Nix.pkgs('jack-example-tools')]);
    // NixOS turns the plugin on by itself, and refuses it beside the loopback card.
    if (alsaBridge !== JackAlsaBridge.PLUGIN) module.set('services.jack.alsa.enable', false);
    if (alsaBridge === JackAlsaBridge.LOOPBACK) module.set('services.jack.loopback.enable', true);
  }
}
