import assert from 'node:assert/strict';
import { Annotations, App } from '../../src/core';
import { Findings, Match } from '../../src/testing';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { NixosOption } from '../../src/constructs/nixos-option';
import { message, saying } from './support';

describe('Findings', () => {
  const stack = saying(['Kernel', 'boot.a', 1], ['Other', 'boot.a', 2]);
  const kernel = stack.node.findChild('Kernel');
  Annotations.of(kernel).addWarning('It compiles a kernel.');
  Annotations.of(kernel).addInfo('Two hours.');

  it('are found by construct and text', () => {
    const findings = Findings.of(stack);
    findings.hasWarning('studio-laptop/Kernel', 'It compiles a kernel.');
    findings.hasWarning('Kernel', Match.stringLikeRegexp('compiles'));
    findings.hasWarning('*', Match.anyValue());
    findings.hasInfo('Kernel', 'Two hours.');
    findings.hasNoWarning('Other');
    findings.hasNoWarning('*', 'It is slow.');
    findings.hasNoError('Kernel');
  });

  it('include contradictions, which appear when the machine is put together', () => {
    for (const scope of [stack, stack.node.root])
      Findings.of(scope).hasError('studio-laptop/Other', Match.stringLikeRegexp('cannot be both 1'));
  });

  it('of a construct are those in it', () => {
    assert.deepEqual(Findings.of(kernel).findErrors('*'), []);
    assert.equal(Findings.of(stack.node.findChild('Other')).findErrors('*').length, 1);
  });

  it('come as data, with level, place and line', () => {
    const [warning] = Findings.of(stack).findWarnings('*');
    const { source, ...rest } = warning!;
    assert.deepEqual(rest, { level: 'warning', path: 'studio-laptop/Kernel', text: 'It compiles a kernel.' });
    assert.match(source!, /^test\/testing\/support\.ts:\d+$/);
    assert.deepEqual(
      Findings.of(stack)
        .findInfos('Kernel', Match.stringLikeRegexp('hours'))
        .map(({ text }) => text),
      ['Two hours.'],
    );
  });

  it('are listed when the expected one is missing, or an unexpected one is there', () => {
    const findings = Findings.of(stack);
    assert.equal(
      message(() => findings.hasWarning('Kernel', 'It is slow.')),
      '«studio-laptop» has no warning at «Kernel» that is "It is slow.".\n  There is:\n  studio-laptop/Kernel, test/testing/support.ts:1: It compiles a kernel.',
    );
    assert.match(
      message(() => findings.hasNoWarning('*')),
      /^«studio-laptop» has one warning, and none was expected\.\n {2}studio-laptop\/Kernel, .*: It compiles a kernel\.$/,
    );
    const good = new App();
    new NixosOption(new NixosStack(good, 'a', { stateVersion: '26.05', hardware: 'test/support/hardware.nix' }), 'A', {
      path: 'boot.a',
      value: 1,
    });
    assert.match(
      message(() => Findings.of(good).hasError('*', Match.anyValue())),
      /^The app has no error that is any value\.\n {2}There are no errors at all\.$/,
    );
  });
});
