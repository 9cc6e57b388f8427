/**
 * `flake.lock`: which revision of every input Nix takes. Nix writes it; here it is only read.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockDamaged, lockOfOtherVersion, unreadableLock } from './errors';
import { addressOf, sameAddress } from './flake-address';
import type { InputEntry } from './manifest';

export const LOCK_FILE = 'flake.lock';

/** All that Nix has written since flakes came out of their first year. */
const VERSION = 7;

export interface Lock {
  readonly nodes: Readonly<Record<string, LockNode>>;
  /** The node that stands for the flake itself. */
  readonly root: string;
}

export interface LockNode {
  /** Its inputs: the name of a node, or the path of the input that it follows, seen from the root. */
  readonly inputs?: Readonly<Record<string, string | readonly string[]>>;
  /** What the address comes to: `{ type: 'github', rev: '…', narHash: '…', lastModified: 1748000000 }`. */
  readonly locked?: Readonly<Record<string, unknown>>;
  /** The address as the flake gives it, taken apart. */
  readonly original?: Readonly<Record<string, unknown>>;
  /** False where the input is a plain source tree. */
  readonly flake?: false;
}

/**
 * Reads the lock of a folder. Undefined: there is none.
 *
 * @throws AssemblyError when it is damaged, or of a version that we do not know
 */
export function readLock(folder: string): Lock | undefined {
  const file = join(folder, LOCK_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unreadableLock(file, message);
  }
  return parseLock(file, text);
}

/** `file` is what messages call it. */
export function parseLock(file: string, text: string): Lock {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw lockDamaged(file, (error as Error).message);
  }
  if (!isObject(data)) throw lockDamaged(file, 'it is not a JSON object');
  if (data['version'] !== VERSION) throw lockOfOtherVersion(file, data['version'], VERSION);
  const { nodes, root } = data;
  if (!isObject(nodes)) throw lockDamaged(file, '«nodes» is not an object');
  for (const [name, node] of Object.entries(nodes)) checkNode(file, name, node, nodes);
  if (typeof root !== 'string' || !Object.hasOwn(nodes, root)) throw lockDamaged(file, 'its root is not among its nodes');
  return { nodes: nodes as Record<string, LockNode>, root };
}

function checkNode(file: string, name: string, node: unknown, nodes: object): void {
  if (!isObject(node)) throw lockDamaged(file, `the node «${name}» is not an object`);
  const { inputs = {}, locked = {}, original = {} } = node;
  if (![inputs, locked, original].every(isObject)) throw lockDamaged(file, `the node «${name}» holds something else than objects`);
  for (const target of Object.values(inputs as object) as unknown[]) {
    if (typeof target === 'string' ? Object.hasOwn(nodes, target) : isPath(target)) continue;
    throw lockDamaged(file, `«${name}» has the input «${String(target)}», which is not there`);
  }
}

const isPath = (value: unknown): boolean => Array.isArray(value) && value.every((step) => typeof step === 'string');

/**
 * What the lock has to say about the inputs of a flake, and says differently: one clause each, none when it fits.
 *
 * An address in a form that we cannot take apart gets the benefit of the doubt; Nix compares it again.
 */
export function lockDifferences(lock: Lock, inputs: Readonly<Record<string, InputEntry>>): readonly string[] {
  const locked = lock.nodes[lock.root]?.inputs ?? {};
  const missing = Object.keys(inputs).filter((name) => !Object.hasOwn(locked, name));
  const surplus = Object.keys(locked).filter((name) => !Object.hasOwn(inputs, name));
  const common = Object.keys(inputs).filter((name) => Object.hasOwn(locked, name));
  return [
    ...missing.sort().map((name) => `it lacks «${name}»`),
    ...surplus.sort().map((name) => `it has «${name}», which the flake does not use`),
    ...common.sort().flatMap((name) => entryDifferences(lock, name, locked[name]!, inputs[name]!)),
  ];
}

function entryDifferences(lock: Lock, name: string, target: string | readonly string[], input: InputEntry): string[] {
  const node = typeof target === 'string' ? lock.nodes[target] : undefined;
  if (!node) return [`it lets «${name}» follow another input`];
  const differences: string[] = [];
  if (node.original && !sameAddress(node.original, input.url))
    differences.push(`«${name}» is ${addressOf(node.original)} there, and ${input.url} in the flake`);
  if ((node.flake === false) !== (input.flake === false))
    differences.push(`«${name}» is ${node.flake === false ? 'a plain source tree' : 'a flake'} there, and the contrary in the flake`);
  return [...differences, ...followDifferences(name, node.inputs ?? {}, input.follows ?? {})];
}

/**
 * A path of one step leads to an input of ours: nobody but our flake can have asked for that. Where the lock knows no such input at all,
 * the other flake has none, and there is nothing to follow.
 */
function followDifferences(name: string, locked: NonNullable<LockNode['inputs']>, wanted: Readonly<Record<string, string>>): string[] {
  return Object.keys(locked)
    .sort()
    .flatMap((theirs) => {
      const target = locked[theirs]!;
      const ours = wanted[theirs];
      const followed = typeof target === 'string' ? undefined : target.join('/');
      if (ours !== undefined && followed !== ours)
        return [
          `its «${name}/${theirs}» ${followed === undefined ? 'follows nothing' : `follows «${followed}»`}, and should follow «${ours}»`,
        ];
      if (ours === undefined && followed !== undefined && !followed.includes('/'))
        return [`its «${name}/${theirs}» follows «${followed}», and should follow nothing`];
      return [];
    });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
