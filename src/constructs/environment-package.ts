import type { Environment } from '../core';
import { freeNames, isIdentifier, Nix, NODE } from '../nix';
import type { Pkg } from './pkg';
import type { PackageContext } from './pkg-origin';
import { platformsIn } from './platforms';
import type { Plugin } from './plugin';
import { ALL_FORMATS, FOLDER_OF } from './plugin-format';

/** Puts a package at hand in an environment. */
export function addTool(environment: Environment, pkg: Pkg): void {
  const systems = platformsIn(environment, pkg);
  if (systems.length > 0) environment.addTool(pkg._in(environment), systems);
  offerChange(environment, pkg);
}

/**
 * Lets the environment's shell see plugins.
 *
 * @param everywhere whether also all programs of a session that the environment becomes part of
 */
export function addPlugins(environment: Environment, plugins: readonly Plugin[], everywhere: boolean): void {
  for (const { pkg, formats } of plugins) {
    const folders = (formats ?? ALL_FORMATS).map((format) => FOLDER_OF[format]);
    if (environment._hasPlugin(pkg._key, folders, everywhere)) continue; // programs mostly share their plugins
    const systems = platformsIn(environment, pkg);
    if (systems.length > 0) environment._addPlugin(pkg._in(environment), { key: pkg._key, folders, systems, everywhere });
    offerChange(environment, pkg);
  }
}

/**
 * A package that we make ourselves, and one of the environment's own nixpkgs that was changed, goes into the overlay too, which gives it to other
 * flakes.
 */
export function offerChange(environment: Environment, pkg: Pkg): void {
  if (pkg.nixpkgs || !isIdentifier(pkg.name)) return;
  if (pkg._isOwn) return offerOwn(environment, pkg);
  if (!pkg._isChanged || !pkg._inNixpkgs) return;
  const overlay: PackageContext = Object.assign(Object.create(environment) as Environment, { packages: () => Nix.name('prev') });
  environment._addChanged(pkg.name, pkg._in(overlay));
}

/** The overlay has nothing at hand but the package set that it changes: what is made with another nixpkgs or another flake stays at home. */
function offerOwn(environment: Environment, pkg: Pkg): void {
  const call = pkg._in(environment);
  if ([...freeNames(call[NODE])].every((name) => name === 'pkgs')) environment._addChanged(pkg.name, call);
}
