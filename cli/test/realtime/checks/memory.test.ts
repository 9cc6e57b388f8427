import assert from 'node:assert/strict';
import { said, someSettings, waiting, wish } from './a-snapshot';

const sysctl = (name: string, value: number) => ({ sysctls: { [name]: wish<number | string>(value) } });

describe('memory', () => {
  it('is swapped as was asked for', () => {
    assert.equal(
      said('swappiness', someSettings({ 'vm.swappiness': '60' }), sysctl('vm.swappiness', 10)),
      'warning: runs 60, asked for 10 (bin/studio.ts:14)',
    );
    assert.match(
      said('swappiness', someSettings({ 'vm.swappiness': '60' }), sysctl('vm.swappiness', 60)),
      /^info: 60, as asked for \(bin\/studio\.ts:14\); /,
    );
    assert.match(said('swappiness', someSettings({ 'vm.swappiness': '60' })), /^warning: 60; 10 keeps samples in memory$/);
    assert.equal(said('swappiness', { hasSwap: false, ...someSettings({ 'vm.swappiness': '60' }) }), 'ok: 60, and there is no swap space');
  });

  it('is joined to large pages for those who ask', () => {
    assert.match(said('thp', { transparentHugepages: 'always [madvise] never' }), /^ok: madvise$/);
    assert.match(said('thp', { transparentHugepages: 'always' }), /^info: always; /);
    assert.match(
      said(
        'thp',
        { transparentHugepages: 'always', ...waiting('transparent_hugepage=never') },
        { kernelParams: [wish('transparent_hugepage=never')] },
      ),
      /^pending: /,
    );
  });

  it('is written in bursts that are not larger than the kernel’s own', () => {
    assert.match(said('dirty_ratio', someSettings({ 'vm.dirty_ratio': '40' })), /^info: 40 %/);
    assert.match(said('dirty_ratio', someSettings({ 'vm.dirty_ratio': '0' })), /^ok: limited in bytes/);
    assert.match(said('dirty_ratio', {}, sysctl('vm.dirty_background_ratio', 3)), /^warning: runs 10 %, asked for 3 %/);
  });
});
