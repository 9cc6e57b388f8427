import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseGenerations, rowOf } from '../../src/machines/generations';

const SAID = `number=41 date=2026-05-20T18:03:01Z system=/nix/store/a-nixos version=26.05 kernel=6.18.2 current=no booted=yes deployed=
number=42 date=2026-05-22T18:03:01Z system=/nix/store/b-nixos version=26.05 kernel=6.18.2 current=yes booted=no deployed=20260522-180301-4f3a9c
`;

describe('the generations of a machine', () => {
  const [older, newer] = parseGenerations(SAID);

  it('are read from what the guard prints', () => {
    assert.deepEqual(older, {
      number: 41,
      date: '2026-05-20T18:03:01Z',
      system: '/nix/store/a-nixos',
      version: '26.05',
      kernel: '6.18.2',
      isCurrent: false,
      isBooted: true,
      names: [],
    });
    assert.equal(newer!.deployment, '20260522-180301-4f3a9c');
  });

  it('are told with what each is', () => {
    assert.deepEqual(rowOf(older!, 42), ['41', '2026-05-20 18:03', '26.05', '6.18.2', 'was booted']);
    assert.deepEqual(rowOf(newer!, 42), [
      '42',
      '2026-05-22 18:03',
      '26.05',
      '6.18.2',
      'runs now, boots next, deployment 20260522-180301-4f3a9c',
    ]);
  });

  it('come in their order, and without what is no generation', () => {
    const numbers = parseGenerations(`number=9 system=/b\nwelcome to NixOS!\nnumber=x system=/c\nnumber=2 system=/a\n`).map(
      ({ number }) => number,
    );
    assert.deepEqual(numbers, [2, 9]);
  });

  it('can be any text, and then have no control characters', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('number=1', 'system=', '/nix', ' ', '\n', '\u001b[2J', 'date=', '=', 'é')), (parts) => {
        for (const generation of parseGenerations(parts.join('')))
          for (const cell of rowOf(generation, 1)) assert.doesNotMatch(cell, /\p{Cc}/u);
      }),
    );
  });
});
