import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { AssemblyError, lockDifferences, parseLock, readLock, type InputEntry, type Lock } from '../../src/assembly';
import { temporaryFolder } from '../support/temp';

const original = (repo: string, ref?: string): object => ({ type: 'github', owner: 'NixOS', repo, ...(ref && { ref }) });

/** nixpkgs, musnix whose nixpkgs is ours, and home-manager which has inputs of its own and one that follows another of its own. */
const NODES = {
  root: { inputs: { nixpkgs: 'nixpkgs', musnix: 'musnix', 'home-manager': 'home-manager', photos: 'photos' } },
  nixpkgs: { original: original('nixpkgs', 'nixos-26.05') },
  musnix: { inputs: { nixpkgs: ['nixpkgs'] }, original: { type: 'github', owner: 'musnix', repo: 'musnix' } },
  'home-manager': { inputs: { nixpkgs: 'nixpkgs_2', lib: ['home-manager', 'nixpkgs'] }, original: original('home-manager') },
  nixpkgs_2: { original: original('nixpkgs') },
  photos: { flake: false as const, original: { type: 'git', url: 'https://example.org/photos.git', ref: 'main' } },
};
const INPUTS: Readonly<Record<string, InputEntry>> = {
  nixpkgs: { url: 'github:nixos/nixpkgs/nixos-26.05' },
  musnix: { url: 'github:musnix/musnix', follows: { nixpkgs: 'nixpkgs' } },
  'home-manager': { url: 'github:NixOS/home-manager' },
  photos: { url: 'git+https://example.org/photos.git?ref=main', flake: false },
};

const lock = (nodes: object = NODES): Lock => parseLock('flake.lock', JSON.stringify({ nodes, root: 'root', version: 7 }));
const differences = (inputs: Readonly<Record<string, InputEntry>>): readonly string[] => lockDifferences(lock(), inputs);

describe('A lock', () => {
  it('fits the inputs that it was made for', () => assert.deepEqual(differences(INPUTS), []));

  it('is for other inputs when one came or went', () => {
    const { photos, ...rest } = INPUTS;
    assert.deepEqual(differences({ ...rest, band: { url: 'github:the-band/nix' }, aux: photos! }), [
      'it lacks «aux»',
      'it lacks «band»',
      'it has «photos», which the flake does not use',
    ]);
  });

  it('is for other inputs when one moved house', () => {
    const cases: readonly (readonly [name: string, url: string, there: string])[] = [
      ['nixpkgs', 'github:NixOS/nixpkgs/nixos-26.11', 'github:NixOS/nixpkgs/nixos-26.05'],
      ['nixpkgs', 'github:NixOS/nixpkgs', 'github:NixOS/nixpkgs/nixos-26.05'],
      ['nixpkgs', 'github:NixOS/nixpkgs/nixos-26.05?dir=lib', 'github:NixOS/nixpkgs/nixos-26.05'],
      ['nixpkgs', 'gitlab:NixOS/nixpkgs/nixos-26.05', 'github:NixOS/nixpkgs/nixos-26.05'],
      ['nixpkgs', 'path:/home/ada/nixpkgs', 'github:NixOS/nixpkgs/nixos-26.05'],
      ['nixpkgs', 'nixpkgs', 'github:NixOS/nixpkgs/nixos-26.05'],
      ['photos', 'git+https://example.org/photos.git', 'git+https://example.org/photos.git?ref=main'],
    ];
    for (const [name, url, there] of cases) {
      const { flake } = INPUTS[name]!;
      const entry = { url, ...(flake === false && { flake }) } as const;
      assert.deepEqual(differences({ ...INPUTS, [name]: entry }), [`«${name}» is ${there} there, and ${url} in the flake`]);
    }
  });

  it('gives an address the benefit of the doubt that it cannot take apart', () => {
    for (const url of ['path:./nixpkgs', 'https://example.org/nixpkgs', 'sourcehut:~ada', 'fossil+x:y'])
      assert.deepEqual(differences({ ...INPUTS, nixpkgs: { url } }), [], url);
  });

  it('knows a revision from a branch', () => {
    const rev = '0123456789abcdef0123456789abcdef01234567';
    const pinned = lock({ root: { inputs: { nixpkgs: 'n' } }, n: { original: { ...original('nixpkgs'), rev } } });
    assert.deepEqual(lockDifferences(pinned, { nixpkgs: { url: `github:NixOS/nixpkgs/${rev}` } }), []);
    assert.deepEqual(lockDifferences(pinned, { nixpkgs: { url: 'github:NixOS/nixpkgs/nixos-26.05' } }), [
      `«nixpkgs» is github:NixOS/nixpkgs/${rev} there, and github:NixOS/nixpkgs/nixos-26.05 in the flake`,
    ]);
  });

  it('is for other inputs when one follows what it should not, or does not what it should', () => {
    const { musnix, 'home-manager': home } = INPUTS;
    assert.deepEqual(differences({ ...INPUTS, musnix: { url: musnix!.url } }), [
      'its «musnix/nixpkgs» follows «nixpkgs», and should follow nothing',
    ]);
    assert.deepEqual(differences({ ...INPUTS, musnix: { ...musnix!, follows: { nixpkgs: 'photos' } } }), [
      'its «musnix/nixpkgs» follows «nixpkgs», and should follow «photos»',
    ]);
    assert.deepEqual(differences({ ...INPUTS, 'home-manager': { ...home!, follows: { nixpkgs: 'nixpkgs' } } }), [
      'its «home-manager/nixpkgs» follows nothing, and should follow «nixpkgs»',
    ]);
  });

  it('fits when the other flake has no such input at all: then there is nothing to follow', () =>
    assert.deepEqual(differences({ ...INPUTS, musnix: { ...INPUTS['musnix']!, follows: { nixpkgs: 'nixpkgs', gone: 'nixpkgs' } } }), []));

  it('tells a flake from a plain source tree', () =>
    assert.deepEqual(differences({ ...INPUTS, photos: { url: INPUTS['photos']!.url } }), [
      '«photos» is a plain source tree there, and the contrary in the flake',
    ]));
});

describe('Reading a lock', () => {
  const folder = temporaryFolder();

  it('finds none where there is none', () => assert.equal(readLock(folder()), undefined));

  it('says what is wrong with it', () => {
    const cases: readonly (readonly [text: string, said: RegExp])[] = [
      ['{"nodes": {', /flake\.lock is damaged: .*«git checkout flake\.lock»/],
      ['[]', /damaged: it is not a JSON object\./],
      ['{"version": 4}', /has version 4, and this version of studio-cdk reads version 7\. Delete it and run «cdk update»/],
      ['{"version": 7}', /damaged: «nodes» is not an object\./],
      ['{"version": 7, "nodes": {"a": 1}, "root": "a"}', /damaged: the node «a» is not an object\./],
      ['{"version": 7, "nodes": {"a": {"inputs": 1}}, "root": "a"}', /damaged: the node «a» holds something else than objects\./],
      ['{"version": 7, "nodes": {"a": {"inputs": {"b": [1]}}}, "root": "a"}', /damaged: «a» has the input «1», which is not there\./],
      ['{"version": 7, "nodes": {}, "root": "root"}', /damaged: its root is not among its nodes\./],
      [
        '{"version": 7, "nodes": {"root": {"inputs": {"a": "b"}}}, "root": "root"}',
        /damaged: «root» has the input «b», which is not there\./,
      ],
    ];
    for (const [text, said] of cases) {
      writeFileSync(folder('flake.lock'), text);
      assert.throws(() => readLock(folder()), said);
      assert.throws(() => readLock(folder()), AssemblyError);
    }
  });

  it('takes whatever JSON it is for a lock, or says what is wrong', () => {
    const node = fc.oneof(
      fc.record({ inputs: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()), original: fc.jsonValue() }),
      fc.jsonValue(),
    );
    const data = fc.record({
      version: fc.constantFrom(7, 6),
      nodes: fc.oneof(fc.record({ root: node, other: node }), fc.jsonValue()),
      root: fc.constantFrom('root', 'x'),
    });
    fc.assert(
      fc.property(fc.oneof(data, fc.jsonValue()), (value) => {
        try {
          lockDifferences(parseLock('flake.lock', JSON.stringify(value)), INPUTS);
        } catch (error) {
          assert.ok(error instanceof AssemblyError, String(error));
        }
      }),
    );
  });

  it('says when it cannot be read', () => {
    mkdirSync(folder('flake.lock'));
    assert.throws(() => readLock(folder()), /flake\.lock cannot be read: EISDIR/);
  });
});
