import assert from 'node:assert/strict';
import { parseLock, type Lock } from '../../../src/assembly/lock';
import { inputPaths, withoutFolders } from '../../src/snapshot/inputs';

const folder = (path: string, more: object = {}): object => ({
  ...more,
  locked: { type: 'path', path, narHash: 'sha256-x', lastModified: 5 },
});
const NODES = {
  root: { inputs: { home: 'home', nixpkgs: 'nixpkgs' } },
  home: folder('/home/ada/home', { inputs: { nixpkgs: ['nixpkgs'], tools: 'tools' } }),
  tools: folder('./tools'),
  nixpkgs: { locked: { type: 'github', owner: 'NixOS', repo: 'nixpkgs', rev: 'a'.repeat(40) } },
};
const LOCK = parseLock('flake.lock', JSON.stringify({ nodes: NODES, root: 'root', version: 7 }));
const ARCHIVED = {
  path: '/nix/store/f-source',
  inputs: {
    nixpkgs: { path: '/nix/store/n-source', inputs: {} },
    home: { path: '/nix/store/h-source', inputs: { tools: { path: '/nix/store/t-source' } } },
  },
};

describe('the inputs of a snapshot', () => {
  it('are named by their paths in the flake', () =>
    assert.deepEqual(inputPaths(ARCHIVED), {
      home: '/nix/store/h-source',
      'home/tools': '/nix/store/t-source',
      nixpkgs: '/nix/store/n-source',
    }));

  it('need no folder of this computer', () => {
    const { nodes } = JSON.parse(withoutFolders(LOCK, ARCHIVED)) as Lock;
    const where = Object.entries(nodes).map(([name, { locked = {} }]) => [name, locked['path'], locked['lastModified'], locked['narHash']]);
    assert.deepEqual(where, [
      ['root', undefined, undefined, undefined],
      ['home', '/nix/store/h-source', 1, 'sha256-x'],
      ['tools', '/nix/store/t-source', 1, 'sha256-x'],
      ['nixpkgs', undefined, undefined, undefined],
    ]);
    assert.deepEqual(nodes['nixpkgs'], NODES.nixpkgs, 'what is found by its hash stays');
    assert.deepEqual(nodes['home']?.inputs, { nixpkgs: ['nixpkgs'], tools: 'tools' });
  });
});
