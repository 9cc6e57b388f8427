import { freeNames, Nix, NODE, type Binding, type NixNode } from '../nix';
import { StudioError, inlineModule, type EnvironmentDraft, type NixosModule } from '../core';
import { hasSession } from './environment-file';
import { notInModules } from './errors';

/** What a module of an environment says besides what its constructs do. */
interface ModuleWords {
  /** The option that takes packages, and the one that takes variables. */
  readonly packages: string;
  readonly variables: string;
  readonly modules: readonly NixosModule[];
}

export interface EnvironmentModuleOptions {
  /** The first line. */
  readonly header: string;
  /** `bin/studio.ts:9 (jam)`, which Nix names when something does not fit. */
  readonly whereabouts: string;
  /** The package with everything, as an attribute of the environment's packages. */
  readonly everything: string;
}

/** `home.nix`: a function from the environments, by platform, to a module of home-manager. */
export function homeFile(draft: EnvironmentDraft, options: EnvironmentModuleOptions): NixNode {
  return moduleFile(draft, { packages: 'home.packages', variables: 'home.sessionVariables', modules: draft.home }, options);
}

/** `nixos.nix`: the same for a NixOS that somebody wrote by hand. */
export function nixosFile(draft: EnvironmentDraft, options: EnvironmentModuleOptions): NixNode {
  const words = { packages: 'environment.systemPackages', variables: 'environment.sessionVariables', modules: draft.nixos };
  return moduleFile(draft, words, options);
}

function moduleFile(draft: EnvironmentDraft, words: ModuleWords, { header, whereabouts, everything }: EnvironmentModuleOptions): NixNode {
  const modules = words.modules.filter(({ _definitions }) => _definitions.length > 0).map(inlineModule);
  const environment = Nix.name('studio');
  const body: Binding[] = [
    bind(['_file'], Nix.of(whereabouts)),
    ...(modules.length > 0 ? [bind(['imports'], Nix._fromNode({ kind: 'list', items: modules }))] : []),
    bind(words.packages.split('.'), Nix.of([Nix.attr(environment, `packages.${everything}`)])),
    ...(hasSession(draft) ? [bind(words.variables.split('.'), Nix.attr(environment, 'sessionVariables'))] : []),
  ];
  const system = Nix.attr(Nix.name('pkgs'), 'stdenv.hostPlatform.system')[NODE];
  const local = bind(['studio'], Nix._fromNode({ kind: 'select', target: Nix.name('environments')[NODE], path: [system] }));
  const node: NixNode = { kind: 'let', bindings: [local], body: { kind: 'attrs', recursive: false, bindings: body } };
  const used = freeNames(node);
  const stranger = [...draft.passed, ...draft.packageSets.map(({ name }) => name)].find((name) => used.has(name));
  if (stranger !== undefined) throw new StudioError(notInModules(stranger, words.packages));
  const formals = ['config', 'lib', 'options', 'pkgs'].filter((name) => used.has(name));
  return file(header, Nix.fn('environments', Nix.pattern(formals, Nix._fromNode(node), { ellipsis: true })));
}

/** `overlay.nix`: the packages that are not as nixpkgs has them, for other flakes; undefined where there are none. */
export function overlayFile({ changed }: EnvironmentDraft, header: string): NixNode | undefined {
  if (changed.size === 0) return undefined;
  const set = Nix.of(Object.fromEntries([...changed].map(([name, node]) => [name, Nix._fromNode(node)])));
  const used = freeNames(set[NODE]);
  const locals: Binding[] = [
    ...(used.has('lib') ? [{ kind: 'inherit', from: Nix.name('prev')[NODE], names: ['lib'] } as const] : []),
    ...(used.has('pkgs') ? [bind(['pkgs'], Nix.name('final'))] : []),
  ];
  const body = locals.length === 0 ? set : Nix._fromNode({ kind: 'let', bindings: locals, body: set[NODE] });
  return file(header, Nix.fn(used.has('pkgs') ? 'final' : '_', Nix.fn('prev', body)));
}

const file = (header: string, { [NODE]: node }: Nix): NixNode => ({ kind: 'commented', comment: [header], blankBefore: false, node });
const bind = (path: readonly string[], value: Nix): Binding => ({ kind: 'bind', path, value: value[NODE] });
