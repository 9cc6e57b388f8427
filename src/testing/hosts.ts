import type { IConstruct } from 'constructs';
import { DawHost } from '../constructs/daw-host';
import { constructsOfMachine, type Stack } from '../core';

/** A program with its plugins, and the names that it goes by. */
export interface Host {
  readonly construct: DawHost;
  readonly names: readonly string[];
  /** Names of packages. */
  readonly plugins: readonly string[];
}

/** The hosts of a machine, in the order of the program. */
export function hostsOf(stack: Stack): Host[] {
  return constructsOfMachine(stack)
    .filter((construct) => construct instanceof DawHost)
    .map((construct) => {
      const { name, title, plugins } = construct._wrapped;
      const { id, path } = construct.node;
      return { construct, names: [title, id, name, path, insideOf(stack, path)], plugins: plugins.map(({ pkg }) => pkg.name) };
    });
}

/** A construct's path without the machine's name. */
export function insideOf(scope: IConstruct, path: string): string {
  return path.startsWith(`${scope.node.path}/`) ? path.slice(scope.node.path.length + 1) : path;
}
