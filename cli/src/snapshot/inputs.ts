import type { Lock, LockNode } from '../../../src/assembly/lock';

/** What `nix flake archive --json` prints: where the flake lies in the store, and its inputs but those that follow others. */
export interface Archived {
  readonly path: string;
  readonly inputs?: Readonly<Record<string, Archived>>;
}

/** Where each input lies in the store, by name: `musnix`, `home-manager/nixpkgs`. */
export function inputPaths({ inputs = {} }: Archived, prefix = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(inputs)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, input]) => [[prefix + name, input.path], ...Object.entries(inputPaths(input, `${prefix}${name}/`))]),
  );
}

/**
 * The lock with folders of this computer replaced by their copies in the store, which go along with the snapshot.
 *
 * Everything else that is locked is found by its hash; of a folder Nix wants to see the folder.
 */
export function withoutFolders(lock: Lock, archived: Archived): string {
  const nodes: Record<string, LockNode> = { ...lock.nodes };
  const visit = (name: string, { inputs = {} }: Archived): void => {
    for (const [input, target] of Object.entries(lock.nodes[name]!.inputs ?? {})) {
      const copy = inputs[input];
      if (typeof target !== 'string' || !copy) continue;
      const node = nodes[target]!;
      if (node.locked?.['type'] === 'path') nodes[target] = { ...node, locked: { ...node.locked, path: copy.path, lastModified: EPOCH } };
      visit(target, copy);
    }
  };
  visit(lock.root, archived);
  return `${JSON.stringify({ nodes, root: lock.root, version: 7 }, null, 2)}\n`;
}

/** The time of everything in a store. */
const EPOCH = 1;
