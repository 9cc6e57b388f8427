import type { StackEntry } from '../../../src/assembly/manifest';
import { nearest } from '../suggest';
import { noMatch, noStack } from './errors';

/**
 * The stacks that names and globs (`studio-*`) mean, in the manifest's order; all when nothing is named.
 *
 * @throws UserError when a name or glob means none
 */
export function selectStacks(stacks: readonly StackEntry[], patterns: readonly string[]): readonly StackEntry[] {
  if (patterns.length === 0) return stacks;
  const names = stacks.map(({ name }) => name);
  const meant = new Set<string>();
  for (const pattern of patterns) {
    const matches = names.filter(matcher(pattern));
    if (matches.length === 0) throw isGlob(pattern) ? noMatch(pattern, names) : noStack(pattern, nearest(pattern, names), names);
    matches.forEach((name) => meant.add(name));
  }
  return stacks.filter(({ name }) => meant.has(name));
}

const isGlob = (pattern: string): boolean => /[*?]/.test(pattern);

function matcher(pattern: string): (name: string) => boolean {
  if (!isGlob(pattern)) return (name) => name === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const regexp = new RegExp(`^${source}$`);
  return (name) => regexp.test(name);
}
