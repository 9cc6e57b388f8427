import assert from 'node:assert/strict';
import type { App } from '../../src/core';
import { Nix } from '../../src/nix';
import type { NixosStack } from '../../src/stacks/nixos-stack';
import { configuration, machine, options } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { Says } from '../core/says';
import { refusal, station, written } from '../core/written';

describe('the value of an option, used elsewhere', () => {
  const folder = temporaryFolder();
  const files = (build: (app: App) => void): Record<string, string> => written(folder('cdk.out'), build);
  const refused = (build: (app: App) => void): string => refusal(folder('cdk.out'), build);
  const set = (stack: NixosStack, option: string, value: unknown): Says =>
    new Says(stack, `Sets ${option}`, (module) => module.set(option, value));
  const configurationOf = (all: Record<string, string>, id: string): string => all[`machines/${id}/configuration.nix`]!;

  it('is looked up on the other machine', () => {
    const all = files((app) => {
      const server = station(app, 'server', { hostName: 'samples' });
      set(station(app, 'laptop'), 'services.nfs.host', server.optionValue('networking.hostName'));
    });
    assert.match(configurationOf(all, 'laptop'), /services\.nfs\.host = "samples";/);
  });

  it('is what is said at the end, also by constructs that are made later', () => {
    const all = files((app) => {
      const server = station(app, 'server');
      set(station(app, 'laptop'), 'a.size', server.optionValue('b.size'));
      set(server, 'b.size', 64);
    });
    assert.match(configurationOf(all, 'laptop'), /a\.size = 64;/);
  });

  it('is the one that wins, without the word that makes it win', () => {
    const all = files((app) => {
      const server = station(app, 'server', { hostName: 'samples' });
      set(server, 'b.size', Nix.mkDefault(1));
      server.overrideOption('networking.hostName', 'archive');
      server.overrideOption('b.size', 2);
      server.overrideOption('b.size', 3);
      const laptop = station(app, 'laptop');
      set(laptop, 'a.host', server.optionValue('networking.hostName'));
      set(laptop, 'a.size', server.optionValue('b.size'));
    });
    assert.match(configurationOf(all, 'laptop'), /a\.host = "archive";[^]*a\.size = 3;/);
    assert.match(configurationOf(all, 'server'), /b\.size = lib\.mkForce 3;/);
  });

  it('may be part of a text, a list or a set', () => {
    const all = files((app) => {
      const host = station(app, 'server').optionValue('networking.hostName');
      set(station(app, 'laptop'), 'a', { url: Nix.interpolate(['nfs://', host, '/samples']), list: [host], set: { host } });
    });
    assert.match(
      configurationOf(all, 'laptop'),
      /list = \[ "server" \];\n +set\.host = "server";\n +url = "nfs:\/\/\$\{"server"\}\/samples";/,
    );
  });

  it('may go round by several machines', () => {
    const all = files((app) => {
      const [a, b, c] = ['a', 'b', 'c'].map((id) => station(app, id));
      set(a!, 'x', b!.optionValue('x'));
      set(b!, 'x', c!.optionValue('x'));
      set(c!, 'x', 7);
    });
    assert.match(configurationOf(all, 'a'), /\bx = 7;/);
  });

  it('may be asked for by two machines of each other', () => {
    const all = files((app) => {
      const [a, b] = ['a', 'b'].map((id) => station(app, id));
      set(a!, 'peer', b!.optionValue('networking.hostName'));
      set(b!, 'peer', a!.optionValue('networking.hostName'));
    });
    assert.match(configurationOf(all, 'a'), /peer = "b";/);
    assert.match(configurationOf(all, 'b'), /peer = "a";/);
  });

  it('may be another option of the same machine', () => {
    const laptop = machine();
    set(laptop, 'peer', laptop.optionValue('networking.hostName'));
    assert.equal(options(laptop, 'studio-laptop/Sets peer')['peer'], '"studio-laptop"');
  });

  it('is looked up anew when the machine says something else', () => {
    const laptop = machine();
    set(laptop, 'peer', laptop.optionValue('networking.hostName'));
    assert.match(configuration(laptop), /peer = "studio-laptop";/);
    laptop.overrideOption('networking.hostName', 'renamed');
    assert.match(configuration(laptop), /peer = "renamed";/);
  });

  it('is refused where nothing sets the option', () =>
    assert.match(
      refused((app) => {
        const server = station(app, 'server');
        set(station(app, 'laptop'), 'a', server.optionValue('services.nfs.port'));
      }),
      /\(laptop\)\n {4}The value of «services\.nfs\.port» on «server» is wanted, but nothing on «server» sets it, and its default is known to NixOS alone\. Set it there, or write the value here\.$/,
    ));

  it('is refused where two values are made of each other, which are named', () => {
    const circle = (wrap: (value: Nix) => unknown): string =>
      refused((app) => {
        const [a, b] = ['a', 'b'].map((id) => station(app, id));
        set(a!, 'x', wrap(b!.optionValue('y')));
        set(b!, 'y', wrap(a!.optionValue('x')));
      });
    for (const wrap of [
      (value: Nix) => value,
      (value: Nix) => Nix.interpolate(['-', value]),
      (value: Nix) => [{ value }],
      (value: Nix) => Nix.mkForce(value),
    ])
      assert.match(
        circle(wrap),
        /These values are made of each other: (x of a → y of b → x of a|y of b → x of a → y of b)\. Write one of them out\./,
      );
  });

  it('is refused where a value is made of itself', () =>
    assert.match(
      refused((app) => {
        const a = station(app, 'a');
        set(a, 'x', Nix.interpolate(['-', a.optionValue('x')]));
      }),
      /These values are made of each other: x of a → x of a\./,
    ));

  it('says at once when the path of an option cannot be read', () =>
    assert.throws(() => machine().optionValue('a..b'), /^NixError: The attribute path «a\.\.b» cannot be read/));
});
