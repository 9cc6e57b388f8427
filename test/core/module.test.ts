import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Construct } from 'constructs';
import { App, Stack, System, whereabouts } from '../../src/core';
import { Nix } from '../../src/nix';
import { configuration, errors, machine, options } from '../support/machine';
import { Says } from './says';
import { section } from './written';

describe('a machine’s configuration', () => {
  it('has one module for each construct that has something to say, under its name', () => {
    const laptop = machine();
    const mixer = new Says(laptop, 'Mixer', (module) => {
      module.describe('eight channels');
      module.set('services.mixer', { enable: true, channels: 8 });
      module.set('environment.systemPackages', [Nix.pkgs('alsa-utils')]);
    });
    const fader = new Says(mixer, 'Fader', (module) => module.set('services.mixer.fader', Nix.mkDefault(0.5)));
    new Says(laptop, 'Silent', (module) => module.describe('nothing to say'));
    const text = configuration(laptop);
    assert.equal(text.slice(0, text.indexOf('imports')), '# studio-laptop\n{ lib, pkgs, ... }:\n{\n  ');
    assert.equal(
      text.slice(text.indexOf('    # studio-laptop/Mixer')),
      `    # studio-laptop/Mixer: eight channels
    {
      _file = "${whereabouts(mixer)}";
      environment.systemPackages = [ pkgs.alsa-utils ];
      services.mixer = {
        enable = true;
        channels = 8;
      };
    }

    # studio-laptop/Mixer/Fader
    {
      _file = "${whereabouts(fader)}";
      services.mixer.fader = lib.mkDefault 0.5;
    }
  ];
}
`,
    );
  });

  it('asks for the arguments that it uses, and no others', () => {
    const heads: readonly (readonly [unknown, string])[] = [
      [1, '{ ... }:'],
      [Nix.pkgs('helm'), '{ pkgs, ... }:'],
      [Nix.raw('config.a + options.b'), '{ config, options, ... }:'],
      [Nix.letIn({ pkgs: 1 }, Nix.name('pkgs')), '{ ... }:'],
      [Nix.fn('lib', Nix.name('lib')), '{ ... }:'],
      ['${pkgs.helm}', '{ ... }:'],
    ];
    for (const [value, head] of heads) {
      const laptop = machine();
      new Says(laptop, 'Says', (module) => module.set('a.b', value));
      assert.equal(configuration(laptop).split('\n')[1], head);
    }
  });

  it('has the imports of a construct in the construct’s module', () => {
    const laptop = machine();
    new Says(laptop, 'Mixer', (module) => module.addImport(Nix.path('./mixer.nix')));
    assert.match(
      configuration(laptop),
      /\n {4}# studio-laptop\/Mixer\n {4}\{\n {6}_file = ".*";\n {6}imports = \[ \.\/mixer\.nix \];\n {4}\}\n/,
    );
  });

  it('has nothing for an option whose value is undefined', () => {
    const laptop = machine();
    new Says(laptop, 'Mixer', (module) => module.set('a.b', undefined));
    assert.deepEqual(options(laptop, 'studio-laptop/Mixer'), {});
  });

  it('writes raw code as it is, and everybody’s text as text', () => {
    const laptop = machine();
    const hostile = '"; system.stateVersion = "0"; x = "${builtins.abort "gotcha"}';
    new Says(laptop, 'Mixer', (module) => {
      module.set('a.raw', Nix.raw('builtins.currentTime'));
      module.set('a.text', hostile);
      module.set(`a.${JSON.stringify('x = 1; y')}`, 1);
    });
    assert.deepEqual(options(laptop, 'studio-laptop/Mixer'), {
      'a.raw': 'builtins.currentTime',
      'a.text': '"\\"; system.stateVersion = \\"0\\"; x = \\"\\${builtins.abort \\"gotcha\\"}"',
      'a."x = 1; y"': '1',
    });
  });

  it('reports a value or an option that Nix has no word for, with the option and the place inside', () => {
    const laptop = machine();
    new Says(laptop, 'Mixer', (module) => {
      module.set('a.b', { channels: [1, () => 2] });
      module.set('a..b', 1);
      module.set('a.c', NaN);
    });
    const [first, second, third] = errors(laptop);
    assert.match(first!, /^The option «a\.b» cannot be set: The value at «channels\[1\]» is a function: /);
    assert.match(
      second!,
      /^The option «a\.\.b» cannot be set: The attribute path «a\.\.b» cannot be read: a name is missing at character 3/,
    );
    assert.match(third!, /^The option «a\.c» cannot be set: The value is NaN/);
  });
});

describe('Stack', () => {
  it('is found from everything inside of it', () => {
    const laptop = machine();
    const group = new Construct(laptop, 'Group');
    const mixer = new Says(group, 'Mixer', () => undefined);
    for (const construct of [laptop, group, mixer]) assert.equal(Stack.of(construct), laptop);
  });

  it('is not found outside, and the construct and its line are named', () => {
    const lamp = new Says(new App(), 'Lamp', () => undefined);
    assert.throws(() => Stack.of(lamp), {
      name: 'SynthesisError',
      message: `${whereabouts(lamp)} is not inside of a machine: none of its parents is a stack. Give it a NixosStack as scope, or something inside of one.`,
    });
  });

  it('is told from everything else', () => {
    for (const other of [undefined, null, 1, 'stack', {}, new App()]) assert.equal(Stack.isStack(other), false);
    assert.equal(Stack.isStack(machine()), true);
  });

  it('is built for Intel and AMD unless it says otherwise', () => {
    assert.equal(machine().system, 'x86_64-linux');
    const pi = machine({ system: System.AARCH64_LINUX });
    assert.equal(options(pi, 'studio-laptop')['nixpkgs.hostPlatform'], '"aarch64-linux"');
  });
});

describe('section, which these tests use', () => {
  it('cuts a block out of a file', () =>
    assert.equal(
      section(readFileSync('test/support/hardware.nix', 'utf8'), 'fileSystems."/boot"'),
      'fileSystems."/boot" = {\n  device = "/dev/disk/by-label/boot";\n  fsType = "vfat";\n};',
    ));
});
