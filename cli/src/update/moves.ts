import type { Lock, LockNode } from '../../../src/assembly/lock';

/** What an input is pinned to. */
export interface Pin {
  /** The address without a revision: `github:musnix/musnix`. */
  readonly from: string;
  /** The revision, or the hash of what has none. */
  readonly revision: string;
  /** The day of that revision, `2026-05-01`. */
  readonly date?: string;
}

/** One input that is not what it was. Without `old` it is new, without `new` it is gone. */
export interface Move {
  /** `nixpkgs`, or `home-manager/nixpkgs` for an input's own. */
  readonly input: string;
  readonly old?: Pin;
  readonly new?: Pin;
}

/** What changed from one lock to another, inputs of inputs included, by name. */
export function movesBetween(before: Lock | undefined, after: Lock): readonly Move[] {
  const [olds, news] = [before ? pinsOf(before) : new Map<string, Pin>(), pinsOf(after)];
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  return names.flatMap((input) => {
    const [old, next] = [olds.get(input), news.get(input)];
    if (old?.from === next?.from && old?.revision === next?.revision) return [];
    return [{ input, ...(old && { old }), ...(next && { new: next }) }];
  });
}

/** Inputs that follow another are that other. */
function pinsOf({ nodes, root }: Lock): Map<string, Pin> {
  const pins = new Map<string, Pin>();
  const visit = (name: string, path: readonly string[]): void => {
    for (const [input, target] of Object.entries(nodes[name]?.inputs ?? {})) {
      if (typeof target !== 'string' || path.length > Object.keys(nodes).length) continue;
      const here = [...path, input];
      pins.set(here.join('/'), pinOf(nodes[target]!));
      visit(target, here);
    }
  };
  visit(root, []);
  return pins;
}

function pinOf({ locked = {}, original = {} }: LockNode): Pin {
  const { type, owner, repo, url, path, id, rev, narHash, lastModified } = { ...original, ...locked } as Readonly<Record<string, unknown>>;
  const place = owner !== undefined && repo !== undefined ? `${String(owner)}/${String(repo)}` : String(url ?? path ?? id ?? '?');
  return {
    from: `${String(type)}:${place}`,
    revision: String(rev ?? narHash ?? '?'),
    ...(typeof lastModified === 'number' && { date: new Date(lastModified * 1000).toISOString().slice(0, 10) }),
  };
}

/** As people quote revisions: `3f2a1bc (2026-05-01)`. */
export function pinText(pin: Pin | undefined, absent: string): string {
  if (!pin) return absent;
  return pin.date === undefined ? short(pin.revision) : `${short(pin.revision)} (${pin.date})`;
}

const short = (revision: string): string =>
  /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision.replace(/^sha256-/, '').slice(0, 8);
