import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Nix } from '../../src/nix';
import { configuration, errors, machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { Says } from '../core/says';
import { station, written } from '../core/written';

const HERE = 'test/stacks/escape-hatches.test.ts';
const lineOf = (words: string): number =>
  readFileSync(HERE, 'utf8')
    .split('\n')
    .findIndex((line) => line.endsWith(`// ${words}`)) + 1;

describe('override', () => {
  it('wins over what constructs say, and names its own line', () => {
    const laptop = machine();
    new Says(laptop, 'Kernel', (module) => module.set('boot.kernel.sysctl."vm.swappiness"', 10));
    laptop.overrideOption('boot.kernel.sysctl."vm.swappiness"', 1); // the override
    const text = configuration(laptop);
    assert.match(text, /vm\.swappiness" = 10;/);
    assert.ok(
      text.includes(`    # studio-laptop/Override boot.kernel.sysctl."vm.swappiness": wins over what constructs say
    {
      _file = "${HERE}:${lineOf('the override')} (studio-laptop/Override boot.kernel.sysctl.\\"vm.swappiness\\")";
      boot.kernel.sysctl."vm.swappiness" = lib.mkForce 1;
    }
`),
      text,
    );
    assert.deepEqual(errors(laptop), []);
  });

  it('is replaced by a second one, with its line', () => {
    const laptop = machine();
    laptop.overrideOption('a.b', 1);
    laptop.overrideOption('a.b', [Nix.pkgs('helm')]); // the second
    const text = configuration(laptop);
    assert.match(
      text,
      new RegExp(
        `escape-hatches\\.test\\.ts:${lineOf('the second')} \\(studio-laptop/Override a\\.b\\)";\n +a\\.b = lib\\.mkForce \\[ pkgs\\.helm \\];`,
      ),
    );
    assert.doesNotMatch(text, /mkForce 1;/);
  });

  it('takes any Nix', () => {
    const laptop = machine();
    laptop.overrideOption('boot.kernelPackages', Nix.raw('pkgs.linuxPackages_latest'));
    assert.match(configuration(laptop), /boot\.kernelPackages = lib\.mkForce pkgs\.linuxPackages_latest;/);
  });

  it('reports an option that cannot be read', () => {
    const laptop = machine();
    laptop.overrideOption('a b', 1);
    assert.match(errors(laptop).join(), /^The option «a b» cannot be set: The attribute path «a b» cannot be read/);
  });
});

describe('addModule', () => {
  const folder = temporaryFolder();

  beforeEach(() => {
    mkdirSync(folder('lights', 'scenes'), { recursive: true });
    writeFileSync(folder('lights', 'default.nix'), '{ imports = [ ./scenes/red.nix ]; }\n');
    writeFileSync(folder('lights', 'scenes', 'red.nix'), '{ }\n');
    writeFileSync(folder('backup.nix'), '{ services.restic.enable = true; }\n');
  });

  it('copies a file, or a folder, beside the configuration and imports it', () => {
    const all = written(folder('cdk.out'), (app) => {
      const laptop = station(app, 'laptop');
      laptop.addModule(folder('backup.nix'));
      laptop.addModule(`./${relative('.', folder('lights'))}/`);
    });
    assert.equal(all['machines/laptop/modules/backup.nix'], '{ services.restic.enable = true; }\n');
    assert.equal(all['machines/laptop/modules/lights/default.nix'], '{ imports = [ ./scenes/red.nix ]; }\n');
    assert.equal(all['machines/laptop/modules/lights/scenes/red.nix'], '{ }\n');
    const text = all['machines/laptop/configuration.nix']!;
    assert.match(text, /imports = \[ \.\/modules\/backup\.nix \];/);
    assert.match(text, /imports = \[ \.\/modules\/lights \];/);
  });

  it('reports what is no module, each with what it wants to have', () => {
    writeFileSync(folder('lights', 'notes.txt'), '');
    const laptop = machine();
    for (const path of ['nowhere.nix', folder('lights', 'notes.txt'), folder('lights', 'scenes')]) laptop.addModule(path);
    assert.deepEqual(errors(laptop), [
      'The module «nowhere.nix» does not exist. Paths are relative to the folder of cdk.json; it is a file that ends in .nix, or a folder with a default.nix.',
      `«${folder('lights', 'notes.txt')}» is no NixOS module: it is a file that ends in .nix, or a folder with a default.nix.`,
      `«${folder('lights', 'scenes')}» is no NixOS module: it is a file that ends in .nix, or a folder with a default.nix.`,
    ]);
  });

  it('refuses two modules that would be copied to one place', () => {
    mkdirSync(folder('other'));
    writeFileSync(folder('other', 'backup.nix'), '{ }\n');
    const laptop = machine();
    laptop.addModule(folder('backup.nix'));
    laptop.addModule(folder('other', 'backup.nix'));
    assert.deepEqual(errors(laptop), [
      `The module «${folder('other', 'backup.nix')}» would be copied to «modules/backup.nix», where another one of this machine stands already. Rename one of them.`,
    ]);
  });
});

describe('hardware profiles', () => {
  const folder = temporaryFolder();

  it('are modules of nixos-hardware, which becomes an input', () => {
    const flake = written(
      folder('cdk.out'),
      (app) => void station(app, 'laptop', { hardwareProfiles: ['lenovo-thinkpad-t14', 'common-cpu-amd'] }),
    )['flake.nix']!;
    assert.match(flake, /nixos-hardware\.url = "github:NixOS\/nixos-hardware";/);
    assert.match(flake, /\n +nixos-hardware\.nixosModules\.lenovo-thinkpad-t14\n +nixos-hardware\.nixosModules\.common-cpu-amd\n/);
  });
});

describe('names that people give', () => {
  const folder = temporaryFolder();

  it('never become code, in comments or in values', () => {
    const evil = 'x\n}\n{ boot.kernelParams = [ "evil" ]; } # ${builtins.abort "no"}';
    const text = written(
      folder('cdk.out'),
      (app) =>
        void new Says(station(app, 'laptop'), evil, (module) => {
          module.describe(evil);
          module.set('a.b', evil);
        }),
      { description: evil },
    );
    const lines = [text['flake.nix']!, text['machines/laptop/configuration.nix']!].flatMap((file) => file.split('\n'));
    const [comments, values] = [lines.filter((line) => /^ *#.*evil/.test(line)), lines.filter((line) => /^ *[^# ].*evil/.test(line))];
    assert.equal(comments.length, 2); // its id, and its description
    assert.deepEqual(
      values.map((line) => line.replace(/"([^"\\]|\\.)*"/g, '""').trim()),
      ['description = "";', '_file = "";', 'a.b = "";'],
    );
  });
});
