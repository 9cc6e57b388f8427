import type { Pkg } from './pkg';
import { ALL_FORMATS, type PluginFormat } from './plugin-format';

/** A package of plugins, and the formats that are used of it; undefined where nobody knows which it has. */
export interface Plugin {
  readonly pkg: Pkg;
  readonly formats: readonly PluginFormat[] | undefined;
}

/** Every package once, where it came first, with the formats of all its mentions. */
export function joinPlugins(plugins: readonly Plugin[]): Plugin[] {
  const joined = new Map<string, Plugin>();
  for (const plugin of plugins) {
    const before = joined.get(plugin.pkg._key);
    joined.set(plugin.pkg._key, before ? { pkg: before.pkg, formats: union(before.formats, plugin.formats) } : plugin);
  }
  return [...joined.values()];
}

/** The plugins in these formats; those that come in none of them fall out. */
export function restrictPlugins(plugins: readonly Plugin[], only: readonly PluginFormat[]): Plugin[] {
  return plugins
    .map(({ pkg, formats }) => ({ pkg, formats: (formats ?? ALL_FORMATS).filter((format) => only.includes(format)) }))
    .filter(({ formats }) => formats.length > 0);
}

function union(a: Plugin['formats'], b: Plugin['formats']): Plugin['formats'] {
  return a && b ? [...new Set([...a, ...b])] : undefined;
}
