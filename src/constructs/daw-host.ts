import type { Construct, IConstruct } from 'constructs';
import { Annotations, Stack, StudioConstruct, constructsOfMachine, machineOf, twoProgramsOfOneName, whereabouts } from '../core';
import type { Environment, NixosModule } from '../core';
import { Nix } from '../nix';
import type { Daw } from './daw';
import { badVariable, hostOutsideOfStack, notLoadable, pathVariable, twoHostsOfOneProgram } from './daw-host-errors';
import { addPlugins, offerChange } from './environment-package';
import { Pkg, toPkg } from './pkg';
import { reportPackage, reportPlatform } from './pkg-report';
import { platformsIn } from './platforms';
import { pluginCheckFile } from './plugin-check';
import type { Plugin } from './plugin';
import { PluginBundle } from './plugin-bundle';
import { SEARCH_PATHS, type PluginFormat } from './plugin-format';
import { loadableFormats, wrapProgram, type WrappedProgram } from './wrapped-program';
import { wrappedProgramFile } from './wrapped-program-file';

/** What a host is made of. */
export interface DawHostProps {
  /** The program. */
  readonly daw: Daw;

  /**
   * The plugins that it sees: bundles, and single packages. Where two packages hold the same plugin, the first one counts.
   *
   * @default - none but those in the user's own folders
   */
  readonly plugins?: (PluginBundle | Pkg | string)[];

  /**
   * Only plugins of these formats are seen.
   *
   * @default - all formats
   */
  readonly formats?: PluginFormat[];

  /**
   * Environment variables that the program is started with, e.g. `{ QT_SCALE_FACTOR: '1.5' }`. The search paths of plugins are not among them.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };
}

/**
 * A program with exactly its plugins.
 *
 * The program is installed in a wrapper that sets the search paths of all seven formats (`LV2_PATH`, `LADSPA_PATH`, `DSSI_PATH`, `VST_PATH`,
 * `VST3_PATH`, `CLAP_PATH`, `LXVST_PATH`) to the plugins of its bundles, and then to the user's own folders, such as `~/.lv2`. What else is
 * installed on the machine it does not see: a session opens next year with the plugins that it was made with. The paths of the session, e.g.
 * musnix's, count for programs without a host.
 *
 * It sets `environment.systemPackages`; the wrapper stands in `packages/<program>.nix`.
 *
 * @example
 *
 * new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects, 'x42-plugins'] });
 */
export class DawHost extends StudioConstruct {
  /** The program. */
  public readonly daw: Daw;

  private readonly props: DawHostProps;
  private readonly plugins: (PluginBundle | Pkg)[] = [];

  /**
   * @param scope the studio or the machine
   * @param id its name
   * @param props the program and its plugins
   */
  public constructor(scope: Construct, id: string, props: DawHostProps) {
    super(scope, id);
    this.daw = props.daw;
    this.props = props;
    reportPackage(this, props.daw.pkg, 'program');
    for (const name of Object.keys(props.environment ?? {})) this.checkVariable(name);
    if (!Stack.isStack(machineOf(this))) Annotations.of(this).addError(hostOutsideOfStack());
    this.addPlugins(...(props.plugins ?? []));
  }

  /**
   * Lets the program see more plugins.
   *
   * @param plugins bundles, and single packages
   */
  public addPlugins(...plugins: (PluginBundle | Pkg | string)[]): void {
    for (const plugin of plugins) {
      if (plugin instanceof PluginBundle) {
        plugin._use();
        this.plugins.push(plugin);
      } else {
        const pkg = toPkg(plugin);
        reportPackage(this, pkg, 'plugin');
        this.plugins.push(pkg);
      }
    }
  }

  public override contributeTo(module: NixosModule): void {
    const wrapped = this._wrapped;
    const { file, args } = wrappedProgramFile(wrapped, module);
    module.describe(summary(wrapped));
    module.set('environment.systemPackages', [module._callPackage(file, args)]);
    for (const { pkg } of [{ pkg: this.daw.pkg }, ...this.allPlugins]) reportPlatform(this, pkg, Stack.of(this).system);
    this.reviewPlugins();
    const first = this.hosts().find((host) => isSameProgram(host.daw.pkg, this.daw.pkg));
    if (first && first !== this) Annotations.of(this).addError(twoHostsOfOneProgram(this.daw.title, first.node.path));
  }

  public override contributeToEnvironment(environment: Environment): void {
    const wrapped = this._wrapped;
    const systems = platformsIn(environment, this.daw.pkg);
    if (systems.length > 0) {
      const program = wrappedProgramFile(wrapped, environment, environment.systems);
      const { file, args } = program;
      environment.addProgram(wrapped.name, environment._callPackage(file, args), { title: summary(wrapped), systems });
      const wrapper = Nix.attr(Nix.name('programs'), JSON.stringify(wrapped.name));
      const check = pluginCheckFile(wrapped, { ...program, wrapper }, environment, environment.systems);
      if (check) environment._addCheck(check.file.name, environment._callPackage(check.file, check.args), systems);
    }
    addPlugins(environment, wrapped.plugins, false);
    offerChange(environment, this.daw.pkg);
    this.reviewPlugins();
    const { program } = this.daw;
    const first = program === undefined ? this : this.hosts().find(({ daw }) => daw.program === program)!;
    if (first !== this && first._wrapped.name !== wrapped.name)
      Annotations.of(this).addError(twoProgramsOfOneName(program!, whereabouts(first)));
  }

  /**
   * What is wrapped with what.
   *
   * @internal
   */
  public get _wrapped(): WrappedProgram {
    const { formats, environment } = this.props;
    return wrapProgram(this.daw, this.allPlugins, {
      formats,
      environment,
      sources: [...new Set(this.plugins.map((plugin) => this.sourceName(plugin)))],
    });
  }

  private get allPlugins(): Plugin[] {
    return this.plugins.flatMap((plugin) =>
      plugin instanceof PluginBundle ? plugin._plugins : [{ pkg: plugin, formats: plugin._formats }],
    );
  }

  /** A bundle's path without the machine's name, so that machines with the same bundles share one file. */
  private sourceName(plugin: PluginBundle | Pkg): string {
    if (plugin instanceof Pkg) return plugin.name;
    const machine = `${Stack.of(this).node.path}/`;
    const { path } = plugin.node;
    return path.startsWith(machine) ? path.slice(machine.length) : path;
  }

  /** What can be said only when every construct exists. */
  private reviewPlugins(): void {
    const say = Annotations.of(this);
    const { formats: only } = this.props;
    const wanted = loadableFormats(this.daw).filter((format) => only?.includes(format) ?? true);
    for (const { pkg, formats } of this.allPlugins) {
      const useless = formats && formats.length > 0 && !formats.some((format) => wanted.includes(format));
      if (useless) say.addWarning(notLoadable(this.daw.title, pkg.name, formats, wanted));
    }
  }

  /** The hosts of the stack, in the order of the program. */
  private hosts(): DawHost[] {
    return [...constructsOfMachine(this)].filter(isHost);
  }

  private checkVariable(name: string): void {
    if (!/^[A-Za-z_]\w*$/.test(name)) Annotations.of(this).addError(badVariable(name));
    else if (SEARCH_PATHS.some(({ variable }) => variable === name)) Annotations.of(this).addError(pathVariable(name));
  }
}

function summary({ title, plugins }: WrappedProgram): string {
  if (plugins.length === 0) return title;
  return `${title} with ${plugins.length} plugin package${plugins.length === 1 ? '' : 's'}`;
}

/** Two programs of one name in one environment: only one of them could be started. Another nixpkgs mostly has another version, `ardour8` and `ardour9`. */
const isSameProgram = (a: Pkg, b: Pkg): boolean => a.name === b.name && a.nixpkgs?.gitRef === b.nixpkgs?.gitRef;

const isHost = (construct: IConstruct): construct is DawHost => construct instanceof DawHost;
