import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareDefinitions, isUnchanged, type DefinitionChanges, type Files } from '../../src/diff/definitions';
import { REPOSITORY } from '../support/cli';

const GOLDEN = join(REPOSITORY, 'test', 'stacks', 'golden', 'two-machines');
const MAIN = 'machines/laptop/configuration.nix';
const STUDIO: Files = new Map(['flake.nix', MAIN, 'machines/laptop/hardware.nix'].map((name) => [name, readFileSync(join(GOLDEN, name))]));

/** The studio with some files changed: by a function, to these bytes, or taken away. */
function changed(changes: Readonly<Record<string, ((text: string) => string) | Buffer | undefined>>): Files {
  const files = new Map(STUDIO);
  for (const [name, change] of Object.entries(changes)) {
    const contents = typeof change === 'function' ? Buffer.from(change(files.get(name)?.toString() ?? '')) : change;
    if (contents) files.set(name, contents);
    else files.delete(name);
  }
  return files;
}

const compare = (...[before, after]: readonly [Files, Files]): DefinitionChanges => compareDefinitions('laptop', before, after);
const lineChanges = (changes: readonly { readonly hunks: readonly { readonly lines: readonly string[] }[] }[]): readonly string[] =>
  changes.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines)).filter((line) => !line.startsWith(' '));

const lock = (revisions: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    JSON.stringify({
      version: 7,
      root: 'root',
      nodes: {
        root: { inputs: Object.fromEntries(Object.keys(revisions).map((name) => [name, name])) },
        ...Object.fromEntries(
          Object.entries(revisions).map(([name, rev]) => [
            name,
            { locked: { type: 'github', owner: 'o', repo: name, rev: rev.repeat(40) } },
          ]),
        ),
      },
    }),
  );

describe('the definitions of a machine, compared', () => {
  it('are equal to themselves', () => {
    assert.ok(isUnchanged(compare(STUDIO, STUDIO)));
  });

  it('are equal where only lines of the program moved, or its name changed', () => {
    const moved = changed({
      [MAIN]: (text) => text.replaceAll(/studios\.ts:\d+/g, 'band.ts:99').replace(/from \S+\.ts/, 'from test/stacks/band.ts'),
    });
    assert.ok(isUnchanged(compare(STUDIO, moved)));
  });

  it('name the construct that changed, its line in the new program, and what is new in it', () => {
    const tuned = changed({
      [MAIN]: (text) => text.replace('max_user_watches" = 524288', 'max_user_watches" = 1048576').replace('studios.ts:44', 'studios.ts:46'),
    });
    const { constructs, files } = compare(STUDIO, tuned);
    assert.deepEqual(
      constructs.map(({ kind, construct, source, summary }) => [kind, construct, source, summary]),
      [['changed', 'laptop/Kernel', 'test/stacks/studios.ts:46', 'realtime scheduling']],
    );
    assert.deepEqual(lineChanges(constructs), [
      '-boot.kernel.sysctl."fs.inotify.max_user_watches" = 524288;',
      '+boot.kernel.sysctl."fs.inotify.max_user_watches" = 1048576;',
    ]);
    assert.deepEqual(files, []);
  });

  it('name constructs that came or went, whole', () => {
    const without = changed({ [MAIN]: (text) => text.replace(/\n {4}# laptop\/Kernel[^]*?\n {4}\}\n/, '') });
    const { constructs } = compare(STUDIO, without);
    assert.deepEqual(
      constructs.map(({ kind, construct }) => [kind, construct]),
      [['removed', 'laptop/Kernel']],
    );
    assert.deepEqual(lineChanges(constructs), ['-boot.kernel.sysctl."fs.inotify.max_user_watches" = 524288;', '-musnix.enable = true;']);
    assert.deepEqual(
      compare(without, STUDIO).constructs.map(({ kind, construct }) => [kind, construct]),
      [['added', 'laptop/Kernel']],
    );
  });

  it('do not see which arguments a file takes, but which nixpkgs it makes', () => {
    const renamed = changed({
      [MAIN]: (text) => text.replace('  config,\n', '').replace('import nixpkgs-unstable', 'import nixpkgs-23-11'),
    });
    const { files } = compare(STUDIO, renamed);
    assert.deepEqual(
      files.map(({ file, part }) => [file, part]),
      [[MAIN, 'around the constructs']],
    );
    assert.deepEqual(lineChanges(files), ['-  pkgs-unstable = import nixpkgs-unstable {', '+  pkgs-unstable = import nixpkgs-23-11 {']);
  });

  it('see files beside it, whether they are text or not', () => {
    const others = changed({
      'machines/laptop/hardware.nix': (text) => text.replace(/\}\s*$/, '  boot.kernelModules = [ "kvm-amd" ];\n}\n'),
      'packages/ardour.nix': () =>
        '# ardour: made by studio-cdk from bin/studio.ts. Edits are lost at the next synth.\n{ ardour }: ardour\n',
      'assets/0a1b-logo.png': Buffer.from([137, 80, 78, 71, 0]),
    });
    const { files } = compare(STUDIO, others);
    assert.deepEqual(
      files.map(({ kind, file }) => [kind, file]),
      [
        ['added', 'assets/0a1b-logo.png'],
        ['changed', 'machines/laptop/hardware.nix'],
        ['added', 'packages/ardour.nix'],
      ],
    );
    assert.deepEqual(lineChanges(files), ['+  boot.kernelModules = [ "kvm-amd" ];', '+{ ardour }: ardour']);
    assert.deepEqual(
      compare(others, STUDIO).files.map(({ kind }) => kind),
      ['removed', 'changed', 'removed'],
    );
  });

  it('see what the flake says about this machine and not about its neighbours', () => {
    const flake = (text: string): string =>
      text
        .replace(/(\n +)(\.\/machines\/laptop\/configuration\.nix)/, '$1home-manager.nixosModules.default$1$2')
        .replace(/(\n +)(\.\/machines\/server\/configuration\.nix)/, '$1elsewhere.nixosModules.x$1$2')
        .replace(/(\n +)(musnix = \{)/, '$1elsewhere.url = "github:x/y";$1home-manager.url = "github:x/home-manager";$1$2');
    const { files } = compare(STUDIO, changed({ 'flake.nix': flake }));
    assert.deepEqual(
      files.map(({ file, part }) => [file, part]),
      [
        ['flake.nix', 'its inputs'],
        ['flake.nix', 'its modules'],
      ],
    );
    assert.deepEqual(lineChanges(files), ['+home-manager.url = "github:x/home-manager";', '+    home-manager.nixosModules.default']);
  });

  it('see inputs that moved, where this machine takes something from them', () => {
    const before = changed({ 'flake.lock': lock({ nixpkgs: 'a', musnix: 'b', 'home-manager': 'c' }) });
    const after = changed({ 'flake.lock': lock({ nixpkgs: 'd', musnix: 'b', 'home-manager': 'e' }) });
    assert.deepEqual(compare(before, after).inputs, [
      {
        input: 'nixpkgs',
        old: { from: 'github:o/nixpkgs', revision: 'a'.repeat(40) },
        new: { from: 'github:o/nixpkgs', revision: 'd'.repeat(40) },
      },
    ]);
    assert.deepEqual(compare(before, STUDIO).inputs, [], 'without a lock it is not known what they would be');
  });

  it('are all new on a machine that has none', () => {
    const { constructs, files } = compare(new Map(), STUDIO);
    assert.deepEqual([...new Set(constructs.map(({ kind }) => kind))], ['added']);
    assert.ok(constructs.some(({ construct }) => construct === 'laptop/Daw'));
    assert.ok(files.some(({ file }) => file === 'machines/laptop/hardware.nix'));
  });
});
