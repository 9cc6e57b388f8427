/**
 * Addresses of flakes, `github:NixOS/nixpkgs/nixos-26.05`, and the form in which a lock keeps them, `{ type: 'github', owner: 'NixOS', … }`.
 */
type Attributes = Readonly<Record<string, unknown>>;

/** Whether a lock's `original` is this address. What cannot be taken apart counts as the same. */
export function sameAddress(original: Attributes, url: string): boolean {
  const wanted = attributesOf(url);
  if (wanted === undefined) return true;
  const keys = new Set([...Object.keys(original), ...Object.keys(wanted)]);
  return [...keys].every((key) => comparable(key, original[key]) === comparable(key, wanted[key]));
}

/** Owners and repositories of the forges are the same in small and capital letters. */
const comparable = (key: string, value: unknown): string =>
  key === 'owner' || key === 'repo' ? String(value).toLowerCase() : String(value ?? '');

/** The address in one line, as a user would write it. */
export function addressOf(original: Attributes): string {
  const { type, owner, repo, id, url, path, ref, rev, ...rest } = original;
  const version = [ref, rev].filter((part) => part !== undefined).join('/');
  const query = Object.entries(rest).map(([key, value]) => `${key}=${String(value)}`);
  const inPath = (base: string): string => `${base}${version && `/${version}`}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  if (isForge(type)) return inPath(`${type}:${String(owner)}/${String(repo)}`);
  if (type === 'indirect') return inPath(`flake:${String(id)}`);
  const refs = Object.entries({ ref, rev }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${String(value)}`]));
  const all = [...refs, ...query];
  const prefix = type === 'path' ? 'path:' : type === 'tarball' ? '' : `${String(type)}+`;
  return `${prefix}${String(url ?? path)}${all.length > 0 ? `?${all.join('&')}` : ''}`;
}

const isForge = (type: unknown): type is string => type === 'github' || type === 'gitlab' || type === 'sourcehut';

const REVISION = /^[0-9a-f]{40}$/;
const ARCHIVE = /\.(zip|tar|tgz|tar\.(gz|xz|bz2|zst))$/;

function attributesOf(address: string): Attributes | undefined {
  const [, base, query] = /^([^?#]*)(?:\?([^#]*))?$/.exec(address) ?? [];
  if (base === undefined) return undefined;
  const extra = Object.fromEntries(new URLSearchParams(query ?? ''));
  const [, scheme, rest] = /^([a-z][a-z0-9+]*):(.*)$/.exec(base) ?? [];
  if (scheme === undefined || rest === undefined) return indirect(base, extra);
  if (isForge(scheme)) return forge(scheme, rest, extra);
  if (scheme === 'flake') return indirect(rest, extra);
  if (scheme === 'path') return rest.startsWith('/') ? { type: 'path', path: rest, ...extra } : undefined;
  const [, kind, inner] = /^(git|hg)\+(.*)$/.exec(scheme) ?? [];
  if (kind !== undefined) return { type: kind, url: `${inner}:${rest}`, ...extra };
  if (/^https?$/.test(scheme) && ARCHIVE.test(rest) && query === undefined) return { type: 'tarball', url: base };
  return undefined;
}

function forge(type: string, rest: string, extra: Attributes): Attributes | undefined {
  const [owner, repo, ...more] = rest.split('/').map(decode);
  return owner && repo ? { type, owner, repo, ...versionOf(more.join('/')), ...extra } : undefined;
}

function indirect(rest: string, extra: Attributes): Attributes | undefined {
  const [id, ...more] = rest.split('/');
  if (!id || !/^[a-zA-Z][\w-]*$/.test(id) || more.length > 2) return undefined;
  return more.length === 2
    ? { type: 'indirect', id, ref: more[0], rev: more[1], ...extra }
    : { type: 'indirect', id, ...versionOf(more.join()), ...extra };
}

const versionOf = (version: string): Attributes => (version === '' ? {} : REVISION.test(version) ? { rev: version } : { ref: version });

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
