import assert from 'node:assert/strict';
import { isAtLeast, isKernelVersion } from '../../../src/constructs/realtime/kernel-version';

describe('a version of the kernel', () => {
  it('is compared by numbers, not by letters', () => {
    assert.equal(isAtLeast('6.6', '6.12'), false);
    assert.equal(isAtLeast('6.12', '6.6'), true);
    assert.equal(isAtLeast('6.12', '6.12'), true);
    assert.equal(isAtLeast('7.0', '6.18'), true);
    assert.equal(isAtLeast('5.15', '6.1'), false);
  });

  it('counts its first two numbers only', () => {
    assert.equal(isAtLeast('6.12.90', '6.12'), true);
    assert.equal(isAtLeast('6.11.99', '6.12'), false);
  });

  it('has two numbers or three', () => {
    for (const version of ['6.12', '6.12.8', '7.0']) assert.equal(isKernelVersion(version), true, version);
    for (const version of ['6', 'v6.12', '6.12-rc1', '6.12.', '', '6.12\n']) assert.equal(isKernelVersion(version), false, version);
  });
});
