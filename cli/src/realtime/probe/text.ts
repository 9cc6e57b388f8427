/** Reading what kernels and programs print. Nothing here throws: what is not as it should be is absent. */

/** A whole number in decimal digits. */
export function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

export function positive(text: string | undefined): number | undefined {
  const value = integer(text);
  return value !== undefined && value > 0 ? value : undefined;
}

/** More than any kernel is built for. */
const MOST_CPUS = 8192;

/** `0-3,8` → 0, 1, 2, 3, 8. */
export function cpuList(text: string | undefined): readonly number[] {
  const cpus = new Set<number>();
  for (const range of (text ?? '').split(',', MOST_CPUS)) {
    const [, first, last = first] = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(range) ?? [];
    for (let cpu = Number(first); cpu <= Math.min(Number(last), MOST_CPUS - 1); cpu++) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}

/** Which of several is chosen: `always [madvise] never`, `none (full)`. */
export const chosen = (text: string | undefined): string | undefined => /[[(]([\w-]+)[\])]/.exec(text ?? '')?.[1];

/** Words of a kernel's command line; a value in double quotes may have spaces. */
export const parametersOf = (text: string | undefined): readonly string[] => text?.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];

/** An object without the members that are undefined. */
export function defined<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** Keys come from the machine: `__proto__` is one like any other. */
export const record = <T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> => Object.fromEntries(entries);
