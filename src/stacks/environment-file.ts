import { Stack } from '../core';
import type { EnvironmentDraft, EnvironmentPart, EnvironmentPlugin, EnvironmentProgram } from '../core';
import { SEARCH_PATHS } from '../constructs/plugin-format';
import { isSystem, listBySystem } from '../constructs/platforms';
import { freeNames, Nix, NODE, type Binding, type NixNode } from '../nix';

/** What `environments/<stack>/default.nix` is made from, besides what the constructs said. */
export interface EnvironmentFileOptions {
  readonly stack: string;
  /** The name of the input that packages come from. */
  readonly nixpkgs: string;
  readonly systems: readonly string[];
  /** Stands before the names of packages and apps where there are several environments. */
  readonly prefix: string;
  /** Whether its shell, and the package with everything, are the flake's default. */
  readonly isDefault: boolean;
  /** The name of the package with everything. */
  readonly everything: string;
  /** Turns a program into one that finds the host's graphics drivers. */
  readonly started?: Nix;
}

/** Inputs that the file is called with, beside the platform. */
export const inputsOf = (draft: EnvironmentDraft, nixpkgs: string): string[] => [...new Set([nixpkgs, ...draft.passed])].sort();

/** The file that is an environment on one platform: a function that gives its packages, apps, shell and checks. */
export function environmentFile(draft: EnvironmentDraft, options: EnvironmentFileOptions, header: string): NixNode {
  const body = Nix._fromNode({ kind: 'attrs', recursive: false, bindings: outputs(draft, options) });
  const locals = environmentLocals(draft, options, body);
  const formals = [...inputsOf(draft, options.nixpkgs), 'system'];
  const node = Nix._fromNode({ kind: 'let', bindings: locals, body: body[NODE] });
  return { kind: 'commented', comment: [header], blankBefore: false, node: Nix.pattern(formals, node)[NODE] };
}

/** The kinds of outputs that the environment has for each platform. */
export function kindsOf(draft: EnvironmentDraft): string[] {
  return ['packages', ...(draft.programs.length > 0 ? ['apps'] : []), 'devShells', ...(draft.checks.length > 0 ? ['checks'] : [])];
}

/** The program that `nix run` starts: the first one that exists everywhere; what the stack itself brings comes last. */
function mainProgram({ programs }: EnvironmentDraft, systems: readonly string[]): EnvironmentProgram | undefined {
  const everywhere = programs.filter((program) => program.systems.length === systems.length);
  return everywhere.find(({ owner }) => !Stack.isStack(owner)) ?? everywhere[0];
}

function outputs(draft: EnvironmentDraft, options: EnvironmentFileOptions): Binding[] {
  const { everything, isDefault, prefix, systems } = options;
  const programs = programsOf(draft, options);
  const named = (set: Nix): Nix => (prefix === '' ? set : Nix.call(Nix.name('named'), set));
  const all = Nix.name('studio');
  const whole = inheriting({ [everything]: all, ...(isDefault && { default: all }) });
  const bindings: (Binding | undefined)[] = [
    bind(['packages'], programs ? Nix.binary(named(programs), '//', whole) : whole),
    programs &&
      bind(['apps'], spaced(appsOf(named(mapped('app', programs)), programs, isDefault ? mainProgram(draft, systems) : undefined))),
    shells(draft, options),
    draft.checks.length === 0 ? undefined : bind(['checks'], spaced(named(setBySystem(draft.checks, systems)))),
    hasSession(draft) ? bind(['sessionVariables'], spaced(Nix.of(sessionVariables(draft)))) : undefined,
  ];
  return bindings.filter((binding) => binding !== undefined);
}

function appsOf(apps: Nix, programs: Nix, main: EnvironmentProgram | undefined): Nix {
  if (!main) return apps;
  return Nix.binary(apps, '//', { default: Nix.call(Nix.name('app'), Nix.attr(programs, JSON.stringify(main.name))) });
}

/** `lib.mapAttrs (_: app) programs`. */
const mapped = (each: string, set: Nix): Nix => Nix.call(Nix.lib('mapAttrs'), Nix.fn('_', Nix.name(each)), set);

function shells(draft: EnvironmentDraft, { isDefault, prefix, stack }: EnvironmentFileOptions): Binding {
  if (prefix === '') return bind(['devShells', 'default'], spaced(devShell(draft, stack)));
  const shell = Nix.name('shell');
  if (!isDefault) return bind(['devShells', stack], spaced(shell));
  return bind(['devShells'], spaced(Nix.of({ [stack]: shell, default: shell })));
}

/** Whether sessions that the environment becomes part of get variables. */
export const hasSession = ({ plugins, variables }: EnvironmentDraft): boolean =>
  variables.size > 0 || [...plugins.values()].some(({ everywhere }) => everywhere);

const programsOf = ({ programs }: EnvironmentDraft, { started }: EnvironmentFileOptions): Nix | undefined =>
  programs.length === 0 ? undefined : Nix.name(started ? 'started' : 'programs');

// Locals ---------------------------------------------------------------------------------------------------------------------------

function environmentLocals(draft: EnvironmentDraft, options: EnvironmentFileOptions, body: Nix): Binding[] {
  const { nixpkgs, prefix, stack, started, systems } = options;
  const programs = programsOf(draft, options);
  const needsPlugins = (everywhere: boolean): boolean => [...draft.plugins.values()].some((plugin) => !everywhere || plugin.everywhere);
  const parts: (Binding | undefined)[] = [
    ...packageSets(draft, nixpkgs),
    draft.programs.length === 0 ? undefined : bind(['programs'], spaced(setBySystem(draft.programs, systems))),
    started && bind(['started'], spaced(Nix.call(Nix.lib('mapAttrs'), Nix.fn('_', started), Nix.name('programs')))),
    draft.tools.size === 0 ? undefined : bind(['tools'], spaced(listOf([...draft.tools.values()], systems))),
    bind(['studio'], spaced(everythingOf(stack, draft, programs), 'Everything in one package.')),
    needsPlugins(false)
      ? bind(['plugins'], spaced(pluginFolders(draft, systems, false), 'Plugins by the folder that they are in.'))
      : undefined,
    needsPlugins(true)
      ? bind(['shared'], spaced(pluginFolders(draft, systems, true), 'Those that every program of a session sees.'))
      : undefined,
    needsPlugins(false) ? bind(['search'], SEARCH) : undefined,
    programs && bind(['app'], spaced(APP)),
    prefix === '' ? undefined : bind(['shell'], spaced(devShell(draft, stack))),
    prefix === ''
      ? undefined
      : bind(['named'], spaced(naming(prefix), 'Other environments of this flake may have packages of the same names.')),
  ];
  const bindings = parts.filter((part) => part !== undefined);
  const used = freeNames({
    kind: 'list',
    items: [body[NODE], ...bindings.map((binding) => (binding.kind === 'bind' ? binding.value : NULL))],
  });
  return used.has('lib') ? [{ kind: 'inherit', from: Nix.name(nixpkgs)[NODE], names: ['lib'] }, ...bindings] : bindings;
}

const NULL: NixNode = { kind: 'null' };

/** Each nixpkgs, instantiated once. Where nothing is special about it, the one that other flakes use too. */
function packageSets(draft: EnvironmentDraft, nixpkgs: string): Binding[] {
  const sets = [{ name: 'pkgs', input: nixpkgs }, ...draft.packageSets];
  const { overlays, unfree } = draft;
  if (unfree.size === 0 && overlays.length === 0)
    return sets.map(({ name, input }) =>
      bind([name], Nix._fromNode({ kind: 'select', target: Nix.name(input)[NODE], path: ['legacyPackages', Nix.name('system')[NODE]] })),
    );
  const config = unfree.size === 0 ? [] : [bind(['config', 'allowUnfreePredicate'], unfreePredicate([...unfree].sort()))];
  const own = overlays.length === 0 ? [] : [bind(['overlays'], Nix._fromNode({ kind: 'list', items: overlays }))];
  const names = [...(unfree.size === 0 ? [] : ['config']), 'system'];
  const instantiate = (input: string, more: readonly string[]): Nix =>
    Nix.call(Nix.name('import'), Nix.name(input), Nix.inherit([{ names: [...names, ...more].sort() }]));
  return [
    ...config,
    ...own,
    ...sets.map(({ name, input }, index) => bind([name], instantiate(input, index === 0 && own.length > 0 ? ['overlays'] : []))),
  ];
}

function unfreePredicate(names: readonly string[]): Nix {
  const elem = Nix.attr(Nix.name('builtins'), 'elem');
  return Nix.fn('package', Nix.call(elem, Nix.call(Nix.lib('getName'), Nix.name('package')), names));
}

function everythingOf(stack: string, draft: EnvironmentDraft, programs: Nix | undefined): Nix {
  const tools = draft.tools.size === 0 ? undefined : Nix.name('tools');
  const values = programs && Nix.call(Nix.lib('attrValues'), programs);
  return Nix.call(Nix.pkgs('buildEnv'), {
    name: stack,
    paths: values && tools ? Nix.binary(values, '++', tools) : (values ?? tools ?? []),
    pathsToLink: ['/bin', '/share'],
    extraOutputsToInstall: ['man'],
    ignoreCollisions: true,
  });
}

function pluginFolders(draft: EnvironmentDraft, systems: readonly string[], everywhere: boolean): Nix {
  const plugins = [...draft.plugins.values()].filter((plugin) => !everywhere || plugin.everywhere);
  const folders = [...new Set(plugins.flatMap((plugin) => plugin.folders))].sort();
  const within = (folder: string): EnvironmentPlugin[] => plugins.filter((plugin) => plugin.folders.includes(folder));
  return Nix.of(Object.fromEntries(folders.map((folder) => [folder, listOf(within(folder), systems)])));
}

/** `search plugins "lv2"`: the plugins' folders of a format, then the user's own one. */
const SEARCH = Nix.fn(
  'plugins',
  Nix.fn(
    'format',
    Nix.binary(
      Nix.call(
        Nix.lib('concatMapStrings'),
        Nix.fn('plugin', Nix.interpolate([Nix.name('plugin'), '/lib/', Nix.name('format'), ':'])),
        Nix._fromNode({ kind: 'select', target: Nix.name('plugins')[NODE], path: [Nix.name('format')[NODE]], fallback: Nix.of([])[NODE] }),
      ),
      '+',
      Nix.interpolate(['$HOME/.', Nix.name('format')]),
    ),
  ),
);

const APP = Nix.fn(
  'program',
  Nix.inherit([{ names: ['meta'], source: Nix.name('program') }], {
    type: 'app',
    program: Nix.call(Nix.lib('getExe'), Nix.name('program')),
  }),
);

const naming = (prefix: string): Nix =>
  Nix.call(Nix.lib(`mapAttrs'`), Nix.fn('name', Nix.call(Nix.lib('nameValuePair'), Nix.interpolate([prefix, Nix.name('name')]))));

// The shell ------------------------------------------------------------------------------------------------------------------------

function devShell(draft: EnvironmentDraft, stack: string): Nix {
  const lines = [
    ...searchPaths(draft, 'plugins'),
    ...[...draft.variables].map(([name, node]): [string, unknown[]] => [name, inDoubleQuotes(node)]),
  ];
  return Nix.call(Nix.pkgs('mkShellNoCC'), {
    name: stack,
    packages: [Nix.name('studio')],
    ...(lines.length > 0 && { shellHook: Nix.indented(lines.flatMap(([name, parts]) => [`export ${name}="`, ...parts, '"\n'])) }),
  });
}

function sessionVariables(draft: EnvironmentDraft): Record<string, Nix> {
  const paths = [...draft.plugins.values()].some(({ everywhere }) => everywhere) ? searchPaths(draft, 'shared') : [];
  const all = [
    ...paths.map(([name, parts]): [string, Nix] => [name, text(parts)]),
    ...[...draft.variables].map(([name, node]): [string, Nix] => [name, Nix._fromNode(node)]),
  ];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The seven variables, without those for which there are no plugins: what programs find by themselves they are to find still. */
function searchPaths(draft: EnvironmentDraft, set: 'plugins' | 'shared'): [string, unknown[]][] {
  const plugins = [...draft.plugins.values()].filter(({ everywhere }) => set === 'plugins' || everywhere);
  const present = new Set(plugins.flatMap(({ folders }) => folders));
  return SEARCH_PATHS.filter(({ folders }) => folders.some((folder) => present.has(folder))).map(({ variable, folders }) => [
    variable,
    folders.flatMap((folder, index) => [...(index > 0 ? [':'] : []), Nix.call(Nix.name('search'), Nix.name(set), folder)]),
  ]);
}

/** One expression as it is, several as a string. */
const text = (parts: readonly unknown[]): Nix => (parts.length === 1 && parts[0] instanceof Nix ? parts[0] : Nix.interpolate([...parts]));

/** Text inside of double quotes of a shell, where only `$HOME` means something. */
function inDoubleQuotes(node: NixNode): unknown[] {
  if (node.kind !== 'string') return [Nix._fromNode(node)];
  return node.parts.map((part) => (typeof part === 'string' ? part.replace(/[\\"`]|\$(?!HOME\b)/g, '\\$&') : Nix._fromNode(part)));
}

// Sets and lists -------------------------------------------------------------------------------------------------------------------

/** `{ ardour = …; } // lib.optionalAttrs (system == "x86_64-linux") { reaper = …; }`. */
function setBySystem(
  members: readonly (EnvironmentPart & { readonly name: string; readonly title?: string })[],
  systems: readonly string[],
): Nix {
  const groups = new Map<string, { systems: readonly string[]; members: [string, Nix][] }>();
  for (const { name, node, systems: some, title } of members) {
    const group = groups.get(some.join()) ?? { systems: some, members: [] };
    groups.set(some.join(), group);
    group.members.push([name, title === undefined ? Nix._fromNode(node) : commented(node, title, group.members.length > 0)]);
  }
  const sets = [...groups.values()]
    .sort((a, b) => b.systems.length - a.systems.length)
    .map((group) => {
      const set = Nix.of(Object.fromEntries(group.members));
      return group.systems.length === systems.length ? set : Nix.call(Nix.lib('optionalAttrs'), isSystem(group.systems), set);
    });
  return sets.reduceRight((all, set) => Nix.binary(set, '//', all));
}

const listOf = (parts: readonly EnvironmentPart[], systems: readonly string[]): Nix =>
  listBySystem(
    parts.map(({ node, systems: some }) => ({ nix: Nix._fromNode(node), systems: some })),
    systems,
    (some) => Nix.call(Nix.lib('optionals'), isSystem(some)),
  );

/** `{ inherit studio; default = studio; }`. */
function inheriting(attributes: Readonly<Record<string, Nix>>): Nix {
  const same = Object.entries(attributes).filter(([name, { [NODE]: node }]) => node.kind === 'name' && node.name === name);
  const names = same.map(([name]) => name);
  return Nix.inherit([{ names }], Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name))));
}

const bind = (path: readonly string[], value: Nix): Binding => ({ kind: 'bind', path, value: value[NODE] });
const spaced = (value: Nix, comment?: string): Nix =>
  Nix._fromNode({ kind: 'commented', comment: comment === undefined ? [] : [comment], blankBefore: true, node: value[NODE] });
const commented = (node: NixNode, comment: string, blankBefore: boolean): Nix =>
  Nix._fromNode({ kind: 'commented', comment: [comment], blankBefore, node });
