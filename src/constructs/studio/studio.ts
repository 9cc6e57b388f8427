import type { Construct } from 'constructs';
import { Annotations, Stack, StudioConstruct, constructsOfMachine, machineOf, whereabouts } from '../../core';
import type { Environment, NixosModule } from '../../core';
import { AudioServer, SoundServer } from '../audio';
import { addPlugins, addTool } from '../environment-package';
import { toPkg, withoutDuplicates, type Pkg } from '../pkg';
import { reportPackage, reportPlatform } from '../pkg-report';
import { joinPlugins } from '../plugin';
import type { PluginBundle } from '../plugin-bundle';
import { StudioUser } from '../studio-user';
import { keyProblems } from '../studio-user/authorized-key';
import { Desktop, desktopOptions } from './desktop';
import { notInEnvironment, twoDesktops } from './errors';
import { accountOf, contributeToAccount, musicianProblem } from './musician';
import { sessionSearchPaths } from './search-paths';
import type { StudioProps } from './studio-props';

/**
 * A place for a musician to work: a user with the right groups, a sound server, and tools. DAWs are made inside of it.
 *
 * In a portable stack there are the tools and the plugins; the account is the one that the musician has. What is said about PipeWire counts where
 * the environment becomes part of a home or a NixOS.
 *
 * The musician gets realtime priority and locked memory with the groups: those of PipeWire or JACK themselves, and `audio`, to which a
 * `RealtimeKernel` gives more.
 *
 * A machine may have several studios, for several musicians; they share its sound server.
 *
 * @example
 *
 * const studio = new Studio(laptop, 'Studio', {
 *   musician: 'alice',
 *   audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }),
 * });
 * new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects] });
 */
export class Studio extends StudioConstruct {
  /** The name that the musician logs in with. */
  public readonly musician: string;

  /** The sound server, the studio's own or the one it shares. */
  public readonly audio: SoundServer;

  private readonly desktop: Desktop;
  private readonly keys: readonly string[];
  private readonly tools: readonly Pkg[];
  private readonly bundles: readonly PluginBundle[];

  /** Whether the musician's account was there before the studio, which then only adds to it. */
  private readonly joinsAccount: boolean;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props who works there, and with what
   */
  public constructor(scope: Construct, id: string, props: StudioProps) {
    super(scope, id);
    this.musician = typeof props.musician === 'string' ? props.musician : props.musician.userName;
    this.audio = props.audio?._createIn(this) ?? SoundServer._of(this) ?? AudioServer.pipewire()._createIn(this);
    this.desktop = props.desktop ?? Desktop.NONE;
    this.keys = props.authorizedKeys ?? [];
    this.tools = (props.tools ?? ['alsa-utils', this.audio._patchbay]).map(toPkg);
    this.bundles = props.bundles ?? [];
    this.joinsAccount = accountOf(this) !== undefined;

    const problem = musicianProblem(this, props.musician);
    if (problem !== undefined) Annotations.of(this).addError(problem);
    else if (!this.joinsAccount && !isEnvironment(this)) this.createAccount();
    else for (const bad of keyProblems(this.keys)) Annotations.of(this).addError(bad);
    for (const tool of this.tools) reportPackage(this, tool, 'program');
    for (const bundle of this.bundles) bundle._use();
  }

  public override contributeTo(module: NixosModule): void {
    module.describe(`a place for ${this.musician} to work`);
    if (this.joinsAccount) contributeToAccount(module, this.musician, this.audio.groups, this.keys);
    this.contributeDesktop(module);
    const plugins = joinPlugins(this.bundles.flatMap((bundle) => bundle._plugins));
    const packages = withoutDuplicates([...this.tools, ...plugins.map(({ pkg }) => pkg)]);
    for (const pkg of packages) reportPlatform(this, pkg, Stack.of(this).system);
    const installed = packages.map((pkg) => pkg._in(module));
    if (installed.length > 0) module.set('environment.systemPackages', installed);
    for (const [option, value] of Object.entries(sessionSearchPaths(plugins))) module.set(option, value);
  }

  public override contributeToEnvironment(environment: Environment): void {
    if (this.desktop !== Desktop.NONE) Annotations.of(this).addError(notInEnvironment('desktop'));
    if (this.keys.length > 0) Annotations.of(this).addError(notInEnvironment('authorizedKeys'));
    const plugins = joinPlugins(this.bundles.flatMap((bundle) => bundle._plugins));
    for (const pkg of withoutDuplicates([...this.tools, ...plugins.map(({ pkg }) => pkg)])) addTool(environment, pkg);
    addPlugins(environment, plugins, true);
  }

  private createAccount(): void {
    const authorizedKeys = this.keys.length > 0 ? [...this.keys] : undefined;
    new StudioUser(this, 'Musician', { userName: this.musician, groups: this.audio.groups, authorizedKeys });
  }

  /** Two desktops would want a login screen each. */
  private contributeDesktop(module: NixosModule): void {
    if (this.desktop === Desktop.NONE) return;
    const studios = constructsOfMachine(this).filter((construct) => construct instanceof Studio);
    const first = studios.find(({ desktop }) => desktop !== Desktop.NONE)!;
    if (this.desktop !== first.desktop) Annotations.of(this).addError(twoDesktops(first.desktop, whereabouts(first), this.desktop));
    else for (const option of desktopOptions(this.desktop)) module.set(option, true);
  }
}

/** Whether it is in an environment, where everybody has an account already. */
function isEnvironment(studio: Studio): boolean {
  const stack = machineOf(studio);
  return Stack.isStack(stack) && stack._isEnvironment;
}
