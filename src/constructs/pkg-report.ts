import type { IConstruct } from 'constructs';
import { Annotations, Nixpkgs, Stack, machineOf, type App } from '../core';
import { findPackage, sameName, similarName, type Removed } from './catalogue';
import type { Pkg } from './pkg';
import {
  cautiousPackage,
  doubtfulPackage,
  goingPackage,
  misspeltPackage,
  notForPlatform,
  removedPackage,
  renamedPackage,
  noPlugins,
  unknownPlugin,
  unknownProgram,
  unverifiedPlugin,
} from './pkg-errors';

/** What a package is used for: as a program, or for the plugins that it holds. */
export type Use = 'program' | 'plugin';

/**
 * Says on a construct what is wrong or doubtful about a package that it uses.
 *
 * Old names are errors where the nixpkgs at hand is one that has dropped them. A nixpkgs that is pinned by its revision may have them still: there
 * Nix decides.
 */
export function reportPackage(user: IConstruct, pkg: Pkg, use: Use): void {
  const say = Annotations.of(user);
  for (const problem of pkg._problems) say.addError(problem);
  if (pkg._problems.length > 0) return;
  for (const caution of pkg._cautions) say.addWarning(caution);
  if (use === 'plugin' && pkg._formats?.length === 0 && !pkg._isChanged) say.addError(noPlugins(pkg.name, pkg._entry));
  if (pkg._inNixpkgs) reportName(user, pkg, use);
}

function reportName(user: IConstruct, pkg: Pkg, use: Use): void {
  const say = Annotations.of(user);
  const { name } = pkg;
  const lookup = findPackage(name);
  const nixpkgs = pkg.nixpkgs ?? nixpkgsOf(user);
  switch (lookup.kind) {
    case 'found':
      if (use === 'plugin' && lookup.entry.caution !== undefined) say.addWarning(cautiousPackage(name, lookup.entry.caution));
      if (use === 'plugin' && !pkg._formats) say.addInfo(unverifiedPlugin(name));
      return;
    case 'renamed':
      if (ageOf(nixpkgs, lookup.renamed.since) === 'after') say.addError(renamedPackage(name, lookup.renamed));
      return;
    case 'removed':
      return reportRemoved(say, name, lookup.removed, nixpkgs);
    case 'unknown':
      return reportUnknown(say, pkg, use);
  }
}

/** Says so where a package is not made for the platform of the stack that it is used in. */
export function reportPlatform(user: IConstruct, pkg: Pkg, system: string): void {
  const platforms = pkg._platforms;
  if (!platforms || platforms.includes(system) || pkg._isChanged) return;
  Annotations.of(user).addError(notForPlatform(pkg.name, platforms, system));
}

function reportRemoved(say: Annotations, name: string, removed: Removed, nixpkgs: Nixpkgs): void {
  const age = ageOf(nixpkgs, removed.since);
  if (age === 'after') say.addError(removedPackage(name, removed, removed.since && lastReleaseBefore(removed.since)));
  else if (age === 'just before') say.addWarning(goingPackage(name, removed.since!));
}

function reportUnknown(say: Annotations, pkg: Pkg, use: Use): void {
  if (pkg._formats) return; // whoever knows its formats knows its name
  const { name } = pkg;
  const same = sameName(name);
  if (same !== undefined) return say.addError(misspeltPackage(name, same));
  const similar = similarName(name);
  if (similar !== undefined) say.addWarning(doubtfulPackage(name, similar));
  else say.addInfo(use === 'plugin' ? unknownPlugin(name) : unknownProgram(name));
}

/** How a nixpkgs stands to a day on which something changed: its release came out after it, is the last one before it, or may be anything. */
function ageOf(nixpkgs: Nixpkgs, day: string | undefined): 'after' | 'just before' | 'before' | 'unknown' {
  const release = /^nixos-(\d\d\.\d\d)$/.exec(nixpkgs.gitRef)?.[1];
  if (release === undefined) return nixpkgs.gitRef === 'nixos-unstable' ? 'after' : 'unknown';
  const last = day === undefined ? '' : lastReleaseBefore(day);
  if (release > last) return 'after';
  return release === last ? 'just before' : 'before';
}

/** The last release that was branched off before a day, e.g. 2025-10-27 → 25.05. Branches are cut in the middle of May and of November. */
function lastReleaseBefore(day: string): string {
  const year = Number(day.slice(2, 4));
  const monthAndDay = day.slice(5);
  if (monthAndDay >= '11-15') return `${year}.11`;
  return monthAndDay >= '05-15' ? `${year}.05` : `${year - 1}.11`;
}

function nixpkgsOf(construct: IConstruct): Nixpkgs {
  const machine = machineOf(construct);
  return Stack.isStack(machine) ? machine.nixpkgs : ((machine as Partial<App>).nixpkgs ?? Nixpkgs.DEFAULT);
}
