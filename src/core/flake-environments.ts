import { Nix, NODE, type Binding, type NixNode } from '../nix';
import type { FlakeOutput } from './flake';

/** What a portable stack is in the flake: a file that is called once for each platform, and gives a set of outputs. */
export interface FlakeEnvironment {
  /** The name that stands for it in the flake. */
  readonly name: string;
  /** The input whose library is at hand. */
  readonly nixpkgs: string;
  readonly systems: readonly string[];
  /** `import ./environments/jam { inherit nixpkgs system; }`. */
  readonly call: NixNode;
  /** The kinds of outputs that it has for each platform: `packages`, `apps` … */
  readonly kinds: readonly string[];
  /** Packages that it changes, for other flakes. */
  readonly overlay?: NixNode;
}

const SYSTEM: NixNode = { kind: 'name', name: 'system' };

/** The name of the function that makes something for each platform. */
const EACH_SYSTEM = 'eachSystem';

/**
 * The outputs that the portable stacks of a flake have for each platform.
 *
 * With one stack, or several for the same platforms, it reads `packages = eachSystem (system: jam.${system}.packages // live.${system}.packages);`.
 */
export function environmentOutputs(environments: readonly FlakeEnvironment[]): { locals: Binding[]; outputs: FlakeOutput[] } {
  const [first] = environments;
  if (!first) return { locals: [], outputs: [] };
  const systems = [...new Set(environments.flatMap((environment) => environment.systems))];
  const genAttrs = (names: readonly string[]): Nix => Nix.call(Nix.attr(Nix.name(first.nixpkgs), 'lib.genAttrs'), names);
  const each = (names: readonly string[]): Nix => (names.join() === systems.join() ? Nix.name(EACH_SYSTEM) : genAttrs(names));
  const locals = environments.map((environment) =>
    bind(environment.name, Nix.call(each(environment.systems), Nix.fn('system', Nix._fromNode(environment.call)))),
  );
  const kinds = [...new Set(environments.flatMap((environment) => environment.kinds))];
  const forEach = (kind: string, value: Nix): FlakeOutput => ({
    path: [kind],
    node: Nix.call(Nix.name(EACH_SYSTEM), Nix.fn('system', value))[NODE],
  });
  return {
    locals: [bind(EACH_SYSTEM, genAttrs(systems)), ...locals],
    outputs: [
      ...kinds.map((kind) => {
        const parts = environments.filter((environment) => environment.kinds.includes(kind)).map((one) => part(one, kind, systems));
        return forEach(
          kind,
          parts.reduceRight((all, one) => Nix.binary(one, '//', all)),
        );
      }),
      forEach('formatter', Nix.attr(select(first.nixpkgs, 'legacyPackages'), 'nixfmt')),
      ...overlayOutput(first.nixpkgs, environments),
    ],
  };
}

function overlayOutput(nixpkgs: string, environments: readonly FlakeEnvironment[]): FlakeOutput[] {
  const overlays = environments.flatMap(({ overlay }) => overlay ?? []);
  const [only, ...more] = overlays;
  if (!only) return [];
  const all = Nix.call(
    Nix.attr(Nix.name(nixpkgs), 'lib.composeManyExtensions'),
    overlays.map((node) => Nix._fromNode(node)),
  );
  return [{ path: ['overlays', 'default'], node: more.length === 0 ? only : all[NODE] }];
}

/** `jam.${system}.packages`, or nothing on a platform that the stack is not for. */
function part({ name, systems }: FlakeEnvironment, kind: string, all: readonly string[]): Nix {
  const node = { kind: 'select', target: Nix.name(name)[NODE], path: [SYSTEM, kind] } as const;
  return Nix._fromNode(systems.length === all.length ? node : { ...node, fallback: Nix.of({})[NODE] });
}

/** `nixpkgs.legacyPackages.${system}`. */
function select(name: string, kind: string): Nix {
  return Nix._fromNode({ kind: 'select', target: Nix.name(name)[NODE], path: [kind, SYSTEM] });
}

const bind = (name: string, value: Nix): Binding => ({ kind: 'bind', path: [name], value: value[NODE] });
