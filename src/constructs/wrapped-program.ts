import type { Daw } from './daw';
import type { Pkg } from './pkg';
import { joinPlugins, restrictPlugins, type Plugin } from './plugin';
import { ALL_FORMATS, FOLDER_OF, type PluginFormat } from './plugin-format';

/**
 * What is wrapped with what: a program, and the plugins that it sees. Plain data, which a machine installs, and which any other kind of environment
 * can offer just as well.
 */
export interface WrappedProgram {
  /** The name of its file: `ardour`. */
  readonly name: string;
  /** What people call it: `Ardour`. */
  readonly title: string;
  readonly base: Pkg;
  /** The program to start, where the package does not say it itself. */
  readonly program: string | undefined;
  /** The plugins, in the order in which they are searched. */
  readonly plugins: readonly Plugin[];
  /** Where the plugins come from, for people: names of bundles and packages. */
  readonly sources: readonly string[];
  /** Variables that the program is started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is in the conventional file system that it runs in; undefined where it needs none. */
  readonly fileSystem?: readonly Pkg[] | undefined;
}

export interface WrappedProgramOptions {
  readonly formats?: readonly PluginFormat[] | undefined;
  readonly sources: readonly string[];
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export function wrapProgram(daw: Daw, plugins: readonly Plugin[], options: WrappedProgramOptions): WrappedProgram {
  const formats = loadableFormats(daw).filter((format) => options.formats?.includes(format) ?? true);
  return {
    name: fileName(daw.pkg.name),
    title: daw.title,
    base: daw.pkg,
    program: daw.program,
    plugins: restrictPlugins(joinPlugins(plugins), formats),
    sources: options.sources,
    environment: options.environment ?? {},
  };
}

/** The formats that a program can load; all of them where nothing else is known. */
export function loadableFormats(daw: Daw): PluginFormat[] {
  const not = daw.pkg._entry?.cannotLoad ?? [];
  return ALL_FORMATS.filter((format) => !not.includes(format));
}

/** The packages that are searched in each folder (`lv2`, `vst3` …), folders in the order of the alphabet. Folders that nothing is in are left out. */
export function pluginFolders({ plugins }: WrappedProgram): { folder: string; packages: Pkg[] }[] {
  return ALL_FORMATS.map((format) => ({ folder: FOLDER_OF[format], packages: packagesWith(plugins, format) }))
    .filter(({ packages }) => packages.length > 0)
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function packagesWith(plugins: readonly Plugin[], format: PluginFormat): Pkg[] {
  return plugins.filter(({ formats }) => formats?.includes(format) ?? true).map(({ pkg }) => pkg);
}

const fileName = (name: string): string => name.replace(/[^\w.+-]/g, '-').replace(/^[^a-zA-Z_]+/, '') || 'program';
