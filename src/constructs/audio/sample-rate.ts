/**
 * How often in a second the sound is measured.
 *
 * @example
 *
 * AudioServer.pipewire({ rate: SampleRate.khz(96), quantum: 128 });
 */
export class SampleRate {
  /**
   * A rate in Hertz.
   *
   * @param hertz whole, 8000 to 768000; the construct that uses the rate reports any other
   */
  public static hz(hertz: number): SampleRate {
    return new SampleRate(hertz);
  }

  /**
   * A rate in kilohertz, as musicians say it: `44.1`.
   *
   * @param kilohertz 8 to 768
   */
  public static khz(kilohertz: number): SampleRate {
    return new SampleRate(Number((kilohertz * 1000).toFixed(6))); // 0.1 has no exact binary form
  }

  /** 44.1 kHz, as on an audio CD. */
  public static readonly CD = SampleRate.hz(44_100);

  /** 48 kHz, as on DAT. */
  public static readonly DAT = SampleRate.hz(48_000);

  /** 48 kHz, as in film, video and broadcast. */
  public static readonly VIDEO = SampleRate.DAT;

  /** 88.2 kHz: twice the CD's. */
  public static readonly KHZ_88_2 = SampleRate.hz(88_200);

  /** 96 kHz: twice DAT's. */
  public static readonly KHZ_96 = SampleRate.hz(96_000);

  /** 176.4 kHz: four times the CD's. */
  public static readonly KHZ_176_4 = SampleRate.hz(176_400);

  /** 192 kHz: four times DAT's, and the most that most converters can do. */
  public static readonly KHZ_192 = SampleRate.hz(192_000);

  private constructor(
    /** The rate in Hertz. */
    public readonly hertz: number,
  ) {}

  /** The rate as a musician reads it: `44.1 kHz`. */
  public toString(): string {
    return `${this.hertz / 1000} kHz`;
  }

  /**
   * What is wrong with it, for the construct that uses it to report.
   *
   * @internal
   */
  public get _problem(): string | undefined {
    const { hertz } = this;
    if (Number.isInteger(hertz) && hertz >= MIN && hertz <= MAX) return undefined;
    const meant = hertz < MIN ? hertz * 1000 : hertz / 1000;
    const advice = isCommon(meant) ? ` Did you mean ${hertz < MIN ? `SampleRate.khz(${hertz})` : `SampleRate.hz(${meant})`}?` : '';
    return `There is no sample rate of ${hertz} Hz: sound cards do ${MIN} to ${MAX}, in whole Hertz.${advice}`;
  }
}

/** From the telephone to the fastest converters. */
const MIN = 8_000;
const MAX = 768_000;

const isCommon = (hertz: number): boolean => Number.isInteger(hertz) && hertz >= MIN && hertz <= MAX;
