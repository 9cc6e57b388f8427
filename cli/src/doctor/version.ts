/** The first version number in a text: `nix (Nix) 2.8.0` → `2.8.0`. */
export const versionIn = (text: string): string | undefined => /\d+(?:\.\d+)+/.exec(text)?.[0];

export function isOlder(version: string, than: string): boolean {
  const [a, b] = [numbers(version), numbers(than)];
  const at = b.findIndex((part, index) => part !== (a[index] ?? 0));
  return at >= 0 && (a[at] ?? 0) < b[at]!;
}

/** Before 1.0 a minor version may change the contract between the two packages. */
export function goTogether(one: string, other: string): boolean {
  const [a, b] = [numbers(one), numbers(other)];
  return a[0] === b[0] && (a[0] !== 0 || a[1] === b[1]);
}

const numbers = (version: string): number[] => version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
