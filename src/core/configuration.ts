import { freeNames, type AttrsNode, type Binding, type NixNode } from '../nix';
import { whereabouts } from './findings';
import type { FlakeModule, MachineDraft, PackageSet } from './machine-draft';
import type { NixosModule } from './module';
import { optionTree } from './option-tree';

/** What every module of NixOS may ask for by name. */
const ARGUMENTS = ['config', 'lib', 'modulesPath', 'options', 'pkgs'];

/**
 * A machine's `configuration.nix`: one inline module for each construct that has something to say, under a comment that tells what it is for.
 *
 * The head takes just the arguments that are used. `_file` makes Nix name the construct, and the user's own line, when it finds an error.
 */
export function configurationFile(draft: MachineDraft, header: string, imports: readonly string[]): NixNode {
  const modules = draft.modules.filter(({ _definitions, _imports }) => _definitions.length > 0 || _imports.length > 0);
  const body = set([
    {
      kind: 'bind',
      path: ['imports'],
      value: { kind: 'list', items: [...imports.map((path): NixNode => ({ kind: 'path', path })), ...modules.map(inlineModule)] },
    },
  ]);
  const withSets = draft.packageSets.length === 0 ? body : letPackageSets(draft.packageSets, body);
  const known = [...ARGUMENTS, ...draft.passed];
  const used = freeNames(withSets);
  const formals = known.filter((name) => used.has(name)).sort();
  return {
    kind: 'commented',
    comment: [header],
    blankBefore: false,
    node: {
      kind: 'lambda',
      parameter: { kind: 'pattern', formals: formals.map((name) => ({ name })), ellipsis: true },
      body: withSets,
    },
  };
}

/** A module that stands in the list of imports of another one, under a comment that says what it is for. */
export function inlineModule({ construct, _definitions, _imports, _summary }: NixosModule): NixNode {
  const { path } = construct.node;
  const bindings: Binding[] = [{ kind: 'bind', path: ['_file'], value: { kind: 'string', parts: [whereabouts(construct, path)] } }];
  if (_imports.length > 0) bindings.push({ kind: 'bind', path: ['imports'], value: { kind: 'list', items: _imports } });
  bindings.push(...optionTree(_definitions).bindings);
  const comment = _summary === undefined ? path : `${path}: ${_summary}`;
  return { kind: 'commented', comment: [comment], blankBefore: true, node: set(bindings) };
}

/** Each nixpkgs that stands beside the machine's own, instantiated once, with the same rules about unfree packages. */
function letPackageSets(sets: readonly PackageSet[], body: NixNode): NixNode {
  return { kind: 'let', bindings: sets.map(instantiate), body };
}

function instantiate({ name, input }: PackageSet): Binding {
  const platform: NixNode = { kind: 'select', target: { kind: 'name', name: 'pkgs' }, path: ['stdenv', 'hostPlatform'] };
  const nixpkgs: NixNode = { kind: 'select', target: { kind: 'name', name: 'config' }, path: ['nixpkgs'] };
  const arguments_ = set([
    { kind: 'inherit', from: nixpkgs, names: ['config'] },
    { kind: 'inherit', from: platform, names: ['system'] },
  ]);
  return {
    kind: 'bind',
    path: [name],
    value: { kind: 'call', callee: { kind: 'name', name: 'import' }, args: [{ kind: 'name', name: input }, arguments_] },
  };
}

/** `nixpkgs.lib.nixosSystem { … }` for the flake's outputs. */
export function nixosSystem(nixpkgs: string, draft: MachineDraft, configuration: string): NixNode {
  const modules: NixNode[] = [...draft.flakeModules.map(flakeModule), { kind: 'path', path: `./${configuration}` }];
  const bindings: Binding[] = [{ kind: 'bind', path: ['modules'], value: { kind: 'list', items: modules } }];
  const passed = [...draft.passed].sort();
  if (passed.length > 0) bindings.push({ kind: 'bind', path: ['specialArgs'], value: set([{ kind: 'inherit', names: passed }]) });
  return {
    kind: 'call',
    callee: { kind: 'select', target: { kind: 'name', name: nixpkgs }, path: ['lib', 'nixosSystem'] },
    args: [set(bindings)],
  };
}

function flakeModule({ input, attribute }: FlakeModule): NixNode {
  return { kind: 'select', target: { kind: 'name', name: input }, path: attribute.split('.') };
}

const set = (bindings: readonly Binding[]): AttrsNode => ({ kind: 'attrs', recursive: false, bindings });
