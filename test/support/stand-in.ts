import assert from 'node:assert/strict';
import { join } from 'node:path';
import { evalExpr, FIXTURES, NixError, nixPath } from './nix';

export const HAND_WRITTEN = join(FIXTURES, 'flakes', 'hand-written');
export const LIB = `(import ${nixPath(join(FIXTURES, 'nixpkgs', 'lib'))})`;
export const MUSNIX = `(import ${nixPath(join(FIXTURES, 'musnix'))})`;

/** The least that a machine needs. */
export const BASE = `{
  _file = "base";
  boot.loader.systemd-boot.enable = true;
  fileSystems."/".device = "/dev/vda";
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "26.05";
}`;

/** A machine of the given modules; `lib` is at hand in them. */
export const machineOf = (...modules: string[]): string =>
  `(let lib = ${LIB}; in lib.nixosSystem { modules = [ ${modules.map((module) => `(${module})`).join('\n')} ]; })`;
export const option = (path: string, ...modules: string[]): Promise<unknown> => evalExpr(`${machineOf(BASE, ...modules)}.config.${path}`);
export const toplevel = (...modules: string[]): Promise<unknown> => option('system.build.toplevel.drvPath', ...modules);

/** What Nix says when the evaluation fails; a test fails when it does not. */
export async function refusal(evaluation: Promise<unknown>): Promise<string> {
  const error = await evaluation.then(
    (value) => assert.fail(`evaluated to ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof NixError, String(error));
  return error.reason;
}
