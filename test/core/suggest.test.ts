import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suggest } from '../../src/core';

const PLUGINS = ['surge-xt', 'zynaddsubfx', 'helm', 'cardinal', 'lsp-plugins', 'calf', 'x42-plugins', 'dragonfly-reverb'];

describe('suggest', () => {
  const suggestions: readonly (readonly [string, string | undefined])[] = [
    ['surge-XT', 'surge-xt'],
    ['surge_xt', 'surge-xt'],
    ['SurgeXT', 'surge-xt'],
    ['x42 plugins', 'x42-plugins'],
    ['lsp.plugins', 'lsp-plugins'],
    ['zynadsubfx', 'zynaddsubfx'],
    ['zynaddsufbx', 'zynaddsubfx'],
    ['dragonfly-revreb', 'dragonfly-reverb'],
    ['clf', 'calf'],
    ['carla', undefined],
    ['vst', undefined],
    ['', undefined],
  ];
  for (const [word, meant] of suggestions)
    it(meant === undefined ? `has nothing for «${word}»` : `takes «${word}» for ${meant}`, () =>
      assert.equal(suggest(word, PLUGINS), meant),
    );

  it('prefers the closest, and the first of equals', () => {
    assert.equal(suggest('musnix.rtirq.prioLo', ['musnix.rtirq.prioHigh', 'musnix.rtirq.prioLow']), 'musnix.rtirq.prioLow');
    assert.equal(suggest('cat', ['car', 'cap']), 'car');
  });

  it('knows no candidate where there is none', () => assert.equal(suggest('helm', []), undefined));

  const word = fc.stringMatching(/^[a-z0-9]{3,12}$/);

  it('finds a word itself, however its dashes and capitals are written', () => {
    fc.assert(
      fc.property(word, word, (head, tail) => {
        for (const written of [`${head}-${tail}`, `${head}_${tail}`, `${head}${tail}`.toUpperCase()])
          assert.equal(suggest(written, ['x', `${head}-${tail}`]), `${head}-${tail}`);
      }),
    );
  });

  it('finds a word with one slip of the finger', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('left out', 'doubled', 'swapped'), (right, at, slip) => {
        const i = at % (right.length - 1);
        const [before, a, b, after] = [right.slice(0, i), right[i]!, right[i + 1]!, right.slice(i + 2)];
        const wrong = slip === 'left out' ? before + b + after : slip === 'doubled' ? before + a + a + b + after : before + b + a + after;
        assert.equal(suggest(wrong, [right]), right);
      }),
    );
  });
});
