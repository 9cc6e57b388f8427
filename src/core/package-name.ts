import { bare, type NixNode } from '../nix';

/**
 * The name of a package: `pkgs.ardour` is `ardour`, also when it is built otherwise (`pkgs.ardour.override { … }`) or wrapped
 * (`pkgs.callPackage ../../packages/ardour.nix { }`). Undefined for code that does not say it.
 */
export function packageName(node: NixNode): string | undefined {
  const inner = bare(node);
  if (inner.kind === 'select') return selected(inner);
  if (inner.kind !== 'call') return undefined;
  const callee = bare(inner.callee);
  if (callee.kind !== 'select') return undefined;
  const method = callee.path.at(-1);
  if (method === 'callPackage') return fileName(bare(inner.args[0]!));
  if (method !== 'override' && method !== 'overrideAttrs') return undefined;
  return callee.path.length === 1 ? packageName(callee.target) : selected({ ...callee, path: callee.path.slice(0, -1) });
}

/** `pkgs.kdePackages.kdenlive` → `kdePackages.kdenlive`; of a flake's `packages.<system>.synth` the last part. */
function selected({ target, path }: Extract<NixNode, { kind: 'select' }>): string | undefined {
  const keys = path.map((key) => (typeof key === 'string' ? key : undefined));
  const root = bare(target);
  if (root.kind === 'name' && root.name.startsWith('pkgs')) return keys.includes(undefined) ? undefined : keys.join('.');
  return keys.at(-1);
}

/** `../../packages/ardour.nix` → `ardour`. */
function fileName(node: NixNode): string | undefined {
  return node.kind === 'path' ? /([^/]+)\.nix$/.exec(node.path)?.[1] : undefined;
}
