import { ALL_FORMATS, FOLDER_OF, type PluginFormat } from '../plugin-format';
import { badPattern, filesOfOtherFormat, noFilesOfFormat } from './errors';

/**
 * Which of the built files are plugins: paths below the folder of the build, with `*` and `?` as the shell reads them. Each goes into `lib/<format>`
 * with its name.
 */
export interface PluginFiles {
  /**
   * LV2 bundles, e.g. `bin/*.lv2`.
   *
   * @default - none
   */
  readonly lv2?: string[];

  /**
   * LADSPA libraries, e.g. `*-ladspa.so`.
   *
   * @default - none
   */
  readonly ladspa?: string[];

  /**
   * DSSI libraries.
   *
   * @default - none
   */
  readonly dssi?: string[];

  /**
   * VST2 libraries for `lib/vst`.
   *
   * @default - none
   */
  readonly vst?: string[];

  /**
   * VST3 bundles.
   *
   * @default - none
   */
  readonly vst3?: string[];

  /**
   * CLAP libraries.
   *
   * @default - none
   */
  readonly clap?: string[];

  /**
   * VST2 libraries for `lib/lxvst`.
   *
   * @default - none
   */
  readonly lxvst?: string[];
}

type Folder = keyof PluginFiles;

export const folderOf = (format: PluginFormat): Folder => FOLDER_OF[format] as Folder;

/** Files for what is declared and for nothing else, and patterns that cannot become anything but file names. */
export function filesProblems(files: PluginFiles, formats: readonly PluginFormat[]): string[] {
  const patterns = Object.values(files as Record<string, string[] | undefined>).flatMap((list) => list ?? []);
  return [
    ...patterns.filter((pattern) => !isPattern(pattern)).map(badPattern),
    ...ALL_FORMATS.filter((format) => files[folderOf(format)]?.length && !formats.includes(format)).map(filesOfOtherFormat),
    ...formats.filter((format) => !files[folderOf(format)]?.length).map((format) => noFilesOfFormat(format, folderOf(format))),
  ];
}

/**
 * Lines of shell that copy them: `cp -r bin/*.lv2 "$out/lib/lv2"`.
 *
 * @param below the folder that they are in, a pattern too
 */
export function copyLines(files: PluginFiles, formats: readonly PluginFormat[], below?: string): string[] {
  return formats.flatMap((format) => {
    const folder = folderOf(format);
    const patterns = (files[folder] ?? []).map((pattern) => escapePattern(below === undefined ? pattern : `${below}/${pattern}`));
    return [`mkdir -p "$out/lib/${folder}"`, `cp -r ${patterns.join(' ')} "$out/lib/${folder}"`];
  });
}

export const isPattern = (pattern: string): boolean => /^[\w*?.][\w*?./+@,()' -]*$/.test(pattern) && !pattern.split('/').includes('..');

/** A blank in «My Synth.vst3» belongs to the name; `*` and `?` stay what they are to the shell. */
const escapePattern = (pattern: string): string => pattern.replace(/[^\w*?./+@,-]/g, '\\$&');
