import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '../../test/support/temp';
import { readMachine } from '../src/read-machine';
import { assembly } from './support/assembly';

const STACK = 'studio-laptop';

describe('what a StudioMachine reads', () => {
  const folder = temporaryFolder();

  it('is the machine of that name, to be deployed where its stack says', () => {
    const out = assembly(folder(), STACK);
    const { home, payload, planFor } = readMachine({ assembly: out, stack: STACK });
    assert.equal(home, out);
    assert.equal(planFor(undefined).target.host, 'studio.invalid');
    assert.equal(planFor(undefined).fingerprint, payload.fingerprint);
  });

  it('goes elsewhere where a connection says so, and is the same configuration there', () => {
    const { payload, planFor } = readMachine({ assembly: assembly(folder(), STACK), stack: STACK });
    const plan = planFor({ host: '192.0.2.7', user: 'root' });
    assert.deepEqual(plan.target, { host: '192.0.2.7', user: 'root' });
    assert.equal(plan.fingerprint, payload.fingerprint);
  });

  it('belongs to the project that it lies in, whose flake.lock counts', () => {
    const out = assembly(folder(), STACK);
    writeFileSync(folder('cdk.json'), '{}');
    writeFileSync(folder('flake.lock'), '{ "nodes": { "root": {} }, "root": "root", "version": 7 }');
    const { home, payload } = readMachine({ assembly: out, stack: STACK });
    assert.equal(home, folder());
    assert.match(payload.lock!, /"version": 7/);
  });

  it('has to be there', () => {
    const out = assembly(folder(), STACK);
    assert.throws(
      () => readMachine({ assembly: out, stack: 'studio-labtop' }),
      /^UserError: There is no stack «studio-labtop» in .*cdk\.out\. Did you mean «studio-laptop»\? «cdk synth» writes that folder anew\.$/,
    );
    assert.throws(() => readMachine({ assembly: folder('nowhere'), stack: STACK }), /nowhere/);
  });

  it('has the checks that one wants to leave out', () => {
    const skipGates = [{ gate: 'web', because: 'it moves today' }];
    assert.throws(() => readMachine({ assembly: assembly(folder(), STACK), stack: STACK, skipGates }), /There is no gate «web»\./);
  });
});
