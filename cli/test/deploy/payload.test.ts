import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, type Manifest, type StackEntry } from '../../../src/assembly';
import { readPayloads } from '../../src/deploy/payload';
import type { Assembly } from '../../src/project/assembly';
import { folderWith } from '../support/cli';
import { manifest } from '../support/studio';
import { laptop } from './support';

const FILES = { 'flake.nix': '{ }', 'machines/studio-laptop/configuration.nix': '{ one = 1; }', 'packages/ardour.nix': '{ }: { }' };
const LOCK = `{ "nodes": { "n": { "original": { "type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-26.05" } },
  "root": { "inputs": { "nixpkgs": "n" } } }, "root": "root", "version": 7 }`;

const stacks = [
  laptop({ files: ['machines/studio-laptop/configuration.nix', 'packages/ardour.nix'] }),
  laptop({ name: 'twin', files: ['packages/ardour.nix'] }),
];

function assemblyWith(files: Readonly<Record<string, string>>, entries: readonly StackEntry[] = stacks): Assembly {
  const data: Manifest = manifest(entries);
  const folder = folderWith({ ...FILES, ...files, 'manifest.json': JSON.stringify(data) });
  return { folder, home: folder, manifest: readManifest(folder) };
}

const read = (assembly: Assembly, name = 'studio-laptop') => readPayloads(assembly, assembly.manifest.stacks).get(name)!;

describe('what a deployment reads', () => {
  it('is the machine’s files with the flake, by name', () => {
    const payload = read(assemblyWith({ 'flake.lock': LOCK }));
    assert.deepEqual(
      payload.files.map(({ name, contents }) => [name, contents.toString()]),
      Object.entries(FILES).sort(),
    );
    assert.equal(payload.lock, LOCK);
    assert.equal(payload.lockIsOpen, false);
  });

  it('has an open lock where Nix would have to add to it', () => {
    assert.equal(read(assemblyWith({})).lockIsOpen, true);
    assert.equal(read(assemblyWith({ 'flake.lock': '{ "nodes": { "root": {} }, "root": "root", "version": 7 }' })).lockIsOpen, true);
  });

  it('gives each machine a fingerprint, which what another machine is made of does not change', () => {
    const one = assemblyWith({});
    const other = assemblyWith({ 'machines/studio-laptop/configuration.nix': '{ one = 2; }', 'flake.nix': '{ more = 1; }' });
    assert.notEqual(read(one).fingerprint, read(other).fingerprint);
    assert.equal(read(one, 'twin').fingerprint, read(other, 'twin').fingerprint);
    assert.notEqual(read(one, 'twin').fingerprint, read(one).fingerprint);
  });

  it('knows which fingerprint it had before there was a lock', () => {
    assert.equal(read(assemblyWith({ 'flake.lock': LOCK })).fingerprintWithoutLock, read(assemblyWith({})).fingerprint);
  });

  it('says which file is missing', () => {
    const assembly = assemblyWith({});
    rmSync(join(assembly.folder, 'packages/ardour.nix'));
    assert.throws(() => read(assembly), { name: 'UserError', message: /ardour\.nix is not there.*cdk synth/ });
  });

  it('refuses a manifest that names files elsewhere', () => {
    for (const name of ['../secret', '/etc/shadow', 'a/../../b', './a', 'a//b'])
      assert.throws(() => read(assemblyWith({}, [laptop({ files: [name] })])), /outside of that folder/);
  });

  it('refuses a damaged lock before anything is done', () =>
    assert.throws(() => read(assemblyWith({ 'flake.lock': '{' })), { name: 'AssemblyError', message: /flake\.lock is damaged/ }));

  it('stops where the studio was synthesised anew since it was looked at', () => {
    const assembly = assemblyWith({});
    const file = join(assembly.folder, 'manifest.json');
    writeFileSync(file, JSON.stringify(manifest([laptop({ digest: 'sha256-new' })])));
    assert.throws(() => read(assembly), { name: 'UserError', message: /written anew/ });
  });

  it('does not mind a synthesis that changed nothing', () => {
    const assembly = assemblyWith({});
    utimesSync(join(assembly.folder, 'manifest.json'), new Date(), new Date());
    assert.equal(read(assembly).files.length, 3);
  });

  it('is in memory: what changes afterwards reaches no machine', () => {
    const assembly = assemblyWith({});
    const payload = read(assembly);
    renameSync(assembly.folder, `${assembly.folder}.gone`);
    symlinkSync(`${assembly.folder}.gone`, assembly.folder);
    rmSync(join(assembly.folder, 'flake.nix'));
    assert.equal(payload.files[0]!.contents.toString(), '{ }');
    assert.throws(() => readFileSync(join(assembly.folder, 'flake.nix')));
  });
});
