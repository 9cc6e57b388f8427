import type { Construct } from 'constructs';
import { statSync } from 'node:fs';
import type { HealthCheckEntry, TargetEntry } from '../assembly';
import { Annotations, FlakeInput, Stack, checkDefinitions, collect, configurationFile, nixosSystem, type MachineDraft } from '../core';
import { noSuchFile, type NixosModule, type StackOutput, type SynthesisSession } from '../core';
import { BootLoader } from '../constructs/boot-loader';
import { DeploymentGuard } from '../constructs/deployment-guard';
import { contributeTarget, targetProblems, type DeployTarget } from '../constructs/deploy-target';
import type { HealthCheck } from '../constructs/health-check';
import type { HealthCheckConstruct } from '../constructs/health-check/health-check-construct';
import { Network } from '../constructs/network';
import { realtimeIntent } from '../constructs/realtime-intent';
import { printFile, type Nix } from '../nix';
import { badHostName, badKeyboard, badLocale, badStateVersion, badTag, badTimeZone, hardwareNotAFile, noKeys } from './errors';
import { ExtraModule } from './extra-module';
import type { NixosStackProps } from './nixos-stack-props';
import { OptionOverride } from './option-override';
import { optionValue, rememberingValues } from './option-value';

/**
 * One machine with NixOS: what `cdk deploy NAME` builds, brings there and verifies.
 *
 * Studio, RealtimeKernel and the others are made inside of it; every one of them becomes a module of the machine's configuration.
 *
 * @example
 *
 * const laptop = new NixosStack(app, 'studio-laptop', {
 *   stateVersion: '26.05',
 *   hardware: 'assets/hardware/studio-laptop.nix',
 *   target: { host: 'studio-laptop.local', user: 'root' },
 * });
 */
export class NixosStack extends Stack {
  /** The machine's name in the network. */
  public readonly hostName: string;

  /** Where the machine is reached for deployments. */
  public readonly target?: DeployTarget;

  private readonly props: NixosStackProps;
  private readonly overrides = new Map<string, OptionOverride>();
  private readonly healthChecks: HealthCheckConstruct[] = [];
  private readonly flakeModules: { input: FlakeInput; attribute: string }[] = [];

  /**
   * @param scope the app
   * @param id the stack's name: letters, digits, dashes and underscores; unique in the app
   * @param props what the machine is like
   */
  public constructor(scope: Construct, id: string, props: NixosStackProps) {
    super(scope, id, props);
    this.props = props;
    this.hostName = props.hostName ?? this.stackName;
    this.target = props.target;
    for (const problem of problems(this.hostName, props)) Annotations.of(this).addError(problem);
    if (props.target) new DeploymentGuard(this, 'DeploymentGuard', trusted(props.target));
    for (const check of props.healthChecks ?? []) this.addHealthCheck(check);
    if (props.target && !props.target.authorizedKeys?.length) Annotations.of(this).addWarning(noKeys(props.target.user ?? 'root'));
  }

  /**
   * Adds a NixOS module of your own: a file, or a folder with a `default.nix`. It is copied into the flake.
   *
   * @param path relative to the folder of `cdk.json`
   */
  public addModule(path: string): void {
    new ExtraModule(this, path);
  }

  /**
   * Adds a module of another flake, e.g. `home-manager.nixosModules.home-manager`.
   *
   * @param input the flake
   * @param attribute the module's attribute path in it, e.g. `nixosModules.home-manager`
   */
  public addFlakeModule(input: FlakeInput, attribute: string): void {
    this.flakeModules.push({ input, attribute });
  }

  /**
   * Adds something that must be well on the machine before a deployment is confirmed.
   *
   * @param check such as `HealthCheck.audioServer()`
   */
  public addHealthCheck(check: HealthCheck): void {
    this.healthChecks.push(check._createIn(this));
  }

  /**
   * Sets an option whatever the constructs say (`lib.mkForce`). The second call for an option replaces the first.
   *
   * @param optionPath such as `services.pipewire.jack.enable` or `boot.kernel.sysctl."vm.swappiness"`
   * @param value JavaScript or `Nix`
   */
  public overrideOption(optionPath: string, value: any): void {
    const known = this.overrides.get(optionPath);
    if (known) known._replace(value);
    else this.overrides.set(optionPath, new OptionOverride(this, optionPath, value));
  }

  /**
   * The value that an option of this machine has, for use on another one: its host name in the other's hosts file. It is looked up at synthesis,
   * when everything has been said.
   *
   * @param optionPath such as `networking.hostName`; something on this machine must set it
   */
  public optionValue(optionPath: string): Nix {
    return optionValue(this, optionPath);
  }

  public override contributeTo(module: NixosModule): void {
    const { bootLoader = BootLoader.systemdBoot(), network = Network.networkManager(), keyboard, target } = this.props;
    module.describe('the machine itself');
    bootLoader._contributeTo(module);
    network._contributeTo(module);
    module.set('networking.hostName', this.hostName);
    module.set('nix.settings.experimental-features', ['nix-command', 'flakes']);
    module.set('nixpkgs.hostPlatform', this.system);
    module.set('system.stateVersion', this.props.stateVersion);
    module.set('time.timeZone', this.props.timeZone);
    module.set('i18n.defaultLocale', this.props.locale);
    if (keyboard) {
      module.set('services.xserver.xkb.layout', keyboard.layout);
      module.set('services.xserver.xkb.variant', keyboard.variant);
      module.set('console.useXkbConfig', true);
    }
    if (target) contributeTarget(module, target);
    for (const profile of this.props.hardwareProfiles ?? []) module.addFlakeModule(NIXOS_HARDWARE, `nixosModules.${profile}`);
    for (const { input, attribute } of this.flakeModules) module.addFlakeModule(input, attribute);
  }

  /** @internal */
  public _collect(session?: SynthesisSession): MachineDraft {
    return collect(this, this.mainNixpkgs, session?.shelf);
  }

  /** @internal */
  public get _healthChecks(): HealthCheckEntry[] {
    return this.healthChecks.map(({ entry }) => entry);
  }

  /** @internal */
  public override _synthesize(session: SynthesisSession): StackOutput {
    const draft = this._collect(session);
    const folder = `machines/${this.stackName}`;
    const nixpkgs = this.nixpkgs._input(this.mainNixpkgs);
    if (isFile(this.props.hardware)) session.sink.addCopy(`${folder}/hardware.nix`, this.props.hardware);
    for (const { name, from } of ExtraModule._filesOf(this)) session.sink.addCopy(`${folder}/${name}`, from);
    const header = session.header(this.stackName);
    const { configuration, realtime } = rememberingValues(session, () => {
      checkDefinitions(draft.modules);
      return { configuration: printFile(configurationFile(draft, header, ['./hardware.nix'])), realtime: realtimeIntent(draft.modules) };
    });
    session.sink.add(`${folder}/configuration.nix`, configuration);
    return {
      entry: {
        kind: 'nixos',
        attribute: `nixosConfigurations.${this.stackName}`,
        hostName: this.hostName,
        hardware: this.props.hardware,
        ...(this.target && { target: targetEntry(this.target) }),
        ...(this.props.tags?.length && { tags: [...new Set(this.props.tags)].sort() }),
        ...(realtime && { realtime }),
        ...(this.healthChecks.length > 0 && { healthChecks: this._healthChecks }),
      },
      inputs: [nixpkgs, ...draft.inputs.values()],
      outputs: [{ path: ['nixosConfigurations', this.stackName], node: nixosSystem(nixpkgs.name, draft, `${folder}/configuration.nix`) }],
      sharedFiles: draft.files,
    };
  }
}

function targetEntry({ host, user = 'root', port, hostKeys = [] }: DeployTarget): TargetEntry {
  return { host, user, ...(port === undefined ? {} : { port }), ...(hostKeys.length > 0 && { hostKeys: [...hostKeys] }) };
}

const trusted = ({ user = 'root', passwordless }: DeployTarget): string | undefined => (passwordless && user !== 'root' ? user : undefined);

const NIXOS_HARDWARE = new FlakeInput('nixos-hardware', { url: 'github:NixOS/nixos-hardware' });

function problems(hostName: string, props: NixosStackProps): string[] {
  const { bootLoader, hardware, keyboard, locale, network, stateVersion, tags, target, timeZone } = props;
  const found: string[] = [];
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(hostName)) found.push(badHostName(hostName));
  if (!/^\d\d\.(05|11)$/.test(stateVersion)) found.push(badStateVersion(stateVersion));
  if (timeZone !== undefined && !/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(timeZone)) found.push(badTimeZone(timeZone));
  if (locale !== undefined && !/^([a-z]{2,3}_[A-Z]{2}|C|POSIX)(\.[A-Za-z0-9-]+)?(@[a-z]+)?$/.test(locale)) found.push(badLocale(locale));
  for (const tag of tags ?? []) if (!/^[a-z0-9][a-z0-9-]*$/.test(tag)) found.push(badTag(tag));
  for (const word of [keyboard?.layout, keyboard?.variant])
    if (word !== undefined && !/^[a-z0-9_-]*(,[a-z0-9_-]*)*$/i.test(word)) found.push(badKeyboard(word));
  found.push(...hardwareProblems(hardware), ...(bootLoader?._problems() ?? []), ...(network?._problems() ?? []));
  return target ? [...found, ...targetProblems(target)] : found;
}

function hardwareProblems(path: string): string[] {
  if (isFile(path)) return [];
  const exists = statSync(path, { throwIfNoEntry: false });
  const advice = `Make it on the machine itself: nixos-generate-config --show-hardware-config > ${path}`;
  return [exists ? hardwareNotAFile(path, advice) : noSuchFile('The hardware file', path, advice)];
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
