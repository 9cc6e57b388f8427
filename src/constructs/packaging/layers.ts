import { Nix } from '../../nix';
import type { Pkg } from '../pkg';
import { FOLDER_OF } from '../plugin-format';
import { copyLines } from './files';
import { listOf } from './flags';
import { environmentOf, grouped, metaOf, type Recipe, type RecipeParts } from './package-file';
import { identityOf, patchSource, scriptsOf } from './package-problems';
import { phase, type Plan } from './plan';
import type { CommandProps, DerivationProps, PackageProps, Phases, PhasesProps } from './props';
import type { Source } from './source';

/**
 * The layers, from the bottom up. Each says the same thing with less: a derivation is a program that Nix runs; a command is a derivation whose
 * program is a shell with tools; phases are a command that is cut where everybody cuts it; a build system (`build-systems/`) is phases that
 * somebody has written already.
 */

/** 1: what Nix itself has. There is nothing in the build but what is named. */
export function derivationLayer(source: Source, props: DerivationProps): Recipe {
  const { args, builder = '/bin/sh', environment = {}, nativeBuildInputs = [], buildInputs = [] } = props;
  const { name, version } = identityOf(props, source);
  const tools = [...nativeBuildInputs, ...buildInputs];
  return recipe(source, props, tools, ['derivation', builder, args], ({ context, nameOf }) =>
    Nix.call(
      Nix.name('derivation'),
      grouped([
        {
          name: `${name}-${version}`,
          system: Nix.attr(Nix.name('stdenv'), 'hostPlatform.system'),
        },
        { src: source._data.expression(context) },
        { builder, args },
        { ...(tools.length > 0 && { PATH: Nix.call(Nix.lib('makeBinPath'), tools.map(nameOf)) }), ...environment },
      ]),
    ),
  );
}

/** 2: one script with nixpkgs' standard tools. */
export function commandLayer(source: Source, props: CommandProps): Recipe {
  const { script, nativeBuildInputs = [], buildInputs = [] } = props;
  const { name, version } = identityOf(props, source);
  const made = recipe(source, props, [...nativeBuildInputs, ...buildInputs], ['command', script], ({ context, nameOf }) =>
    Nix.call(
      Nix.name('runCommand'),
      `${name}-${version}`,
      grouped([
        { src: source._data.expression(context) },
        { ...listOf('nativeBuildInputs', nativeBuildInputs.map(nameOf)), ...listOf('buildInputs', buildInputs.map(nameOf)) },
        environmentOf(props),
        { meta: metaOf(made) },
      ]),
      shell([script.trimEnd(), '', ...checkLines(props, name)].join('\n')),
    ),
  );
  return made;
}

/** 3: nixpkgs' phases; and 4, with a plan that a build system has made. */
export function phasesLayer(source: Source, props: PhasesProps, plan: Plan): Recipe {
  const { name: pname, version } = identityOf(props, source);
  const { nativeBuildInputs = [], buildInputs = [], patches = [] } = props;
  const tools = [...(plan.nativeBuildInputs ?? []), ...nativeBuildInputs];
  const libraries = [...(plan.buildInputs ?? []), ...buildInputs];
  const late = plan.runtimeDependencies ?? [];
  const dependencies = [...tools, ...libraries, ...late].filter((input): input is string | Pkg => !(input instanceof Nix));
  const { postPatch, ...scripts } = scriptsFor(props, plan);
  const key = ['phases', plan, patches.map((patch) => patchSource(patch)._data.key), scripts, postPatch];
  const made = recipe(source, props, dependencies, key, (parts) => {
    const inputs = (attribute: string, all: readonly (string | Pkg | Nix)[]): object => listOf(attribute, unique(all).map(inputIn(parts)));
    return Nix.call(
      Nix.attr(Nix.name(plan.builder.split('.')[0]!), plan.builder.split('.')[1]!),
      grouped([
        { pname, version },
        { src: source._data.expression(parts.context) },
        { ...plan.sourceAttributes },
        {
          ...listOf(
            'patches',
            patches.map((patch) => patchSource(patch)._data.expression(parts.context)),
          ),
        },
        { postPatch: postPatch === undefined ? undefined : shell(postPatch) },
        {
          ...inputs('nativeBuildInputs', tools),
          ...inputs('buildInputs', libraries),
          ...inputs('runtimeDependencies', late),
        },
        { ...plan.settings },
        environmentOf(props),
        ...scriptsOf(scripts).map(([name, script]) => ({ [name]: shell(script) })),
        checkOf(props, pname),
        { meta: metaOf(made, plan.meta) },
      ]),
    );
  });
  return made;
}

function recipe(
  source: Source,
  props: PackageProps,
  dependencies: readonly (string | Pkg)[],
  key: readonly unknown[],
  body: Recipe['body'],
): Recipe {
  const { nativeBuildInputs, buildInputs, ...rest } = props;
  void [nativeBuildInputs, buildInputs]; // they are among the dependencies
  const plain = Object.entries(rest).filter(([name]) => !['patches', 'phases', 'runtimeDependencies'].includes(name));
  const patches = (props as Partial<PhasesProps>).patches ?? [];
  const sources = [source, ...patches.map(patchSource)];
  return { identity: identityOf(props, source), source, sources, props, dependencies, key: [source._data.key, plain, key], body };
}

/** What a build system brings, its own phases, and over them the user's. */
function scriptsFor({ files, formats, phases }: PhasesProps, { install, phases: own, resultFolder }: Plan): Phases {
  const lines = files ? copyLines(files, formats, resultFolder) : install;
  return { ...own, ...(lines?.length && { installPhase: phase('Install', lines) }), ...phases };
}

/** The formats are a promise to every program that is wrapped with it, so the build keeps it. */
function checkOf(props: PackageProps, name: string): Record<string, unknown> {
  const lines = checkLines(props, name);
  return lines.length === 0 ? {} : { doInstallCheck: true, installCheckPhase: shell(phase('InstallCheck', lines)) };
}

function checkLines({ formats }: PackageProps, name: string): string[] {
  const folders = [...new Set(formats.map((format) => FOLDER_OF[format]))];
  const lines = [
    'if [ -z "$(ls -A "$out/lib/$format")" ]; then',
    `  echo "${name} has put nothing into lib/$format, but it is to have plugins of that format" >&2`,
    '  exit 1',
    'fi',
  ];
  const [only] = folders;
  if (folders.length < 2) return only === undefined ? [] : lines.map((line) => line.replaceAll('$format', only));
  return [`for format in ${folders.join(' ')}; do`, ...lines.map((line) => `  ${line}`), 'done'];
}

/** Shell is written over several lines, even where it is a single one. */
const shell = (script: string): Nix =>
  Nix.indented(`${script.trimEnd()}\n`.split('\n').flatMap((line, index) => (index === 0 ? [line] : ['\n', line])));

const inputIn =
  ({ nameOf }: RecipeParts) =>
  (input: string | Pkg | Nix): Nix =>
    input instanceof Nix ? input : nameOf(input);

const unique = <T>(inputs: readonly T[]): T[] => [...new Set(inputs)];
