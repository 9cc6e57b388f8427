import type { CatalogueEntry, Removed, Renamed } from './catalogue';

const since = (date: string | undefined): string => (date === undefined ? '' : ` since ${date}`);

export const renamedPackage = (name: string, { to, since: date }: Renamed): string =>
  `nixpkgs has no «${name}»: it is called «${to}»${since(date)}. Did you mean «${to}»?`;

export const removedPackage = (name: string, { successor, advice, never, since: date }: Removed, release: string | undefined): string =>
  [
    never
      ? `nixpkgs has no «${name}»: it was never packaged, as far as we know.`
      : `nixpkgs has removed «${name}»${date ? ` (${date})` : ''}.`,
    successor === undefined ? undefined : `«${successor}» takes its place best.`,
    advice,
    release === undefined ? undefined : `An older nixpkgs has it: Pkg.of('${name}', { nixpkgs: Nixpkgs.release('${release}') }).`,
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ');

export const goingPackage = (name: string, date: string): string =>
  `nixpkgs removed «${name}» on ${date}: this release still has it, the next one will not.`;

export const misspeltPackage = (name: string, meant: string): string =>
  `nixpkgs has no «${name}». Did you mean «${meant}»? If there is a package of that very name, Pkg.fromNix(Nix.pkgs('${name}')) takes it unchecked.`;

export const doubtfulPackage = (name: string, meant: string): string =>
  `«${name}» is not in the catalogue. Did you mean «${meant}»? If not, say what it holds, Pkg.of('${name}', { formats: [ … ] }), and this warning goes away.`;

export const unknownPlugin = (name: string): string =>
  `«${name}» is not in the catalogue: its plugin formats are unknown, so it is put on the search paths of all seven. ` +
  `Say them with Pkg.of('${name}', { formats: [PluginFormat.LV2] }), and this note goes away.`;

export const unknownProgram = (name: string): string =>
  `«${name}» is not in the catalogue: it is taken as nixpkgs has it. If it is not free software, say so with Pkg.of('${name}', { unfree: true }).`;

export const unverifiedPlugin = (name: string): string =>
  `The catalogue knows «${name}» by name only: its plugin formats are unknown, so it is put on the search paths of all seven.`;

export const noPlugins = (name: string, entry: CatalogueEntry | undefined): string =>
  `«${name}» holds no plugins${entry ? ` (${entry.about})` : ''}. ` +
  (isHost(entry)
    ? `Take it out of the plugins, and install it with plugins of its own: new DawHost(…, { daw: Daw.of('${name}') }).`
    : 'Take it out of the plugins, and install it as a program.');

const isHost = (entry: CatalogueEntry | undefined): boolean =>
  entry?.kind === 'daw' || entry?.kind === 'host' || entry?.kind === 'sequencer';

export const cautiousPackage = (name: string, caution: string): string => `Be careful with «${name}»: ${caution}.`;

export const notForPlatform = (name: string, platforms: readonly string[], system: string): string =>
  `«${name}» is made for ${platforms.join(' and ')} only, and this is ${system}: Nix would refuse it. Leave it out here.`;

export const notForPlatforms = (name: string, platforms: readonly string[], systems: readonly string[]): string =>
  `«${name}» is made for ${platforms.join(' and ')} only, and this environment is for ${systems.join(' and ')}: nothing of it would be left. Leave it out here.`;

export const leftOut = (name: string, platforms: readonly string[], missing: readonly string[]): string =>
  `«${name}» is made for ${platforms.join(' and ')} only: it is left out on ${missing.join(' and ')}.`;
