import assert from 'node:assert/strict';
import { cdk } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

const TARGET = { host: 'studio-laptop.local', user: 'root' };
const DATA = manifest([
  stack('studio-laptop', { target: TARGET }),
  stack('stage-box', { dependencies: ['studio-laptop'], target: { ...TARGET, host: '10.0.0.7', port: 2222 } }),
  stack('anywhere', { kind: 'portable', system: 'aarch64-linux' }),
]);

describe('cdk ls', () => {
  let folder: string;
  before(() => {
    folder = projectWriting(DATA);
  });
  const ls = (...args: readonly string[]): string => cdk(['ls', ...args], { cwd: folder }).out;

  it('lists the names in the order of the manifest', () => {
    assert.equal(ls(), 'studio-laptop\nstage-box\nanywhere\n');
    assert.equal(cdk(['list', 'st*'], { cwd: folder }).out, 'studio-laptop\nstage-box\n');
  });

  it('lists more with --long', () => {
    assert.equal(
      ls('--long'),
      `NAME           KIND      SYSTEM         TARGET                    AFTER          SOURCE
studio-laptop  nixos     x86_64-linux   root@studio-laptop.local  -              bin/studio.ts:4
stage-box      nixos     x86_64-linux   root@10.0.0.7:2222        studio-laptop  bin/studio.ts:4
anywhere       portable  aarch64-linux  -                         -              bin/studio.ts:4
`,
    );
  });

  it('lists all there is with --json', () => {
    assert.deepEqual(JSON.parse(ls('--json', 'stage-box')), [DATA.stacks[1]]);
  });
});
