import { FOLDER_OF, PluginFormat } from '../../plugin-format';
import { badCrate, noFilesOfFormat, noHash, notByBundler } from '../errors';
import { copyLines } from '../files';
import { flagProblems, listOf } from '../flags';
import { hashProblem } from '../hash';
import { phase, type Plan } from '../plan';
import { hashOf } from '../source';
import type { RustProps } from './props';

const BUNDLED = [PluginFormat.CLAP, PluginFormat.VST3];

/** cargo, with all crates fetched beforehand. nih-plug's bundler is a program of the project itself, which cargo builds and runs. */
export function rust(props: RustProps, name: string): Plan {
  const { formats, cargoHash, bundle, cargoBuildFlags = [] } = props;
  return {
    builder: 'rustPlatform.buildRustPackage',
    nativeBuildInputs: ['pkg-config'],
    sourceAttributes: { cargoHash: hashOf(cargoHash) },
    settings: { ...listOf('cargoBuildFlags', cargoBuildFlags), ...(bundle && { doCheck: false }) },
    ...(bundle ? bundled(bundle, formats) : { resultFolder: 'target/*/release' }), // a folder that cargo calls after the platform
    problems: [
      hashProblem(`the crates of «${name}»`, cargoHash),
      ...flagProblems('cargoBuildFlags', cargoBuildFlags),
      ...(bundle ?? []).filter((crate) => !/^[A-Za-z]\w*(-\w+)*$/.test(crate)).map(badCrate),
      ...(bundle ? formats.filter((format) => !BUNDLED.includes(format)).map(notByBundler) : missingFiles(props)),
    ],
    cautions: [cargoHash ? undefined : noHash(`the crates of «${name}»`, undefined)],
  };
}

function bundled(crates: readonly string[], formats: readonly PluginFormat[]): Pick<Plan, 'phases' | 'install'> {
  return {
    phases: {
      buildPhase: phase(
        'Build',
        crates.map((crate) => `cargo run --package xtask --release -- bundle ${crate} --release $cargoBuildFlags`),
      ),
    },
    install: copyLines({ clap: ['target/bundled/*.clap'], vst3: ['target/bundled/*.vst3'] }, formats),
  };
}

/** buildRustPackage installs programs and libraries, but knows nothing of plugins. */
function missingFiles({ files, formats, phases }: RustProps): string[] {
  if (files || phases?.installPhase !== undefined || phases?.postInstall !== undefined) return [];
  return formats.map((format) => noFilesOfFormat(format, FOLDER_OF[format]));
}
