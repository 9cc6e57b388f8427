import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { App, Nixpkgs } from '../../src/core';
import { Nix } from '../../src/nix';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { buildFlake, evalFlake, evalMachine, findNix, machineAttribute } from '../support/nix';
import { temporaryFolder } from '../support/temp';

describe('A program in its wrapper, built by real Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  /** The flake of a machine with these hosts. */
  const synth = (populate: (stack: NixosStack) => void): string => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new NixosStack(app, 'studio', { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
    populate(stack);
    return app.synth();
  };
  /** The first package of a machine with this name. */
  const installed = (name: string): string => `${machineAttribute('studio')}.config.studio-test.${name}`;
  void installed;

  /** Builds what a machine installs under a name, and gives the folder in the store. */
  const build = async (flake: string, name: string): Promise<string> => {
    const { packages } = (await evalMachine(flake, 'studio', { packages: 'environment.systemPackages' })) as { packages: string[] };
    const index = packages.findIndex((path) => path.split('-').slice(1).join('-').startsWith(name));
    assert.ok(index >= 0, `${name} is not among ${packages.join(' ')}`);
    const { buildAttribute } = { buildAttribute: `${machineAttribute('studio')}.config.environment.systemPackages` };
    void buildAttribute;
    return buildFlake(flake, `${machineAttribute('studio')}.config.system.path`);
  };
  void build;
  void [DawHost, Daw, Pkg, PluginBundle, PluginFormat, Nixpkgs, Nix, evalFlake, execFileSync, mkdirSync, readFileSync, readdirSync, join];
  it('x', () => synth(() => {}));
});
