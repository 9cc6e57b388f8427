import type { Construct } from 'constructs';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, StudioConstruct, type Environment, type FlakeInput, type NixosModule } from '../../core';
import { Nix, NODE } from '../../nix';
import { offerChange } from '../environment-package';
import { toPkg, type Pkg } from '../pkg';
import type { PackageContext } from '../pkg-origin';
import { reportPackage } from '../pkg-report';
import { attributeWithoutInput, emptyOverlay, noOverlayFile, notAnOverlay, notAnAttribute } from './errors';

/** What an overlay is made of: one of these, or several, which then follow each other in this order. */
export interface OverlayProps {
  /**
   * A file that holds a function of two arguments, `final: prev: { … }`, or a folder with such a `default.nix`; relative to the folder of `cdk.json`.
   *
   * @default - none
   */
  readonly path?: string;

  /**
   * A flake that has an overlay.
   *
   * @default - none
   */
  readonly input?: FlakeInput;

  /**
   * The overlay's attribute path in that flake.
   *
   * @default overlays.default
   */
  readonly attribute?: string;

  /**
   * Packages, by the attribute that they get in nixpkgs. What depends on such an attribute is built with them.
   *
   * @default - none
   */
  readonly packages?: { [attribute: string]: Pkg };
}

/**
 * Changes nixpkgs itself: everything on the machine is built with the changed packages, the packages of NixOS's own modules included. Where one program
 * is to be different, `Pkg.overrideArgs` is enough, and compiles less.
 *
 * It sets `nixpkgs.overlays`: it holds for the machine's own nixpkgs. One that stands beside it (`Pkg.of(…, { from })`) stays as it is. In an environment
 * for any Linux it holds for that environment; packages under their own names are also in the flake's `overlays.default`, for other flakes.
 *
 * @example
 *
 * new Overlay(laptop, 'Fixes', { path: 'overlays/fixes.nix' });
 * new Overlay(laptop, 'Jack', { packages: { jack2: Pkg.of('jack2').overrideAttrs({ patches: [Nix.path('./wide.patch')] }) } });
 */
export class Overlay extends StudioConstruct {
  private readonly props: OverlayProps;
  private readonly pathIsUsable: boolean;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props what it changes
   */
  public constructor(scope: Construct, id: string, props: OverlayProps) {
    super(scope, id);
    this.props = props;
    const say = Annotations.of(this);
    const problem = props.path === undefined ? undefined : pathProblem(props.path);
    this.pathIsUsable = props.path !== undefined && problem === undefined;
    if (problem !== undefined) say.addError(problem);
    const packages = Object.entries(props.packages ?? {});
    if (props.path === undefined && !props.input && packages.length === 0) say.addError(emptyOverlay());
    if (props.attribute !== undefined && !props.input) say.addError(attributeWithoutInput(props.attribute));
    for (const [attribute, pkg] of packages) {
      if (!/^[a-zA-Z_][\w-]*$/.test(attribute)) say.addError(notAnAttribute(attribute));
      reportPackage(this, toPkg(pkg), 'program');
    }
  }

  public override contributeTo(module: NixosModule): void {
    module.describe('changes of nixpkgs');
    module.set('nixpkgs.overlays', this.functions(module));
  }

  public override contributeToEnvironment(environment: Environment): void {
    for (const overlay of this.functions(environment)) environment.addOverlay(overlay);
    for (const [attribute, pkg] of Object.entries(this.props.packages ?? {})) if (attribute === pkg.name) offerChange(environment, pkg);
  }

  private functions(context: PackageContext): Nix[] {
    const { path, input, attribute = 'overlays.default', packages = {} } = this.props;
    return [
      ...(path !== undefined && this.pathIsUsable ? [Nix.call(Nix.name('import'), context._asset(path))] : []),
      ...(input ? [Nix.attr(context.input(input), attribute)] : []),
      ...(Object.keys(packages).length > 0 ? [ofPackages(packages, context)] : []),
    ];
  }
}

/** `final: prev: { jack2 = prev.jack2.override { … }; }`: a package is made from what was there before, and finds what it needs in what will be. */
function ofPackages(packages: Readonly<Record<string, Pkg>>, context: PackageContext): Nix {
  const within: PackageContext = {
    packages: (nixpkgs) => {
      const set = context.packages(nixpkgs);
      return set.toString() === 'pkgs' ? Nix.name('prev') : set;
    },
    input: (input) => context.input(input),
    allowUnfree: (name) => context.allowUnfree(name),
    _asset: (path) => context._asset(path),
    _callPackage: (file, args) => {
      const call = context._callPackage(file, args)[NODE];
      if (call.kind !== 'call') return Nix._fromNode(call);
      return Nix._fromNode({ ...call, callee: Nix.attr(Nix.name('final'), 'callPackage')[NODE] });
    },
  };
  const attributes = Object.fromEntries(Object.entries(packages).map(([attribute, pkg]) => [attribute, toPkg(pkg)._in(within)]));
  return Nix.fn('final', Nix.fn('prev', attributes));
}

function pathProblem(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return noOverlayFile(path);
  const holds = found.isDirectory() ? statSync(join(path, 'default.nix'), { throwIfNoEntry: false })?.isFile() : path.endsWith('.nix');
  return holds ? undefined : notAnOverlay(path);
}
