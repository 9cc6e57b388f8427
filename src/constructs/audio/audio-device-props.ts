/** What is special about a sound card. What is left out stays as PipeWire found it. */
export interface AudioDeviceProps {
  /**
   * The profile that the card starts with (`device.profile`): `pro-audio` shows all channels raw, `off` keeps the card free for another program,
   * others are the card's own (`pactl list cards` shows them).
   *
   * @default - the best one that PipeWire finds
   */
  readonly profile?: string;

  /**
   * Frames between two interrupts of the card (`api.alsa.period-size`), 4 to 8192.
   *
   * @default - PipeWire decides, from the quantum
   */
  readonly periodSize?: number;

  /**
   * Periods in the card's own buffer (`api.alsa.period-num`), 2 to 1024.
   *
   * @default - PipeWire decides
   */
  readonly periods?: number;

  /**
   * Frames that are kept between the computer and the card (`api.alsa.headroom`), 0 to 8192. More of them calm a card that crackles, and cost
   * that much latency.
   *
   * @default - 0, or what PipeWire knows about the card
   */
  readonly headroom?: number;

  /**
   * Whether the card is spared the shorter periods that PipeWire gives to «batch» devices, which nearly all USB cards are (`api.alsa.disable-batch`).
   * It often halves their latency, where the card tells its position honestly.
   *
   * @default false
   */
  readonly disableBatch?: boolean;

  /**
   * Seconds of silence after which the card is put to sleep (`session.suspend-timeout-seconds`); 0 keeps it awake, without the click when it wakes.
   *
   * @default - 5
   */
  readonly suspendTimeout?: number;

  /**
   * How much it is preferred as the default output and input (`priority.session`), 0 to 10000; cards have about 1000 (outputs) and 2000 (inputs).
   *
   * @default - PipeWire decides
   */
  readonly priority?: number;

  /**
   * What its channels are called, in order (`audio.position`): `['FL', 'FR']` or `['AUX0', 'AUX1', 'AUX2', 'AUX3']`.
   *
   * @default - what the card says
   */
  readonly channels?: string[];

  /**
   * Takes the card away from PipeWire (`device.disabled`, `node.disabled`), for outputs that one never wants to find the song on.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * Further properties in PipeWire's own words (pipewire-props(7)).
   *
   * @default - none
   */
  readonly properties?: { [name: string]: any };
}
