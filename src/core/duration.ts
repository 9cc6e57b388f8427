/**
 * A length of time.
 *
 * @example
 *
 * new RealtimeKernel(laptop, 'Kernel', { maxLatency: Duration.micros(150), measureFor: Duration.seconds(20) });
 */
export class Duration {
  /**
   * So many millionths of a second, µs.
   *
   * @param amount 0 or more; what uses the duration reports any other
   */
  public static micros(amount: number): Duration {
    return new Duration(amount, 1, 'µs');
  }

  /**
   * So many thousandths of a second.
   *
   * @param amount 0 or more; what uses the duration reports any other
   */
  public static millis(amount: number): Duration {
    return new Duration(amount, 1000, 'ms');
  }

  /**
   * So many seconds.
   *
   * @param amount 0 or more; what uses the duration reports any other
   */
  public static seconds(amount: number): Duration {
    return new Duration(amount, 1_000_000, 's');
  }

  /**
   * So many minutes.
   *
   * @param amount 0 or more; what uses the duration reports any other
   */
  public static minutes(amount: number): Duration {
    return new Duration(amount, 60_000_000, 'min');
  }

  private constructor(
    private readonly amount: number,
    private readonly micros: number,
    private readonly unit: string,
  ) {}

  /** Its length in µs. */
  public toMicros(): number {
    return exact(this.amount * this.micros);
  }

  /** Its length in thousandths of a second. */
  public toMillis(): number {
    return exact(this.toMicros() / 1000);
  }

  /** Its length in seconds. */
  public toSeconds(): number {
    return exact(this.toMicros() / 1_000_000);
  }

  /** As it was given: `150 µs`. */
  public toString(): string {
    return `${this.amount} ${this.unit}`;
  }
}

/** 0.1 has no exact binary form: 1.1 ms are 1100 µs, and no 1100.0000000000002. */
const exact = (number: number): number => Number(number.toFixed(6));
