import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Daw } from '../../src/constructs/daw';
import { Desktop } from '../../src/constructs/studio';
import { App } from '../../src/core';
import { HomeStudioStack } from '../../src/stacks/home-studio-stack';
import { configuration, errors, options, warnings } from '../support/machine';

const MACHINE = {
  stateVersion: '26.05',
  hardware: 'test/support/hardware.nix',
  musician: 'alice',
  target: {
    host: 'studio-laptop',
    authorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice'],
  },
};

describe('HomeStudioStack', () => {
  it('is a whole studio when it is told nothing but who and where', () => {
    const stack = new HomeStudioStack(new App(), 'studio-laptop', MACHINE);
    assert.deepEqual([...errors(stack), ...warnings(stack)], []);
    const paths = stack.node.findAll().map(({ node }) => node.path);
    assert.deepEqual(
      paths.filter((path) => path.includes('/')),
      [
        'studio-laptop/DeploymentGuard',
        'studio-laptop/Plugins',
        'studio-laptop/Kernel',
        'studio-laptop/Studio',
        'studio-laptop/Studio/Audio',
        'studio-laptop/Studio/Musician',
        'studio-laptop/Studio/Ardour',
      ],
    );
    assert.match(configuration(stack), /services\.desktopManager\.plasma6\.enable = true|plasma6\.enable = true/);
  });

  it('has every program that is asked for, and lets all of them see all plugins', () => {
    const stack = new HomeStudioStack(new App(), 'studio-laptop', { ...MACHINE, daws: [Daw.ARDOUR, Daw.CARLA], plugins: ['calf'] });
    assert.deepEqual(errors(stack), []);
    assert.deepEqual(
      stack.plugins.packages.map(({ name }) => name),
      ['calf'],
    );
    for (const program of ['Ardour', 'Carla']) assert.ok(options(stack, `studio-laptop/Studio/${program}`)['environment.systemPackages']);
  });

  it('can do without a desktop, and with other tuning', () => {
    const stack = new HomeStudioStack(new App(), 'studio-laptop', { ...MACHINE, desktop: Desktop.NONE, tuning: { swappiness: 1 } });
    assert.doesNotMatch(configuration(stack), /plasma6/);
    assert.equal(options(stack, 'studio-laptop/Kernel')['boot.kernel.sysctl."vm.swappiness"'], 'lib.mkForce 1');
  });
});
