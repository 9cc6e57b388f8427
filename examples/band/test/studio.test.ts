import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MusicProject, NixosStack, PortableStack } from 'studio-cdk';
import { Template } from 'studio-cdk/testing';
import { app } from '../bin/studio';

const machines = app.node.children.filter((child) => child instanceof NixosStack);

describe('The band', () => {
  it('has three machines', () => {
    assert.deepEqual(
      machines.map(({ stackName }) => stackName),
      ['rehearsal-room', 'ada-laptop', 'ben-laptop'],
    );
  });

  for (const machine of machines) {
    describe(`on ${machine.stackName}`, () => {
      const template = Template.of(machine);

      it('finds all its instruments and effects', () => {
        for (const plugin of ['surge-xt', 'drumgizmo', 'guitarix']) template.hasPlugin('Ardour', plugin);
      });

      it('is looked at before a deployment stays', () => {
        template.hasHealthCheck('login-screen');
        template.hasRealtime({ budget: { maxLatency: 300, load: true } });
      });

      it('has nothing to complain about', () => {
        template.hasNoErrors();
        template.hasNoWarnings();
      });
    });
  }

  it('lets members with another Linux join, and keeps the album as it was begun', () => {
    const others = app.node.children.filter((child) => child instanceof PortableStack);
    assert.deepEqual(
      others.map(({ stackName }) => stackName),
      ['guests', 'first-album'],
    );
    assert.ok(others[1] instanceof MusicProject);
  });

  it('records with the smallest buffer in the rehearsal room', () => {
    const quantum = 'services.pipewire.extraConfig.pipewire."10-studio"."context.properties"."default.clock.quantum"';
    assert.deepEqual(
      machines.map((machine) => Template.of(machine).option(quantum)),
      [64, 128, 128],
    );
  });
});
