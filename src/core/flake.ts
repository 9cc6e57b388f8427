import type { InputEntry } from '../assembly';
import type { Binding, NixNode } from '../nix';

/** One attribute of the flake's outputs: `nixosConfigurations.studio-laptop`. */
export interface FlakeOutput {
  readonly path: readonly string[];
  readonly node: NixNode;
}

export interface FlakeContents {
  readonly header: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, InputEntry>>;
  readonly outputs: readonly FlakeOutput[];
}

/** `flake.nix`. It stands alone: somebody who uses Nix can use it without this tool. */
export function flakeFile({ header, description, inputs, outputs }: FlakeContents): NixNode {
  const names = Object.keys(inputs).sort();
  return {
    kind: 'commented',
    comment: [header],
    blankBefore: false,
    node: set([
      bind(['description'], text(description)),
      spaced(bind(['inputs'], set(names.flatMap((name) => inputBindings(name, inputs[name]!))))),
      spaced(bind(['outputs'], outputsFunction(names, outputs))),
    ]),
  };
}

function inputBindings(name: string, { url, follows = {}, flake }: InputEntry): Binding[] {
  const more: Binding[] = Object.keys(follows)
    .sort()
    .map((theirs) => bind(['inputs', theirs, 'follows'], text(follows[theirs]!)));
  if (flake === false) more.unshift(bind(['flake'], { kind: 'bool', value: false }));
  return more.length === 0 ? [bind([name, 'url'], text(url))] : [bind([name], set([bind(['url'], text(url)), ...more]))];
}

function outputsFunction(inputs: readonly string[], outputs: readonly FlakeOutput[]): NixNode {
  return {
    kind: 'lambda',
    parameter: { kind: 'pattern', formals: inputs.map((name) => ({ name })), ellipsis: true },
    body: set(groups(outputs)),
  };
}

/** `nixosConfigurations.a = …;` for one, `nixosConfigurations = { a = …; b = …; };` for several. */
function groups(outputs: readonly FlakeOutput[]): Binding[] {
  const byKind = new Map<string, FlakeOutput[]>();
  for (const output of outputs) {
    const members = byKind.get(output.path[0]!);
    if (members) members.push(output);
    else byKind.set(output.path[0]!, [output]);
  }
  return [...byKind.keys()].sort().map((kind) => {
    const members = byKind.get(kind)!;
    if (members.length === 1) return bind(members[0]!.path, members[0]!.node);
    return bind([kind], set(members.map(({ path, node }) => bind(path.slice(1), node))));
  });
}

const set = (bindings: readonly Binding[]): NixNode => ({ kind: 'attrs', recursive: false, bindings });
const bind = (path: readonly string[], value: NixNode): Binding => ({ kind: 'bind', path, value });
const text = (value: string): NixNode => ({ kind: 'string', parts: [value] });
const spaced = (binding: Binding): Binding =>
  binding.kind === 'bind' ? { ...binding, value: { kind: 'commented', comment: [], blankBefore: true, node: binding.value } } : binding;
