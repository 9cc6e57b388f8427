import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, type Environment, type NixosModule } from '../../core';
import { NODE, type Nix } from '../../nix';
import { Pkg } from '../pkg';
import type { PackageContext } from '../pkg-origin';
import { reportPackage } from '../pkg-report';
import { StudioUser } from '../studio-user';
import { serviceProblems, serviceWarnings } from './checks';
import { commandLine, escapeSpecifiers, programOf, textOf, toWord } from './command';
import { homeServiceOptions } from './home-service';
import { CpuScheduling, Restart, ServiceType, type SystemServiceProps } from './props';
import { sandboxDirectives } from './sandbox';

/**
 * A program that runs in the background: a sampler, a bridge to the light desk, a nightly copy of the recordings.
 *
 * It is a unit of systemd, sandboxed unless something is allowed: see `sandbox`. No shell reads its command.
 *
 * In a portable stack it must be a service of the user, and counts where the environment becomes part of a home (`homeModules.<stack>`).
 *
 * @example
 *
 * new SystemService(laptop, 'JackTrip', {
 *   description: 'lets the others of the band play along',
 *   command: [Pkg.of('jacktrip'), '--server', '--bufstrategy', 3],
 *   realtimeLimit: 80,
 *   sandbox: { soundDevices: true },
 * });
 */
export class SystemService extends StudioConstruct {
  /** The name of the unit, without `.service`. */
  public readonly serviceName: string;

  /** The CPUs it is pinned to; empty for all. */
  public readonly cpus: number[];

  private readonly props: SystemServiceProps;
  private readonly userName: string | undefined;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name; without `serviceName` also that of the unit
   * @param props what it does, and how
   */
  public constructor(scope: Construct, id: string, props: SystemServiceProps) {
    super(scope, id);
    this.props = props;
    this.serviceName = props.serviceName ?? kebab(id);
    this.cpus = props.cpus ?? [];
    this.userName = props.user instanceof StudioUser ? props.user.userName : props.user;
    for (const problem of serviceProblems(this.serviceName, this.userName, props)) Annotations.of(this).addError(problem);
    for (const warning of serviceWarnings(props)) Annotations.of(this).addWarning(warning);
    for (const word of props.command) if (word instanceof Pkg) reportPackage(this, word, 'program');
  }

  public override contributeTo(module: NixosModule): void {
    const { after, description, environment, schedule, userService, wantedBy, wants } = this.props;
    const unit = `systemd.${userService ? 'user.' : ''}services.${JSON.stringify(this.serviceName)}`;
    module.describe(description);
    module.set(`${unit}.description`, escapeSpecifiers(description));
    module.set(`${unit}.after`, after);
    module.set(`${unit}.wants`, wants);
    module.set(
      `${unit}.wantedBy`,
      wantedBy ?? (schedule === undefined ? [userService ? 'default.target' : 'multi-user.target'] : undefined),
    );
    module.set(`${unit}.startAt`, schedule);
    for (const [name, value] of Object.entries(environment ?? {}))
      module.set(`${unit}.environment.${JSON.stringify(name)}`, variable(value));
    for (const [name, value] of Object.entries(this.directives(module))) module.set(`${unit}.serviceConfig.${JSON.stringify(name)}`, value);
  }

  public override contributeToEnvironment(environment: Environment): void {
    const { after, description, schedule, userService, wantedBy, wants } = this.props;
    if (!userService) return environment.refuse('without userService: true is started by the machine');
    environment.describe(description);
    const variables = Object.entries(this.props.environment ?? {}).map(([name, value]) => [name, variable(value)]);
    const service = {
      ...{ name: this.serviceName, description: escapeSpecifiers(description), after, wants, wantedBy, schedule },
      environment: Object.fromEntries(variables) as Record<string, unknown>,
      directives: this.directives(environment),
    };
    for (const [option, value] of Object.entries(homeServiceOptions(service))) environment.setHomeOption(option, value);
  }

  private directives(context: PackageContext): Record<string, unknown> {
    const { environmentFile, realtimeLimit, restartDelay, sandbox = {}, scheduling, userService = false } = this.props;
    const type = this.props.serviceType ?? (this.props.schedule === undefined ? ServiceType.EXEC : ServiceType.ONESHOT);
    const realtime = realtimeLimit !== undefined || scheduling === CpuScheduling.FIFO || scheduling === CpuScheduling.RR;
    return {
      ...sandboxDirectives(sandbox, realtime, userService),
      ...this.identity(),
      ...this.places(),
      CPUAffinity: this.cpus.length > 0 ? this.cpus.join(' ') : undefined,
      CPUSchedulingPolicy: scheduling,
      CPUSchedulingPriority: this.props.priority,
      EnvironmentFile: environmentFile === undefined ? undefined : escapeSpecifiers(environmentFile),
      ExecStart: this.command(context),
      LimitMEMLOCK: realtimeLimit === undefined ? undefined : 'infinity',
      LimitRTPRIO: realtimeLimit,
      Nice: this.props.nice,
      Restart: this.props.restart ?? (type === ServiceType.ONESHOT ? Restart.NO : Restart.ON_FAILURE),
      RestartSec: restartDelay,
      Type: type,
      ...this.props.serviceConfig,
    };
  }

  private identity(): Record<string, unknown> {
    if (this.props.userService) return {};
    const groups = [...(this.props.groups ?? []), ...(this.props.sandbox?.soundDevices ? ['audio'] : [])];
    return {
      DynamicUser: this.userName === undefined ? true : undefined,
      SupplementaryGroups: groups.length > 0 ? [...new Set(groups)] : undefined,
      User: this.userName,
    };
  }

  private places(): Record<string, unknown> {
    const { stateFolder, workingFolder } = this.props;
    return {
      StateDirectory: stateFolder,
      // %S is /var/lib, or the person's state folder
      WorkingDirectory: workingFolder !== undefined ? escapeSpecifiers(workingFolder) : stateFolder && `%S/${stateFolder}`,
    };
  }

  private command(context: PackageContext): Nix | undefined {
    const words = this.props.command.map((value: unknown, index) => {
      if (!(value instanceof Pkg)) return toWord(value);
      const pkg = value._in(context);
      return index === 0 ? programOf(pkg, value._entry?.program) : pkg[NODE];
    });
    const usable = words.filter((word) => typeof word !== 'string'); // the others have been reported
    return usable.length > 0 ? commandLine(usable) : undefined;
  }
}

/** Systemd puts specifiers into the values of variables, too. */
function variable(value: unknown): unknown {
  const word = toWord(value);
  if (typeof word === 'string') return undefined; // it has been reported
  const text = word.kind === 'int' ? String(word.value) : textOf(word);
  return text === undefined ? value : escapeSpecifiers(text);
}

/** `SampleSync` → `sample-sync`. */
const kebab = (id: string): string =>
  id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[\s-]+/g, '-')
    .toLowerCase();
