import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, type Environment, type NixosModule } from '../core';
import { toPkg, type Pkg } from './pkg';
import { reportPackage } from './pkg-report';
import { bundleInItself, emptyBundle, nothingLeft, unusedBundle } from './plugin-bundle-errors';
import type { PluginFormat } from './plugin-format';
import { joinPlugins, restrictPlugins, type Plugin } from './plugin';

/** What is in a bundle. */
export interface PluginBundleProps {
  /**
   * Packages that hold plugins: names of nixpkgs, or `Pkg`. The order is the order in which programs search them.
   *
   * @default - none
   */
  readonly plugins?: (string | Pkg)[];

  /**
   * Bundles that are part of this one.
   *
   * @default - none
   */
  readonly bundles?: PluginBundle[];

  /**
   * Only these formats are used, here and in the bundles that are part of this one. Most plugins come in several formats, and a DAW lists them all.
   *
   * @default - every format that a package has
   */
  readonly formats?: PluginFormat[];
}

/**
 * Plugins that belong together: what a `DawHost` sees.
 *
 * A bundle installs nothing by itself, so it may stand anywhere: in a machine, in a studio, or directly in the app when several machines share it.
 *
 * @example
 *
 * const synths = new PluginBundle(app, 'Synths', { plugins: ['surge-xt', 'zynaddsubfx', Pkg.of('cardinal', { nixpkgs: Nixpkgs.unstable() })] });
 * const all = new PluginBundle(app, 'Everything', { bundles: [synths], plugins: ['calf'], formats: [PluginFormat.LV2] });
 */
export class PluginBundle extends StudioConstruct {
  private readonly own: Pkg[] = [];
  private readonly parts: PluginBundle[];
  private readonly only: readonly PluginFormat[] | undefined;
  private used = false;

  /**
   * @param scope what it is part of
   * @param id its name
   * @param props what is in it
   */
  public constructor(scope: Construct, id: string, props: PluginBundleProps = {}) {
    super(scope, id);
    this.only = props.formats;
    this.parts = [...(props.bundles ?? [])];
    for (const part of this.parts) part._use();
    this.add(...(props.plugins ?? []));
    // A bundle in the app itself contributes to no machine; its validation is where it is asked.
    this.node.addValidation({ validate: () => this.review() });
  }

  /**
   * Adds packages that hold plugins.
   *
   * @param plugins names of nixpkgs, or `Pkg`
   */
  public add(...plugins: (string | Pkg)[]): void {
    for (const pkg of plugins.map(toPkg)) {
      this.own.push(pkg);
      reportPackage(this, pkg, 'plugin');
      this.checkFormats(pkg);
    }
  }

  /**
   * Adds bundles as parts of this one.
   *
   * @param bundles the bundles
   */
  public addBundles(...bundles: PluginBundle[]): void {
    for (const bundle of bundles) {
      bundle._use();
      if (bundle === this || bundle.contains(this)) Annotations.of(this).addError(bundleInItself(bundle.node.path));
      else this.parts.push(bundle);
    }
  }

  /** The packages in it, those of its parts included, each once. */
  public get packages(): Pkg[] {
    return this._plugins.map(({ pkg }) => pkg);
  }

  /**
   * The packages in it with the formats that are used of each.
   *
   * @internal
   */
  public get _plugins(): Plugin[] {
    const own = this.own.map((pkg): Plugin => ({ pkg, formats: pkg._formats }));
    const all = joinPlugins([...this.parts.flatMap((part) => part._plugins), ...own]);
    return this.only ? restrictPlugins(all, this.only) : all;
  }

  /**
   * Tells it that something uses it: a host, a studio, another bundle.
   *
   * @internal
   */
  public _use(): void {
    this.used = true;
  }

  public override contributeTo(module: NixosModule): void {
    void module; // what uses the bundle speaks for it
    this.review();
  }

  public override contributeToEnvironment(environment: Environment): void {
    void environment;
    this.review();
  }

  private checkFormats({ name, _formats }: Pkg): void {
    if (!this.only || !_formats?.length || _formats.some((format) => this.only!.includes(format))) return;
    Annotations.of(this).addWarning(nothingLeft(name, _formats, this.only));
  }

  private contains(bundle: PluginBundle): boolean {
    return this.parts.some((part) => part === bundle || part.contains(bundle));
  }

  private review(): string[] {
    if (this.own.length === 0 && this.parts.length === 0) Annotations.of(this).addWarning(emptyBundle());
    else if (!this.used) Annotations.of(this).addWarning(unusedBundle(this.node.id));
    return [];
  }
}
