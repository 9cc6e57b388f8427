import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprintOf, type Ingredients } from '../../src/deploy/fingerprint';
import { file, laptop } from './support';

const ingredients: Ingredients = {
  generator: 'studio-cdk 0.1.0',
  stack: laptop(),
  inputs: {
    nixpkgs: { url: 'github:NixOS/nixpkgs' },
    musnix: { url: 'github:musnix/musnix', follows: { nixpkgs: 'nixpkgs', lib: 'lib' } },
  },
  files: [file('machines/studio-laptop/configuration.nix', '{ }')],
  lock: '{ }',
};

describe('the fingerprint of a configuration', () => {
  const known = fingerprintOf(ingredients);

  it('is a word of a SHA-256', () => assert.match(known, /^sha256-[A-Za-z0-9+/]{43}=$/));

  it('is the same for the same things, in whatever order an object has them', () => {
    const { nixpkgs, musnix } = ingredients.inputs as Record<string, { url: string }>;
    const inputs = { musnix: { follows: { lib: 'lib', nixpkgs: 'nixpkgs' }, ...musnix! }, nixpkgs: nixpkgs! };
    assert.equal(
      fingerprintOf({
        ...ingredients,
        inputs: { musnix: { ...inputs.musnix, follows: { lib: 'lib', nixpkgs: 'nixpkgs' } }, nixpkgs: nixpkgs! },
      }),
      known,
    );
  });

  const changes: Readonly<Record<string, Partial<Ingredients>>> = {
    'the library': { generator: 'studio-cdk 0.2.0' },
    'the name': { stack: laptop({ name: 'other' }) },
    'what is built': { stack: laptop({ attribute: 'nixosConfigurations.other' }) },
    'the platform': { stack: laptop({ system: 'aarch64-linux' }) },
    'the digest': { stack: laptop({ digest: 'sha256-other' }) },
    'an input': { inputs: { nixpkgs: { url: 'github:NixOS/nixpkgs/nixos-25.11' } } },
    'the lock': { lock: '{}' },
    'a file that somebody changed by hand': { files: [file('machines/studio-laptop/configuration.nix', '{  }')] },
    'the name of a file': { files: [file('machines/studio-laptop/other.nix', '{ }')] },
    'a script that can be run': { files: [file('machines/studio-laptop/configuration.nix', '{ }', true)] },
  };
  for (const [what, change] of Object.entries(changes))
    it(`is another one when ${what} is`, () => assert.notEqual(fingerprintOf({ ...ingredients, ...change }), known));

  it('is another one without a lock', () => {
    const { lock: _, ...without } = ingredients;
    assert.notEqual(fingerprintOf(without), known);
    assert.notEqual(fingerprintOf(without), fingerprintOf({ ...ingredients, lock: 'null' }));
  });

  it('tells apart what would be the same text in a row', () => {
    const texts = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 4 });
    const of = (pairs: readonly (readonly [string, string])[]): string =>
      fingerprintOf({ ...ingredients, files: pairs.map(([name, text]) => file(name, text)) });
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        assert.equal(of(one) === of(other), JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
