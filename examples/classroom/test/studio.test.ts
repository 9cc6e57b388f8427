import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { NixosStack } from 'studio-cdk';
import { Template } from 'studio-cdk/testing';
import { app } from '../bin/studio';

const machines = app.node.children.filter((child) => child instanceof NixosStack);
const [teacher, ...desks] = machines;

describe('The music room', () => {
  it('has forty desks, and the teacher’s machine is tried before them', () => {
    assert.equal(desks.length, 40);
    for (const desk of desks) assert.deepEqual(desk.dependencies, [teacher]);
  });

  it('has the same instruments everywhere', () => {
    for (const machine of machines) Template.of(machine).hasPlugin('Ardour', 'surge-xt');
  });

  it('has nothing to complain about', () => {
    for (const machine of machines) {
      Template.of(machine).hasNoErrors();
      Template.of(machine).hasNoWarnings();
    }
  });
});
