import type { FlakeInput, Nixpkgs, PackageFile } from '../core';
import { Nix, NODE, parseAttrPath, type NixNode } from '../nix';

/** What a package asks of the place where it is written down. A machine's module is one; so is anything else that has a flake's inputs at hand. */
export interface PackageContext {
  /** The package set of a nixpkgs. */
  packages(nixpkgs?: Nixpkgs): Nix;
  /** The value of a flake input. */
  input(input: FlakeInput): Nix;
  /** Allows one unfree package by its name. */
  allowUnfree(name: string): void;
  /** A package in a file of our own, `packages/<name>.nix`, called with what it does not find by itself. */
  _callPackage(file: PackageFile, args: { [name: string]: unknown }): Nix;
  /** The path of a file or folder of the project, which is copied into the flake's `assets`. */
  _asset(path: string): Nix;
}

/** Where a package comes from, before it is changed. */
export interface PackageOrigin {
  readonly kind: 'nixpkgs' | 'input' | 'nix' | 'file';
  readonly name: string;
  readonly key: string;
  readonly nixpkgs?: Nixpkgs;
  readonly problem?: string;
  /** What else is wrong, and what is doubtful, with a package that is made here. */
  readonly problems?: readonly string[];
  readonly cautions?: readonly string[];
  /** The platforms that it is made for, where the package itself says so. */
  readonly platforms?: readonly string[];
  render(context: PackageContext): Nix;
}

export function ofNixpkgs(attribute: string, nixpkgs?: Nixpkgs): PackageOrigin {
  return {
    kind: 'nixpkgs',
    name: attribute,
    key: nixpkgs ? `${nixpkgs.gitRef}#${attribute}` : attribute,
    ...(nixpkgs && { nixpkgs }),
    ...problemOf(attribute),
    render: (context) => Nix.attr(context.packages(nixpkgs), attribute),
  };
}

export function ofFlakeInput(input: FlakeInput, attribute: string): PackageOrigin {
  const problem = problemOf(attribute);
  const path = 'problem' in problem ? [attribute] : withPlatform(parseAttrPath(attribute));
  return {
    kind: 'input',
    name: String(path.at(-1)),
    key: `${input.name}#${attribute}`,
    ...problem,
    render: (context) => Nix._fromNode({ kind: 'select', target: context.input(input)[NODE], path }),
  };
}

export function ofNixCode(expression: Nix, name?: string): PackageOrigin {
  return {
    kind: 'nix',
    name: name ?? lastKey(expression[NODE]) ?? 'package',
    get key() {
      return `${name ?? ''}=${expression.toString()}`; // not before it is asked: the expression may be one that only synthesis can say
    },
    render: () => expression,
  };
}

const PLATFORM: NixNode = { kind: 'select', target: { kind: 'name', name: 'pkgs' }, path: ['stdenv', 'hostPlatform', 'system'] };

/** `synth` → packages.${platform}.synth, `legacyPackages.our.synth` → legacyPackages.${platform}.our.synth. */
function withPlatform(path: readonly string[]): (string | NixNode)[] {
  const [first, second, ...rest] = path;
  if (second === undefined) return ['packages', PLATFORM, first!];
  const bySystem = first === 'packages' || first === 'legacyPackages';
  return bySystem && !/^\w+-(linux|darwin)$/.test(second) ? [first, PLATFORM, second, ...rest] : [...path];
}

function lastKey(node: NixNode): string | undefined {
  const key = node.kind === 'select' ? node.path.at(-1) : undefined;
  return typeof key === 'string' ? key : undefined;
}

function problemOf(attribute: string): { problem: string } | object {
  try {
    parseAttrPath(attribute);
    return {};
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
