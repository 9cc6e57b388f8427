import { Nix } from '../../../nix';
import { badPattern, noFilesOfFormat } from '../errors';
import { folderOf, isPattern } from '../files';
import type { Plan } from '../plan';
import type { PrebuiltProps } from './props';

/** What nixpkgs needs to take an archive apart; tar it has. */
const UNPACKERS: readonly (readonly [RegExp, string])[] = [
  [/\.zip$/, 'unzip'],
  [/\.deb$/, 'dpkg'],
];

const SINGLE_FILE = /\.(so|clap|vst3)$/;

/**
 * Nothing is built. autoPatchelfHook finds every library and program in the result and leads it to the libraries among the inputs; a library that
 * is not there fails the build, with its name.
 */
export function prebuilt(props: PrebuiltProps, fileName: string | undefined): Plan {
  const { files, formats, patchElf = true, phases, runtimeDependencies = [] } = props;
  const isArchive = fileName === undefined || !SINGLE_FILE.test(fileName);
  const unpacker = UNPACKERS.find(([ending]) => fileName !== undefined && ending.test(fileName))?.[1];
  const own = phases?.installPhase !== undefined || files !== undefined;
  return {
    builder: 'stdenv.mkDerivation',
    nativeBuildInputs: [...(patchElf ? ['autoPatchelfHook'] : []), ...(unpacker === undefined ? [] : [unpacker])],
    buildInputs: patchElf ? [Nix.attr(Nix.name('stdenv'), 'cc.cc.lib')] : [],
    runtimeDependencies,
    sourceAttributes: isArchive ? { sourceRoot: '.' } : { dontUnpack: true },
    settings: { dontConfigure: true, dontBuild: true, dontStrip: true, ...(!patchElf && { dontPatchELF: true }) },
    ...(!own && !isArchive && { install: formats.map((format) => installFile(fileName, folderOf(format))) }),
    meta: { sourceProvenance: [Nix.lib('sourceTypes.binaryNativeCode')] },
    problems: [
      ...(own || !isArchive ? [] : formats.map((format) => noFilesOfFormat(format, folderOf(format)))),
      isArchive || isPattern(fileName) ? undefined : badPattern(fileName),
    ],
  };
}

/** In the store the file has a name with a hash before it; here it gets its own. */
const installFile = (fileName: string, folder: string): string => `install -Dm755 "$src" "$out/lib/${folder}/${fileName}"`;
