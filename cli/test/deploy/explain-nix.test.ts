import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildFlake, evalToplevel, findNix, NixError, type NixInstallation } from '../../../test/support/nix';
import { explainNix } from '../../src/deploy/explain-nix';
import { temporaryFolder } from '../support/cli';
import { file } from './support';

const CONFIGURATION = 'machines/studio/configuration.nix';
const BASE = `{
  _file = "bin/studio.ts:4 (studio)";
  boot.loader.systemd-boot.enable = true;
  fileSystems."/".device = "/dev/vda";
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "26.05";
}`;
const FLAKE = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  outputs = { nixpkgs, ... }: { nixosConfigurations.studio = nixpkgs.lib.nixosSystem { modules = [ ./${CONFIGURATION} ]; }; };
}`;

/** What real Nix prints about a machine with these modules, explained. */
async function explained(nix: NixInstallation, modules: string, build = false): Promise<string | undefined> {
  const text = `{ pkgs, ... }:\n{ imports = [\n${BASE}\n${modules}\n]; }`;
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'machines/studio'), { recursive: true });
  writeFileSync(join(folder, 'flake.nix'), FLAKE);
  writeFileSync(join(folder, CONFIGURATION), text);
  const attempt = build
    ? buildFlake(folder, 'nixosConfigurations.studio.config.system.build.toplevel', { nix })
    : evalToplevel(folder, 'studio', { nix });
  const error: unknown = await attempt.then(
    () => assert.fail('Nix accepted it'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof NixError, String(error));
  return explainNix(error.stderr.split('\n'), [file(CONFIGURATION, text)]);
}

const KERNEL = '_file = "bin/studio.ts:14 (studio/Kernel)";';

describe('what Nix says about a studio, in a few lines', function () {
  this.timeout(60_000);
  before(function () {
    if (findNix().length > 0) return;
    console.log('      left out: there is no Nix on this machine (npm run verify installs one where it may)');
    this.skip();
  });

  for (const nix of findNix()) {
    describe(nix.name, () => {
      it('names both lines of the program when two constructs contradict each other', async () =>
        assert.equal(
          await explained(
            nix,
            `{ ${KERNEL} networking.hostName = "a"; }\n{ _file = "bin/studio.ts:22 (studio/Net)"; networking.hostName = "b"; }`,
          ),
          `Nix could not evaluate the configuration: look at bin/studio.ts:22 (studio/Net) and bin/studio.ts:14 (studio/Kernel).
  The option \`networking.hostName' has conflicting definition values:
  - In \`bin/studio.ts:22 (studio/Net)': "b"
  - In \`bin/studio.ts:14 (studio/Kernel)': "a"
  Use \`lib.mkForce value\` or \`lib.mkDefault value\` to change the priority on any of these definitions.`,
        ));

      it('finds the line of the program also where Nix tells only one of its own', async () =>
        assert.equal(
          await explained(nix, `{ ${KERNEL}\n  environment.systemPackages = [ pkgs.nosuch ];\n}`),
          "Nix could not evaluate the configuration: look at bin/studio.ts:14 (studio/Kernel).\n  attribute 'nosuch' missing",
        ));

      it('keeps what an assertion says', async () =>
        assert.equal(
          await explained(nix, `{ ${KERNEL} assertions = [ { assertion = false; message = "The quantum is too small."; } ]; }`),
          'Nix could not evaluate the configuration.\n  Failed assertions:\n  - The quantum is too small.',
        ));

      it('shows which build failed, and the end of its log', async () => {
        const script = "for i in $(seq 30); do echo line $i; done; echo 'cc: no input files' >&2; exit 3";
        const said = await explained(
          nix,
          `{ ${KERNEL} environment.systemPackages = [ (pkgs.runCommand "noisy" { } "${script}") ]; }`,
          true,
        );
        assert.match(
          said!,
          /^The build of «noisy» failed with exit code 3\.\nThe end of its log:\n(?: {2}line \d+\n){9,11} {2}cc: no input files$/,
        );
      });
    });
  }
});

describe('what other versions of Nix say', () => {
  const HASH = '0'.repeat(32);

  it('is understood when the reason stands in a line of its own', () =>
    assert.equal(
      explainNix([
        `error: Cannot build '/nix/store/${HASH}-ardour-8.12.drv'.`,
        '       Reason: builder failed with exit code 2.',
        '       Output paths:',
        `         /nix/store/${HASH}-ardour-8.12`,
        '       Last 2 log lines:',
        '       > compiling',
        '       > ld: out of memory',
        '       For full logs, run:',
        `error: Cannot build '/nix/store/${HASH}-nixos-system.drv'.`,
        '       Reason: 1 dependency failed.',
      ]),
      'The build of «ardour-8.12» failed with exit code 2.\nThe end of its log:\n  compiling\n  ld: out of memory',
    ));

  it('is told without what the guard says about it, with the names of our files, and as it was indented', () => {
    const said = [
      "error: The option `services.jak' does not exist. Definition values:",
      `       - In \`/nix/store/${HASH}-source/${CONFIGURATION}':`,
      '           {',
      '             enable = true;',
      '           }',
      "studio-cdk: untouched (evaluation-failed): error: The option `services.jak' does not exist. Definition values:",
    ];
    assert.equal(
      explainNix(said, [file(CONFIGURATION, '{ }')]),
      `Nix could not evaluate the configuration.
  The option \`services.jak' does not exist. Definition values:
  - In \`${CONFIGURATION}':
      {
        enable = true;
      }`,
    );
  });

  it('is no mistake of a configuration where there is no network', () =>
    assert.match(
      explainNix(["error: unable to download 'https://api.github.com/x': Couldn't resolve host name (6)"])!,
      /^Nix could not download what it needs\. .*internet\?\n {2}unable to download 'https:\/\/api.github.com\/x': Couldn't resolve/,
    ));

  it('is nothing where nothing is wrong', () => assert.equal(explainNix(['building the system configuration...', 'done']), undefined));

  it('is short, however much was said', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 60 }), (lines) => {
        const said = explainNix([...lines.slice(0, 5), 'error: something', ...lines]);
        assert.ok(said === undefined || said.split(/\n {2}/).length <= 14);
      }),
    );
  });
});
