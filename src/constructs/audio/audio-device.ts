import { deviceProblems, ofCard, ofNode } from './audio-device-problems';
import type { AudioDeviceProps } from './audio-device-props';

/**
 * A rule of PipeWire's session manager about one sound card, or some: `monitor.alsa.rules` of WirePlumber.
 *
 * Where a pattern is asked for, `~` in front makes it a regular expression: `~Scarlett.*`.
 *
 * @example
 *
 * AudioServer.pipewire({
 *   quantum: 64,
 *   devices: [AudioDevice.card('~Scarlett.*', { profile: 'pro-audio', disableBatch: true }), AudioDevice.hdmi({ disabled: true })],
 * });
 */
export class AudioDevice {
  /**
   * A card by its name (`api.alsa.card.name`), which stands in brackets behind the dash in `/proc/asound/cards`: `Scarlett 2i2 USB`.
   *
   * @param name the name, or a regular expression after `~`
   * @param props what is special about it
   */
  public static card(name: string, props: AudioDeviceProps): AudioDevice {
    return new AudioDevice([['api.alsa.card.name', name]], props);
  }

  /**
   * Every card on USB.
   *
   * @param props what is special about them
   */
  public static usb(props: AudioDeviceProps): AudioDevice {
    return new AudioDevice(
      [
        ['device.name', '~alsa_card.usb-.*'],
        ['node.name', '~alsa_(input|output).usb-.*'],
      ],
      props,
    );
  }

  /**
   * The outputs to screens, over HDMI and DisplayPort.
   *
   * @param props what is special about them, most often `{ disabled: true }`
   */
  public static hdmi(props: AudioDeviceProps): AudioDevice {
    return new AudioDevice(
      [
        ['api.alsa.card.name', '~.*HDMI.*'],
        ['node.name', '~alsa_output.*hdmi.*'],
      ],
      props,
    );
  }

  /**
   * Every sound card.
   *
   * @param props what is special about them
   */
  public static all(props: AudioDeviceProps): AudioDevice {
    return new AudioDevice(
      [
        ['device.name', '~alsa_card.*'],
        ['node.name', '~alsa_(input|output).*'],
      ],
      props,
    );
  }

  /**
   * Whatever has a property with a certain value.
   *
   * @param property such as `node.name`, `device.name` or `alsa.card_name`; `wpctl inspect` shows those of a device
   * @param pattern the value, or a regular expression after `~`
   * @param props what is special about it
   */
  public static matching(property: string, pattern: string, props: AudioDeviceProps): AudioDevice {
    return new AudioDevice([[property, pattern]], props);
  }

  private constructor(
    private readonly matches: readonly (readonly [string, string])[],
    private readonly props: AudioDeviceProps,
  ) {}

  /**
   * What is wrong with it, for the server to report.
   *
   * @internal
   */
  public _problems(): string[] {
    return deviceProblems(this.matches, this.props);
  }

  /**
   * The rule, as WirePlumber reads it. A property that the matched thing has no use for does no harm there.
   *
   * @internal
   */
  public _rule(): any {
    return { matches: this.matches.map(([property, pattern]) => ({ [property]: pattern })), actions: { 'update-props': this.updates() } };
  }

  private updates(): Record<string, unknown> {
    const { channels, disabled, disableBatch, headroom, periods, periodSize, priority, profile, properties, suspendTimeout } = this.props;
    const keys = this.matches.map(([property]) => property);
    return {
      'device.disabled': disabled && keys.some(ofCard) ? true : undefined,
      'node.disabled': disabled && keys.some(ofNode) ? true : undefined,
      'device.profile': profile,
      'api.alsa.period-size': periodSize,
      'api.alsa.period-num': periods,
      'api.alsa.headroom': headroom,
      'api.alsa.disable-batch': disableBatch,
      'session.suspend-timeout-seconds': suspendTimeout,
      'priority.session': priority,
      'audio.position': channels?.join(','),
      ...properties,
    };
  }
}
