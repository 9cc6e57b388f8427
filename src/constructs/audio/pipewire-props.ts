import type { AudioDevice } from './audio-device';
import type { SampleRate } from './sample-rate';

/**
 * How PipeWire shall work. Every number that is left out stays at PipeWire's own default.
 *
 * The names are PipeWire's own (pipewire.conf(5), pipewire-props(7)); they are written to `services.pipewire.extraConfig` and
 * `services.pipewire.wireplumber.extraConfig`.
 */
export interface PipewireProps {
  /**
   * The sample rate of everything that is mixed (`default.clock.rate`).
   *
   * @default - 48 kHz
   */
  readonly rate?: SampleRate;

  /**
   * The rates that the sound card may change to when something asks for one of them while nothing else plays (`default.clock.allowed-rates`):
   * 1 to 32, `rate` among them.
   *
   * @default - `rate` alone: nothing is resampled behind a musician's back while the studio works at one rate
   */
  readonly allowedRates?: SampleRate[];

  /**
   * How many frames are computed at a time (`default.clock.quantum`): 4 to 8192, a power of two. It decides how long it takes from the key to the
   * ear: 64 frames at 48 kHz are 1.33 ms, to which the sound card adds its own share.
   *
   * Inside of a virtual machine PipeWire never goes below 1024, whatever is asked for.
   *
   * @default - 1024, good for listening and mixing
   */
  readonly quantum?: number;

  /**
   * The smallest quantum that a program may ask for (`default.clock.min-quantum`): 4 to 8192.
   *
   * @default - `quantum` where it is given, so that no program can ask for more than the machine was tuned for; otherwise 32
   */
  readonly minQuantum?: number;

  /**
   * The largest quantum that a program may ask for (`default.clock.max-quantum`): 4 to 8192. With the value of `quantum` nothing ever changes.
   *
   * @default - 2048, or `quantum` where that is larger
   */
  readonly maxQuantum?: number;

  /**
   * Whether every quantum is a power of two (`clock.power-of-two-quantum`). Off allows 48, 96 and 144, which suit the packets of USB at 48 kHz.
   *
   * @default true
   */
  readonly powerOfTwo?: boolean;

  /**
   * Whether programs that speak JACK are served (`services.pipewire.jack.enable`): Ardour and nearly every other program for musicians.
   *
   * @default true
   */
  readonly jack?: boolean;

  /**
   * Whether programs that speak PulseAudio are served (`services.pipewire.pulse.enable`): browsers and desktops.
   *
   * @default true
   */
  readonly pulse?: boolean;

  /**
   * Whether programs that speak ALSA are served (`services.pipewire.alsa.enable`).
   *
   * @default true
   */
  readonly alsa?: boolean;

  /**
   * Whether 32-bit programs that speak ALSA are served too (`services.pipewire.alsa.support32Bit`): old games, Windows plugins in wine.
   *
   * @default false
   */
  readonly alsa32Bit?: boolean;

  /**
   * The quantum that programs ask for which speak JACK (`node.latency` of jack.conf), in frames: 4 to 8192.
   *
   * JACK programs keep whatever quantum they find. Without a wish of their own, a browser that played before them decides it.
   *
   * @default - `quantum` where it is given
   */
  readonly jackQuantum?: number;

  /**
   * Whether every sound card shows all its channels as they are, without a mixer in between (the profile `pro-audio`). For single cards there is
   * `devices`.
   *
   * @default false
   */
  readonly proAudio?: boolean;

  /**
   * What is special about single sound cards. Later ones win over earlier ones.
   *
   * @default - none
   */
  readonly devices?: AudioDevice[];

  /**
   * The realtime priority of the server (`rt.prio`), 12 to 89: above its clients, below the sound card's interrupt, which rtirq puts at 90.
   *
   * @default - 88
   */
  readonly priority?: number;

  /**
   * The realtime priority of the programs that are served (`rt.prio` of their own threads), 11 or more and below `priority`.
   *
   * @default - 83
   */
  readonly clientPriority?: number;

  /**
   * Whether RealtimeKit may hand out realtime priorities (`security.rtkit.enable`) where a session has not got the limits of its groups, as it
   * happens to services that a user's own systemd starts. Its priorities are lower, 20 at most.
   *
   * @default true
   */
  readonly rtkit?: boolean;

  /**
   * Whether the whole memory of the server stays in RAM (`mem.mlock-all`). The buffers that carry the sound always do.
   *
   * @default false
   */
  readonly lockMemory?: boolean;

  /**
   * Configuration in PipeWire's own words, for what has no word here: which program reads it, the name of the file, what stands in it. The programs
   * are `pipewire`, `pipewire-pulse`, `jack`, `client` and `wireplumber`. This library's own file is called `10-studio`; a higher number wins.
   *
   * @default - none
   *
   * @example
   *
   * AudioServer.pipewire({ quantum: 64, extraConfig: { pipewire: { '20-quiet': { 'context.properties': { 'log.level': 0 } } } } });
   */
  readonly extraConfig?: { [program: string]: any };
}
