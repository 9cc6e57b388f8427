import type { Construct } from 'constructs';
import type { AudioServer } from '../constructs/audio';
import { Daw } from '../constructs/daw';
import { DawHost } from '../constructs/daw-host';
import type { Pkg } from '../constructs/pkg';
import { PluginBundle } from '../constructs/plugin-bundle';
import { RealtimeKernel, type RealtimeKernelProps } from '../constructs/realtime';
import { Desktop, Studio } from '../constructs/studio';
import { NixosStack } from './nixos-stack';
import type { NixosStackProps } from './nixos-stack-props';

/** What a home studio can be told, besides what every machine can. */
export interface HomeStudioStackProps extends NixosStackProps {
  /** The name of the musician's user: small letters, digits, dashes and underscores, at most 31. */
  readonly musician: string;

  /**
   * The programs to make music with. All of them see all plugins.
   *
   * @default [Daw.ARDOUR]
   */
  readonly daws?: Daw[];

  /**
   * Plugins: packages, or their names in nixpkgs.
   *
   * @default - a synth, a set of effects and a reverb: surge-xt, lsp-plugins, dragonfly-reverb
   */
  readonly plugins?: (string | Pkg)[];

  /**
   * The sound server.
   *
   * @default AudioServer.pipewire()
   */
  readonly audio?: AudioServer;

  /**
   * The desktop.
   *
   * @default Desktop.PLASMA
   */
  readonly desktop?: Desktop;

  /**
   * Tuning for low latency.
   *
   * @default - as a RealtimeKernel does by itself: nothing to compile
   */
  readonly tuning?: RealtimeKernelProps;
}

const PLUGINS = ['surge-xt', 'lsp-plugins', 'dragonfly-reverb'];

/**
 * A whole studio on one machine, for somebody who wants to begin: a desktop, a tuned kernel, PipeWire, Ardour and some good plugins.
 *
 * Its parts are ordinary constructs. Change them through the properties, add to them, or write your own stack when you have outgrown it.
 *
 * @example
 *
 * new HomeStudioStack(app, 'studio-laptop', {
 *   stateVersion: '26.05',
 *   hardware: 'assets/hardware/studio-laptop.nix',
 *   musician: 'alice',
 *   daws: [Daw.ARDOUR, Daw.CARLA],
 * });
 */
export class HomeStudioStack extends NixosStack {
  /** The tuning. */
  public readonly kernel: RealtimeKernel;

  /** The place to work. */
  public readonly studio: Studio;

  /** The plugins that all programs see. */
  public readonly plugins: PluginBundle;

  /**
   * @param scope the app
   * @param id the stack's name
   * @param props the machine, and what is on it
   */
  public constructor(scope: Construct, id: string, props: HomeStudioStackProps) {
    super(scope, id, props);
    const { musician, audio, daws = [Daw.ARDOUR], plugins = PLUGINS, desktop = Desktop.PLASMA, tuning } = props;
    this.plugins = new PluginBundle(this, 'Plugins', { plugins });
    this.kernel = new RealtimeKernel(this, 'Kernel', tuning);
    this.studio = new Studio(this, 'Studio', { musician, audio, desktop });
    for (const daw of daws) new DawHost(this.studio, daw.title, { daw, plugins: [this.plugins] });
  }
}
