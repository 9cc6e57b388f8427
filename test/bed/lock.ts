/** A `flake.lock` that finds the stand-ins: locked as repositories on GitHub, known by the hash that their text has. */
import type { InputEntry } from '../../src/assembly';
import type { StandIn } from './seed';

interface Node {
  readonly flake?: false;
  readonly inputs?: Readonly<Record<string, string | readonly string[]>>;
  readonly locked: Readonly<Record<string, string | number>>;
  readonly original: Readonly<Record<string, string>>;
}

/** Stand-ins whose flake has an input of its own. */
const USE_NIXPKGS = ['musnix', 'home-manager'];

export function lockOf(inputs: Readonly<Record<string, InputEntry>>, standIns: ReadonlyMap<string, StandIn>): string {
  const nodes = Object.entries(inputs).map(([name, input]) => [name, nodeOf(name, input, standIns)] as const);
  const root = { inputs: Object.fromEntries(nodes.map(([name]) => [name, name])) };
  return `${JSON.stringify({ nodes: { ...Object.fromEntries(nodes), root }, root: 'root', version: 7 }, undefined, 2)}\n`;
}

function nodeOf(name: string, { url, follows = {}, flake }: InputEntry, standIns: ReadonlyMap<string, StandIn>): Node {
  const [, owner, repo, ref] = /^github:([^/]+)\/([^/]+)(?:\/(.+))?$/.exec(url) ?? [];
  const standIn = repo === undefined ? undefined : standIns.get(repo.toLowerCase());
  if (!owner || !repo || !standIn) throw new Error(`Nothing in test/fixtures stands in for the input «${name}», ${url}.`);
  const address = { owner, repo, type: 'github' };
  const unfollowed = USE_NIXPKGS.includes(repo) && follows.nixpkgs === undefined;
  if (unfollowed) throw new Error(`The input «${name}» has a nixpkgs of its own; the lock of a bed's studio has no place for it.`);
  const followed = Object.entries(follows).map(([theirs, ours]) => [theirs, [ours]]);
  return {
    ...(flake === false && { flake }),
    ...(followed.length > 0 && { inputs: Object.fromEntries(followed) }),
    locked: { ...address, lastModified: 1, narHash: standIn.narHash, rev: '0'.repeat(40) },
    original: { ...address, ...(ref !== undefined && { ref }) },
  };
}
