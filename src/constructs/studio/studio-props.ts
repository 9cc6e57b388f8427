import type { AudioServer } from '../audio';
import type { Pkg } from '../pkg';
import type { PluginBundle } from '../plugin-bundle';
import type { StudioUser } from '../studio-user';
import type { Desktop } from './desktop';

/** Who works in a studio, and with what. */
export interface StudioProps {
  /**
   * The musician: the name of a user of the machine, or a `StudioUser` that says more about the person. A name that no `StudioUser` before this
   * studio has gets an account. Small letters, digits, dashes and underscores, a letter or an underscore first, at most 31.
   */
  readonly musician: string | StudioUser;

  /**
   * The sound server. A machine has one; a second studio on it shares the first one's.
   *
   * @default - the machine's where it has one already, otherwise AudioServer.pipewire()
   */
  readonly audio?: AudioServer;

  /**
   * Plugins for every program of the machine that has no `DawHost`, in all the formats they come in. Programs with a `DawHost` find just what it
   * gives them.
   *
   * @default - none
   */
  readonly bundles?: PluginBundle[];

  /**
   * Public keys with which the musician logs in over ssh, each the one line of a file such as `~/.ssh/id_ed25519.pub`.
   *
   * @default - none
   */
  readonly authorizedKeys?: string[];

  /**
   * The desktop.
   *
   * @default Desktop.NONE
   */
  readonly desktop?: Desktop;

  /**
   * Programs that are at hand besides the DAWs: packages, or their names in nixpkgs.
   *
   * @default - alsa-utils, and a patchbay: qpwgraph with PipeWire, qjackctl with JACK
   */
  readonly tools?: (string | Pkg)[];
}
