import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evalExprs } from '../../../test/support/nix';
import { compareVersions, parseStorePath } from '../../src/diff/store-path';
import { needsNix } from '../support/nix';

const path = (name: string): string => `/nix/store/${'0'.repeat(32)}-${name}`;

describe('a path of the store', () => {
  const parts: Readonly<Record<string, readonly [string, string, string]>> = {
    'ardour-9.2': ['ardour', '9.2', 'out'],
    'glibc-2.40-66-bin': ['glibc', '2.40-66', 'bin'],
    'pipewire-1.4.2-jack': ['pipewire', '1.4.2', 'jack'],
    'python3.13-numpy-2.2.5': ['python3.13-numpy', '2.2.5', 'out'],
    'x42-plugins-20230315': ['x42-plugins', '20230315', 'out'],
    'surge-xt-0-unstable-2025-03-01': ['surge-xt', '0-unstable-2025-03-01', 'out'],
    'helm-0.9.0-unstable': ['helm', '0.9.0-unstable', 'out'],
    'linux-6.12.30-modules': ['linux', '6.12.30', 'modules'],
    'system-path': ['system-path', '', 'out'],
    'unit-pipewire.service': ['unit-pipewire.service', '', 'out'],
    'gcc-14.2.1.20250322-lib32': ['gcc', '14.2.1.20250322', 'lib32'],
  };
  for (const [name, [pname, version, output]] of Object.entries(parts))
    it(`«${name}» is ${pname} ${version} ${output}`, () => assert.deepEqual(parseStorePath(path(name)), { name: pname, version, output }));
});

describe('names and versions', function () {
  this.timeout(60_000);
  before(needsNix);

  const word = fc.string({ unit: fc.constantFrom(...'ab1.-+_pre09'), minLength: 1, maxLength: 14 });

  it('are told apart as Nix tells them apart', async () => {
    const names = fc.sample(word, 300).filter((name) => !name.startsWith('.'));
    const theirs = (await evalExprs(names.map((name) => `builtins.parseDrvName ${JSON.stringify(name)}`))) as {
      name: string;
      version: string;
    }[];
    names.forEach((name, at) => {
      const { name: pname, version, output } = parseStorePath(path(name));
      const whole = output === 'out' ? version : `${version}-${output}`;
      assert.deepEqual({ name: pname, version: whole }, theirs[at], name);
    });
  });

  it('are ordered as Nix orders them', async () => {
    const pairs = fc.sample(fc.tuple(word, word), 400);
    const theirs = await evalExprs(pairs.map(([a, b]) => `builtins.compareVersions ${JSON.stringify(a)} ${JSON.stringify(b)}`));
    pairs.forEach(([a, b], at) => assert.equal(compareVersions(a, b), theirs[at], `${a} and ${b}`));
  });
});
