import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareClosures, parseClosure, type SizedPath } from '../../src/diff/closure';

const path = (name: string, hash = '0', size = 10): SizedPath => ({ path: `/nix/store/${hash.repeat(32)}-${name}`, size });

const OLD = [
  path('ardour-9.0', 'a', 100),
  path('helm-0.9.0', 'b', 50),
  path('calf-0.90.3', 'c', 5),
  path('etc', 'd', 1),
  path('glibc-2.40', 'e'),
];
const NEW = [
  path('ardour-9.2', 'f', 120),
  path('surge-xt-1.3.4', '1', 65),
  path('calf-0.90.3', '2', 6),
  path('etc', '3', 1),
  path('glibc-2.40', 'e'),
];

describe('two closures', () => {
  const changes = compareClosures(OLD, NEW);

  it('differ in packages that came, went or moved', () => {
    assert.deepEqual(changes.added, [{ name: 'surge-xt', new: { versions: ['1.3.4'], size: 65 } }]);
    assert.deepEqual(changes.removed, [{ name: 'helm', old: { versions: ['0.9.0'], size: 50 } }]);
    assert.deepEqual(changes.changed, [{ name: 'ardour', old: { versions: ['9.0'], size: 100 }, new: { versions: ['9.2'], size: 120 } }]);
  });

  it('differ in what was built anew, and in files of the configuration', () => {
    assert.deepEqual(
      changes.rebuilt.map(({ name }) => name),
      ['calf'],
    );
    assert.deepEqual(changes.unversioned, { added: [], removed: [], changed: ['etc'] });
  });

  it('have sizes', () => {
    assert.deepEqual(
      [changes.old, changes.new],
      [
        { paths: 5, size: 166 },
        { paths: 5, size: 202 },
      ],
    );
  });

  it('may hold several outputs and versions of a package', () => {
    const { changed } = compareClosures(
      [path('python3-3.12.9'), path('python3-3.9.1', '1'), path('pipewire-1.4.2-jack', '2'), path('pipewire-1.4.2', '3')],
      [path('python3-3.12.9'), path('python3-3.13.1', '4'), path('pipewire-1.4.5-jack', '5'), path('pipewire-1.4.5', '6')],
    );
    assert.deepEqual(changed, [
      { name: 'pipewire', old: { versions: ['1.4.2'], size: 20 }, new: { versions: ['1.4.5'], size: 20 } },
      { name: 'python3', old: { versions: ['3.9.1', '3.12.9'], size: 20 }, new: { versions: ['3.12.9', '3.13.1'], size: 20 } },
    ]);
  });

  const closure = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('a-1', 'a-2', 'b-1', 'b-1-lib', 'etc', 'c-3'),
      hash: fc.constantFrom('0', '1', '2'),
      size: fc.nat(1000),
    }),
    { selector: ({ name, hash }) => `${name} ${hash}` },
  );
  const paths = closure.map((entries) => entries.map(({ name, hash, size }) => path(name, hash, size)));

  it('are equal to themselves', () =>
    fc.assert(
      fc.property(paths, (one) => {
        const { added, removed, changed, rebuilt, unversioned } = compareClosures(one, [...one].reverse());
        assert.deepEqual([added, removed, changed, rebuilt, ...Object.values(unversioned)].flat(), []);
      }),
    ));

  it('differ the other way round when they change places', () =>
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        const [there, back] = [compareClosures(one, other), compareClosures(other, one)];
        assert.deepEqual(
          there.added.map(({ name }) => name),
          back.removed.map(({ name }) => name),
        );
        assert.deepEqual([there.old, there.unversioned.added], [back.new, back.unversioned.removed]);
        assert.deepEqual([there.changed.length, there.rebuilt.length], [back.changed.length, back.rebuilt.length]);
      }),
    ));
});

describe('the lines of a closure', () => {
  it('are a path and its size each', () => {
    const line = (name: string, size: number): string => `/nix/store/${'0'.repeat(32)}-${name} ${size}`;
    assert.deepEqual(parseClosure(`${line('a-1', 12)}\nwarning: no\n${line('b', 0)}\n`), [path('a-1', '0', 12), path('b', '0', 0)]);
  });
});
