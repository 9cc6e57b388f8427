import type { InputEntry } from '../assembly';
import type { Binding, NixNode } from '../nix';
import { environmentOutputs, type FlakeEnvironment } from './flake-environments';

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
  readonly environments?: readonly FlakeEnvironment[];
}

/** `flake.nix`. It stands alone: somebody who uses Nix can use it without this tool. */
export function flakeFile({ header, description, inputs, outputs, environments = [] }: FlakeContents): NixNode {
  const names = Object.keys(inputs).sort();
  return {
    kind: 'commented',
    comment: [header],
    blankBefore: false,
    node: set([
      bind(['description'], text(description)),
      spaced(
        nested(
          'inputs',
          names.flatMap((name) => inputBindings(name, inputs[name]!)),
        ),
      ),
      spaced(bind(['outputs'], outputsFunction(names, outputs, environments))),
    ]),
  };
}

function inputBindings(name: string, { url, follows = {}, flake }: InputEntry): PlainBinding[] {
  const more: PlainBinding[] = Object.keys(follows)
    .sort()
    .map((theirs) => bind(['inputs', theirs, 'follows'], text(follows[theirs]!)));
  if (flake === false) more.unshift(bind(['flake'], { kind: 'bool', value: false }));
  return more.length === 0 ? [bind([name, 'url'], text(url))] : [bind([name], set([bind(['url'], text(url)), ...more]))];
}

function outputsFunction(inputs: readonly string[], outputs: readonly FlakeOutput[], environments: readonly FlakeEnvironment[]): NixNode {
  const common = environmentOutputs(environments);
  const body = set(groups([...outputs, ...common.outputs]));
  return {
    kind: 'lambda',
    parameter: { kind: 'pattern', formals: inputs.map((name) => ({ name })), ellipsis: true },
    body: common.locals.length === 0 ? body : { kind: 'let', bindings: common.locals, body },
  };
}

function groups(outputs: readonly FlakeOutput[]): PlainBinding[] {
  const byKind = new Map<string, FlakeOutput[]>();
  for (const output of outputs) {
    const members = byKind.get(output.path[0]!);
    if (members) members.push(output);
    else byKind.set(output.path[0]!, [output]);
  }
  return [...byKind.keys()].sort().map((kind) => {
    const members = byKind.get(kind)!;
    return nested(
      kind,
      members.map(({ path, node }) => bind(path.slice(1), node)),
    );
  });
}

/** One binding below a key shares its line, several stand in a set: `a.b = 1;` and `a = { b = 1; c = 2; };`. */
function nested(key: string, bindings: readonly PlainBinding[]): PlainBinding {
  const [only] = bindings;
  return only && bindings.length === 1 ? bind([key, ...only.path], only.value) : bind([key], set(bindings));
}

interface PlainBinding {
  readonly kind: 'bind';
  readonly path: readonly string[];
  readonly value: NixNode;
}

const set = (bindings: readonly Binding[]): NixNode => ({ kind: 'attrs', recursive: false, bindings });
const bind = (path: readonly string[], value: NixNode): PlainBinding => ({ kind: 'bind', path, value });
const text = (value: string): NixNode => ({ kind: 'string', parts: [value] });
const spaced = (binding: PlainBinding): PlainBinding =>
  bind(binding.path, { kind: 'commented', comment: [], blankBefore: true, node: binding.value });
