import assert from 'node:assert/strict';
import { NixosOption, NixosOptions } from '../../src/constructs/nixos-option';
import { Nix } from '../../src/nix';
import { configuration, errors, machine, options } from '../support/machine';

describe('NixosOption', () => {
  it('sets any option, under its comment', () => {
    const laptop = machine();
    new NixosOption(laptop, 'Printing', { path: 'services.printing.enable', value: true, comment: 'for the scores' });
    assert.deepEqual(options(laptop, 'studio-laptop/Printing'), { 'services.printing.enable': 'true' });
    assert.match(configuration(laptop), /# studio-laptop\/Printing: for the scores\n {4}\{\n.*\n {6}services\.printing\.enable = true;/);
  });

  it('takes expressions', () => {
    const laptop = machine();
    new NixosOption(laptop, 'Tools', { path: 'environment.systemPackages', value: [Nix.pkgs('htop')] });
    assert.deepEqual(options(laptop, 'studio-laptop/Tools'), { 'environment.systemPackages': '[ pkgs.htop ]' });
  });

  it('reports a path that is none, and a value that Nix has no word for', () => {
    const laptop = machine();
    new NixosOption(laptop, 'Path', { path: 'services..enable', value: true });
    new NixosOption(laptop, 'Value', { path: 'services.printing.enable', value: () => true });
    const [path, value] = errors(laptop);
    assert.match(path!, /«services\.\.enable» cannot be set/);
    assert.match(value!, /is a function/);
  });

  it('keeps a comment of several lines a comment', () => {
    const laptop = machine();
    new NixosOption(laptop, 'A', { path: 'services.printing.enable', value: true, comment: 'first\nservices.evil = true;' });
    assert.match(configuration(laptop), /\n {4}# services\.evil = true;\n/);
  });
});

describe('NixosOptions', () => {
  it('sets several options in one module', () => {
    const laptop = machine();
    new NixosOptions(laptop, 'Quiet', {
      comment: 'no sleep during a concert',
      options: { 'services.logind.settings.Login.HandleLidSwitch': 'ignore', 'systemd.targets.sleep.enable': false },
    });
    assert.deepEqual(options(laptop, 'studio-laptop/Quiet'), {
      'services.logind.settings.Login.HandleLidSwitch': '"ignore"',
      'systemd.targets.sleep.enable': 'false',
    });
  });
});
