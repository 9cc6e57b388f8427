import type { Construct } from 'constructs';
import {
  isAccount,
  isCheckId,
  isHost,
  isLine,
  isPatience,
  isPort,
  isProgram,
  isQuantum,
  isStatus,
  isUnit,
  isWebAddress,
} from '../../assembly';
import { MOST_WORDS, type HealthCheck as CheckEntry } from '../../assembly';
import { Duration, callSite } from '../../core';
import * as text from './errors';
import type { AudioServerCheckProps, HealthCheckProps, HttpCheckProps, TcpCheckProps } from './health-check-props';
import { HealthCheckConstruct } from './health-check-construct';

/**
 * Something that must be well on a machine before a deployment is confirmed. What fails takes the deployment back.
 *
 * The machine itself is asked, after the switch and within `within`; where the new configuration needs a reboot, after the reboot. `cdk verify` asks
 * at any time, and `--skip-gate <id>` leaves one out.
 *
 * @example
 *
 * laptop.addHealthCheck(HealthCheck.audioServer({ maxQuantum: 64 }));
 * laptop.addHealthCheck(HealthCheck.unit('samples', 'var-lib-samples.mount'));
 */
export class HealthCheck {
  /**
   * A program that ends with 0. It runs as the user who deploys, and no shell reads its words.
   *
   * @param id what `--skip-gate` calls it, unique on the machine
   * @param command a name in PATH or an absolute path, and its arguments, each on its own
   * @param props how long it may take
   */
  public static command(id: string, command: string[], props: HealthCheckProps = {}): HealthCheck {
    return new HealthCheck(id, { kind: 'command', argv: [...command] }, props.within, commandProblems(command));
  }

  /**
   * A unit of systemd that is active.
   *
   * @param id what `--skip-gate` calls it, unique on the machine
   * @param unit its name with its kind: `jacktrip.service`, `var-lib-samples.mount`
   * @param props how long it may take
   */
  public static unit(id: string, unit: string, props: HealthCheckProps = {}): HealthCheck {
    return new HealthCheck(id, { kind: 'unit', unit }, props.within, isUnit(unit) ? [] : [text.badUnitName(unit)]);
  }

  /**
   * A unit of somebody's session that is active.
   *
   * @param id what `--skip-gate` calls it, unique on the machine
   * @param unit its name with its kind: `pipewire.service`
   * @param user whose session: the account's name
   * @param props how long it may take
   */
  public static userUnit(id: string, unit: string, user: string, props: HealthCheckProps = {}): HealthCheck {
    const problems = [...(isUnit(unit) ? [] : [text.badUnitName(unit)]), ...(isAccount(user) ? [] : [text.badAccount(user)])];
    return new HealthCheck(id, { kind: 'unit', unit, user }, props.within, problems);
  }

  /**
   * A port that somebody listens on, as seen from the machine itself.
   *
   * @param id what `--skip-gate` calls it, unique on the machine
   * @param port 1 to 65535
   * @param props where, and how long it may take
   */
  public static tcp(id: string, port: number, props: TcpCheckProps = {}): HealthCheck {
    const { host = 'localhost', within } = props;
    const problems = [...(isPort(port) ? [] : [text.badPort(port)]), ...(isHost(host) ? [] : [text.badHost(host)])];
    return new HealthCheck(id, { kind: 'tcp', host, port }, within, problems);
  }

  /**
   * An address of the web that answers, as seen from the machine itself.
   *
   * @param id what `--skip-gate` calls it, unique on the machine
   * @param url `http://localhost:8080/`
   * @param props with which status, and how long it may take
   */
  public static http(id: string, url: string, props: HttpCheckProps = {}): HealthCheck {
    const { status = 200, within } = props;
    const problems = [...(isWebAddress(url) ? [] : [text.badUrl(url)]), ...(isStatus(status) ? [] : [text.badStatus(status)])];
    return new HealthCheck(id, { kind: 'http', url, status }, within, problems);
  }

  /**
   * The audio server, PipeWire or JACK, that runs.
   *
   * @param props how large its buffer may be, and how long it may take
   */
  public static audioServer(props: AudioServerCheckProps = {}): HealthCheck {
    const { id = 'audio-server', maxQuantum, within } = props;
    const problems = maxQuantum === undefined || isQuantum(maxQuantum) ? [] : [text.badMaxQuantum(maxQuantum)];
    return new HealthCheck(id, { kind: 'audio-server', ...(maxQuantum !== undefined && { maxQuantum }) }, within, problems);
  }

  private readonly source = callSite();

  private constructor(
    /** What `--skip-gate` calls it. */
    public readonly id: string,
    private readonly check: CheckEntry,
    private readonly within = Duration.seconds(30),
    private readonly problems: readonly string[],
  ) {}

  /**
   * The check as a part of the machine, which remembers the line that asked for it.
   *
   * @internal
   */
  public _createIn(scope: Construct): HealthCheckConstruct {
    const { check, id, source, within } = this;
    const problems = [
      ...(isCheckId(id) ? [] : [text.badCheckId(id)]),
      ...(isPatience(within.toSeconds()) ? [] : [text.badWithin(within.toString())]),
      ...this.problems,
    ];
    return new HealthCheckConstruct(scope, { check, id, within: within.toSeconds(), source }, problems);
  }
}

function commandProblems(command: readonly string[]): string[] {
  const [program] = command;
  if (program === undefined) return [text.emptyCommand()];
  if (command.length > MOST_WORDS) return [text.longCommand(command.length)];
  const odd = command.findIndex((word) => !isLine(word));
  if (odd >= 0) return [text.badArgument(odd + 1)];
  return isProgram(program) ? [] : [text.badProgram(program)];
}
