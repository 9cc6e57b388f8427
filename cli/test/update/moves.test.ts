import assert from 'node:assert/strict';
import { parseLock, type Lock } from '../../../src/assembly/lock';
import { commitMessage } from '../../src/update/commit-message';
import { movesBetween, pinText, type Move } from '../../src/update/moves';

const REVISIONS = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
const MAY = Date.UTC(2026, 4, 1) / 1000;

const node = (repo: string, rev: string, more: object = {}): object => ({
  locked: { type: 'github', owner: 'NixOS', repo, rev, narHash: `sha256-${rev}`, lastModified: MAY },
  ...more,
});
const lock = (nodes: Readonly<Record<string, object>>, inputs: object): Lock =>
  parseLock('flake.lock', JSON.stringify({ nodes: { root: { inputs }, ...nodes }, root: 'root', version: 7 }));
const lines = (moves: readonly Move[]): readonly string[] =>
  moves.map(({ input, old, new: next }) => `${input}: ${pinText(old, 'new')} → ${pinText(next, 'gone')}`);

describe('what moved from one lock to another', () => {
  const [a, b, c] = REVISIONS as [string, string, string];
  const before = lock({ n: node('nixpkgs', a), m: node('musnix', a, { inputs: { nixpkgs: ['nixpkgs'] } }) }, { nixpkgs: 'n', musnix: 'm' });

  it('is nothing when nothing did', () => assert.deepEqual(movesBetween(before, before), []));

  it('is what changed, came and went, by name', () => {
    const after = lock({ n: node('nixpkgs', b), h: node('home-manager', c) }, { nixpkgs: 'n', 'home-manager': 'h' });
    assert.deepEqual(lines(movesBetween(before, after)), [
      'home-manager: new → ccccccc (2026-05-01)',
      'musnix: aaaaaaa (2026-05-01) → gone',
      'nixpkgs: aaaaaaa (2026-05-01) → bbbbbbb (2026-05-01)',
    ]);
  });

  it('is everything when there was no lock', () => assert.equal(movesBetween(undefined, before).length, 2));

  it('names the inputs of inputs by path, but none that follows another', () => {
    const after = lock(
      { n: node('nixpkgs', a), m: node('musnix', a, { inputs: { nixpkgs: 'n2' } }), n2: node('nixpkgs', c) },
      { nixpkgs: 'n', musnix: 'm' },
    );
    assert.deepEqual(lines(movesBetween(before, after)), ['musnix/nixpkgs: new → ccccccc (2026-05-01)']);
  });

  it('counts a new address as a move, also at the same revision', () => {
    const after = lock(
      { n: { locked: { type: 'github', owner: 'ada', repo: 'nixpkgs', rev: a } }, m: node('musnix', a) },
      { nixpkgs: 'n', musnix: 'm' },
    );
    assert.deepEqual(
      movesBetween(before, after).map(({ input }) => input),
      ['nixpkgs'],
    );
  });

  it('quotes the hash of what has no revision', () =>
    assert.equal(pinText({ from: 'path:/x', revision: 'sha256-v8rp34Pl+N3dJxpS9=' }, ''), 'v8rp34Pl'));
});

describe('the message for Git', () => {
  const move = (input: string): Move => ({ input, new: { from: 'github:a/b', revision: REVISIONS[0]!, date: '2026-05-01' } });

  it('has a subject, an empty line, and a line for each move', () =>
    assert.equal(
      commitMessage([move('musnix'), move('musnix/nixpkgs'), move('nixpkgs')]),
      `flake.lock: update musnix, nixpkgs

musnix: new → aaaaaaa (2026-05-01)
musnix/nixpkgs: new → aaaaaaa (2026-05-01)
nixpkgs: new → aaaaaaa (2026-05-01)
`,
    ));

  it('keeps the subject short, and never without a name', () => {
    assert.match(commitMessage(Array.from({ length: 12 }, (_, at) => move(`samples-${at}`))), /^flake\.lock: update 12 inputs\n\n/);
    assert.match(commitMessage([move('musnix/nixpkgs')]), /^flake\.lock: update musnix\/nixpkgs\n/);
  });
});
