import type { SampleRate } from './sample-rate';

/** What JACK does with the sound card. */
export enum JackDirection {
  /** Records and plays. */
  DUPLEX = 'duplex',
  /** Only plays. */
  PLAYBACK = 'playback',
  /** Only records. */
  CAPTURE = 'capture',
}

/** How JACK sees the MIDI ports of the system. */
export enum JackMidi {
  /** It does not: programs use ALSA's sequencer, and NixOS runs a2jmidid as a bridge to it. */
  NONE = 'none',
  /** Through ALSA's sequencer. */
  SEQ = 'seq',
  /** Straight from the hardware, with less jitter and for JACK alone. */
  RAW = 'raw',
}

/** The noise that hides the steps when the sound card has fewer bits than the mix. */
export enum JackDither {
  /** None; right for cards with 24 bits and more. */
  NONE = 'none',
  /** Rectangular. */
  RECTANGULAR = 'rectangular',
  /** Triangular. */
  TRIANGULAR = 'triangular',
  /** Shaped: moved to where ears are deaf. */
  SHAPED = 'shaped',
}

/** How programs that speak ALSA, and not JACK, are heard. */
export enum JackAlsaBridge {
  /** ALSA's default device is a plugin that speaks JACK (`services.jack.alsa.enable`). */
  PLUGIN = 'plugin',
  /** A sound card that exists in the kernel only carries their sound to JACK (`services.jack.loopback.enable`). More programs can use it. */
  LOOPBACK = 'loopback',
  /** They are not. */
  NONE = 'none',
}

/** How JACK shall work. The names are those of jackd(1). */
export interface JackProps {
  /**
   * The sound card, as ALSA calls it: `hw:USB`, `hw:CARD=PCH,DEV=0`. Names stay the same when another card is plugged in; numbers move.
   * `aplay -l` lists them.
   */
  readonly device: string;

  /**
   * The sample rate.
   *
   * @default - 48 kHz
   */
  readonly rate?: SampleRate;

  /**
   * Frames that are computed at a time, 16 to 8192, a power of two.
   *
   * @default 256
   */
  readonly period?: number;

  /**
   * Periods in the sound card's buffer, 2 to 8. Latency is `period` times `periods`.
   *
   * @default - 2, or 3 where the device's name says USB
   */
  readonly periods?: number;

  /**
   * The realtime priority of the server, 1 to 89: above interrupts in general (50), below the one of the sound card, which rtirq puts at 90.
   *
   * @default 70
   */
  readonly priority?: number;

  /**
   * What is done with the sound card.
   *
   * @default JackDirection.DUPLEX
   */
  readonly direction?: JackDirection;

  /**
   * How many ports all programs together may have, 16 to 4096.
   *
   * @default - 256, jackd's own
   */
  readonly maxPorts?: number;

  /**
   * Milliseconds after which a program that does not answer is thrown out, 1 to 60000.
   *
   * @default - 500, jackd's own
   */
  readonly clientTimeout?: number;

  /**
   * Goes on where a program or the card was late, instead of making everybody start again. For listening, not for recording.
   *
   * @default false
   */
  readonly softMode?: boolean;

  /**
   * Whether the memory of the server stays in RAM.
   *
   * @default true
   */
  readonly lockMemory?: boolean;

  /**
   * How the MIDI ports of the system are seen.
   *
   * @default JackMidi.NONE
   */
  readonly midi?: JackMidi;

  /**
   * The dither.
   *
   * @default JackDither.NONE
   */
  readonly dither?: JackDither;

  /**
   * How programs that speak ALSA are heard.
   *
   * @default JackAlsaBridge.PLUGIN
   */
  readonly alsaBridge?: JackAlsaBridge;

  /**
   * More options of the server itself. They stand before the name of the backend: the same letter means something else behind it.
   *
   * @default - none
   */
  readonly serverOptions?: string[];

  /**
   * More options of the backend `alsa`, such as `-i2`. They stand at the end.
   *
   * @default - none
   */
  readonly backendOptions?: string[];
}
