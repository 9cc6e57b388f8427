import { ALL_FORMATS } from '../plugin-format';
import { badEnvironment, badLicence, badName, badVersion, emptyScript, noFormats, noVersion, variableOfTheBuild } from './errors';
import { filesProblems } from './files';
import type { PackageProps, Phases, PhasesProps } from './props';
import { Source } from './source';

/** What a package is called. */
export interface Identity {
  readonly name: string;
  readonly version: string;
}

/** The version of a file of the project itself is nothing that anybody counts. */
export function identityOf({ name, version }: PackageProps, { _data }: Source): Identity {
  return { name: name ?? _data.name, version: version ?? _data.version ?? (_data.key[0] === 'file' ? '0' : '') };
}

/** Variables that every build has already. */
const OF_THE_BUILD = ['args', 'builder', 'name', 'out', 'outputs', 'pname', 'src', 'stdenv', 'system', 'version'];

/** What is wrong with what the user says of every package. */
export function packageProblems(props: PackageProps, { name, version }: Identity): string[] {
  const { environment = {}, formats, license, mainProgram } = props;
  return [
    ...(/^[a-zA-Z][\w.+-]*$/.test(name) ? [] : [badName(name)]),
    ...(version === '' ? [noVersion(name)] : /^\d[\w.+-]*$/.test(version) ? [] : [badVersion(name, version)]),
    ...(formats.some((format) => ALL_FORMATS.includes(format)) || mainProgram !== undefined ? [] : [noFormats(name)]),
    ...Object.keys(environment)
      .filter((variable) => !/^[A-Za-z_]\w*$/.test(variable))
      .map(badEnvironment),
    ...Object.keys(environment)
      .filter((variable) => OF_THE_BUILD.includes(variable))
      .map(variableOfTheBuild),
    ...(license === undefined || /^[a-z][A-Za-z0-9]*$/.test(license) ? [] : [badLicence(license)]),
  ];
}

/** And of those that go through phases. */
export function phasesProblems({ files, formats, patches = [], phases = {} }: PhasesProps): (string | undefined)[] {
  return [
    ...(files ? filesProblems(files, formats) : []),
    ...patches.flatMap((patch) => patchSource(patch)._data.problems),
    ...scriptsOf(phases)
      .filter(([, script]) => script.trim() === '')
      .map(([name]) => emptyScript(name)),
  ];
}

export const patchSource = (patch: string | Source): Source => (typeof patch === 'string' ? Source.fromFile(patch) : patch);

/** The order in which nixpkgs goes through them. */
const ORDER: readonly (keyof Phases)[] = [
  'unpackPhase',
  'postPatch',
  'preConfigure',
  'configurePhase',
  'preBuild',
  'buildPhase',
  'postBuild',
  'preInstall',
  'installPhase',
  'postInstall',
  'postFixup',
];

export function scriptsOf(phases: Phases): [keyof Phases, string][] {
  return ORDER.flatMap((name): [keyof Phases, string][] => {
    const script = phases[name];
    return script === undefined ? [] : [[name, script]];
  });
}
