/**
 * Real Nix for tests. Flakes are evaluated and built offline, with the stand-ins of `test/fixtures` in place of
 * nixpkgs, musnix, home-manager and nixos-hardware (what those promise: `test/fixtures/README.md`).
 *
 * ```ts
 * const { quantum } = await evalMachine(dir, 'studio-laptop', { quantum: 'services.pipewire.extraConfig.pipewire' });
 * await assert.rejects(evalFlake(dir, toplevel('studio-laptop')), /bin\/studio\.ts:22/);
 * for (const nix of findNix()) it(`evaluates with ${nix.name}`, () => evalFlake(dir, attr, { nix }));
 * ```
 */
import { cpSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NixInstallation } from './nix-installations';
import { defaultNix, runNix, scratchFolder } from './nix-process';

export { findNix, type NixInstallation } from './nix-installations';
export { defaultNix, NixError } from './nix-process';

export const FIXTURES = resolve(__dirname, '..', 'fixtures');

export interface NixOptions {
  /** Which installation. @default the oldest that was found */
  readonly nix?: NixInstallation;
}

export interface FlakeOptions extends NixOptions {
  /** A Nix function that is applied to the attribute: `c: { host = c.config.networking.hostName; }`. @default the value itself */
  readonly apply?: string;
  /** Folders of flakes to use for further inputs, by input name. The fixtures are found by URL and name. */
  readonly inputs?: Readonly<Record<string, string>>;
}

// --- flakes ---------------------------------------------------------------------------------------------------------

/** The attribute `attr` of the flake in `dir`, as JSON (a package is its store path). Nothing is written into `dir`. */
export async function evalFlake(dir: string, attr: string, options: FlakeOptions = {}): Promise<unknown> {
  const nix = options.nix ?? defaultNix();
  const overrides = await overrideInputs(nix, dir, options.inputs ?? {});
  const apply = options.apply === undefined ? [] : ['--apply', options.apply];
  return JSON.parse((await runNix(nix, 'nix', ['eval', '--json', flakeReference(dir, attr), ...apply, ...overrides])).stdout);
}

/** Several option values of one machine in one evaluation: `{ host: 'networking.hostName' }` gives `{ host: 'studio' }`. */
export async function evalMachine<Key extends string>(
  dir: string,
  machine: string,
  options: Readonly<Record<Key, string>>,
  settings: Omit<FlakeOptions, 'apply'> = {},
): Promise<Record<Key, unknown>> {
  const wanted = Object.entries<string>(options).map(([key, path]) => `${JSON.stringify(key)} = machine.config.${path};`);
  return (await evalFlake(dir, machineAttribute(machine), { ...settings, apply: `machine: { ${wanted.join(' ')} }` })) as Record<
    Key,
    unknown
  >;
}

/** The path of the derivation that a machine is: evaluating it checks assertions, and the type of every definition. */
export async function evalToplevel(dir: string, machine: string, settings: Omit<FlakeOptions, 'apply'> = {}): Promise<string> {
  return (await evalFlake(dir, `${machineAttribute(machine)}.config.system.build.toplevel.drvPath`, settings)) as string;
}

/** Builds the attribute and gives the path of its output, which lasts as long as the process. */
export async function buildFlake(dir: string, attr: string, options: Omit<FlakeOptions, 'apply'> = {}): Promise<string> {
  const nix = options.nix ?? defaultNix();
  const overrides = await overrideInputs(nix, dir, options.inputs ?? {});
  const { stdout } = await runNix(nix, 'nix', ['build', '--no-link', '--json', flakeReference(dir, attr), ...overrides]);
  const [built] = JSON.parse(stdout) as [{ outputs: Record<string, string> }];
  return built.outputs.out ?? Object.values(built.outputs)[0]!;
}

/** `nixosConfigurations."studio-laptop"`, to append to. */
export function machineAttribute(machine: string): string {
  return `nixosConfigurations.${JSON.stringify(machine)}`;
}

const flakeReference = (dir: string, attr: string): string => `${flakeUrl(dir)}#${attr}`;

/** As a plain folder, not as a git tree: in a clone, Nix would see only what is committed. */
function flakeUrl(dir: string): string {
  const folder = resolve(dir);
  if (/^[\w/.~+-]+$/.test(folder)) {
    return `path:${folder}`;
  }
  // Nix 2.8 cannot be told of a path with a space, escaped or not: it gets a copy.
  const copy = mkdtempSync(join(scratchFolder(), 'flake-'));
  cpSync(folder, copy, { recursive: true });
  return `path:${copy}`;
}

interface FlakeInput {
  readonly url?: string;
  readonly inputs?: Readonly<Record<string, { readonly follows?: string }>>;
}

/** `--override-input` for every input that a fixture (or the caller) stands in for, so that nothing is ever fetched. */
async function overrideInputs(nix: NixInstallation, dir: string, given: Readonly<Record<string, string>>): Promise<string[]> {
  // An argument of `outputs` without an input of its own is an input too. `self` is not.
  const inputs = (await evalExpr(
    `let flake = import ${nixPath(resolve(dir, 'flake.nix'))};
     in removeAttrs (builtins.mapAttrs (_: _: { }) (builtins.functionArgs flake.outputs) // flake.inputs or { }) [ "self" ]`,
    { nix },
  )) as Readonly<Record<string, FlakeInput>>;
  const overrides: string[] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const folder = given[name] ?? fixtureFor(name, input.url);
    if (folder !== undefined) {
      overrides.push('--override-input', name, flakeUrl(folder));
      // musnix and home-manager bring a nixpkgs of their own, unless they are told to follow.
      if (USES_NIXPKGS.has(folder) && input.inputs?.nixpkgs?.follows === undefined) {
        overrides.push('--override-input', `${name}/nixpkgs`, flakeUrl(NIXPKGS));
      }
    }
  }
  return [...overrides, '--no-write-lock-file'];
}

const NIXPKGS = resolve(FIXTURES, 'nixpkgs');
const USES_NIXPKGS = new Set(['musnix', 'home-manager'].map((name) => resolve(FIXTURES, name)));

function fixtureFor(name: string, url: string | undefined): string | undefined {
  if (url?.startsWith('path:') || url?.startsWith('.')) {
    return undefined;
  }
  // By repository («github:NixOS/nixpkgs/nixos-26.05»), or by name where there is no URL.
  const repository = (url ?? name).toLowerCase();
  const fixture = ['nixpkgs', 'musnix', 'home-manager', 'nixos-hardware', 'nixgl'].find((candidate) => repository.includes(candidate));
  return fixture === undefined ? undefined : resolve(FIXTURES, fixture);
}

// --- files and expressions ------------------------------------------------------------------------------------------

/** Fails with a NixError if one of the files is no Nix. One process for all of them. */
export async function parseFiles(files: readonly string[], options: NixOptions = {}): Promise<void> {
  if (files.length > 0) {
    await runNix(options.nix ?? defaultNix(), 'nix-instantiate', ['--parse', ...files.map((file) => resolve(file))]);
  }
}

/** Whether one file is Nix. */
export function parses(file: string, options: NixOptions = {}): Promise<boolean> {
  return parseFiles([file], options).then(
    () => true,
    () => false,
  );
}

/** The value of an expression, as JSON. It sees no store, but may `import` files by absolute path. */
export async function evalExpr(expression: string, options: NixOptions = {}): Promise<unknown> {
  // Through standard input: an expression may be longer than a command line.
  const args = ['--eval', '--strict', '--json', '--store', 'dummy://', '-'];
  const { stdout } = await runNix(options.nix ?? defaultNix(), 'nix-instantiate', args, expression);
  return JSON.parse(stdout);
}

/** The values of many expressions from one process. One that fails, fails all: narrow it down with `evalExpr`. */
export async function evalExprs(expressions: readonly string[], options: NixOptions = {}): Promise<unknown[]> {
  return (await evalExpr(`[\n${expressions.map((expression) => `(\n${expression}\n)`).join('\n')}\n]`, options)) as unknown[];
}

/** The values of many files from one process. */
export async function evalFiles(files: readonly string[], options: NixOptions = {}): Promise<unknown[]> {
  return evalExprs(
    files.map((file) => `import ${nixPath(resolve(file))}`),
    options,
  );
}

/** An expression that stands for the nixpkgs fixture's package set; for packages that need no flake. */
export function fixturePackages(args = '{ system = "x86_64-linux"; }'): string {
  return `(import ${nixPath(NIXPKGS)} ${args})`;
}

/** A path of this machine as an expression. A Nix path literal cannot hold every character; a string can. */
export function nixPath(path: string): string {
  return `(/. + ${JSON.stringify(path).replaceAll('${', '\\${')})`;
}
