import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Shelf, type App, type NixosModule, type PackageFile } from '../../src/core';
import { Nix, NODE } from '../../src/nix';
import { temporaryFolder } from '../support/temp';
import { Says } from './says';
import { refusal, section, station, written } from './written';

describe('assets', () => {
  const folder = temporaryFolder();
  const files = (build: (app: App) => void): Record<string, string> => written(folder('cdk.out'), build);
  const place = (module: NixosModule, name: string, path: string): void =>
    module.set(`environment.etc.${name}.source`, module._asset(path));
  const assetsOf = (names: Record<string, string>): string[] => Object.keys(names).filter((name) => name.startsWith('assets/'));

  beforeEach(() => {
    mkdirSync(folder('halls', 'deep'), { recursive: true });
    writeFileSync(folder('halls', 'small.wav'), 'small');
    writeFileSync(folder('halls', 'deep', 'large.wav'), Buffer.from([0, 255]));
    writeFileSync(folder('map.txt'), 'C4 snare\n');
  });

  const oneAsset = (path: string): Record<string, string> =>
    files((app) => void new Says(station(app, 'laptop'), 'Map', (module) => place(module, 'x', path)));

  it('are copied under a name made of their content, and referred to from the machine’s folder', () => {
    const all = oneAsset(folder('map.txt'));
    const [name] = assetsOf(all);
    assert.match(name!, /^assets\/[0-9a-f]{12}-map\.txt$/);
    assert.equal(all[name!], 'C4 snare\n');
    assert.match(all['machines/laptop/configuration.nix']!, new RegExp(`environment\\.etc\\.x\\.source = \\.\\./\\.\\./${name};`));
  });

  it('may be folders, however their path is written', () => {
    const all = oneAsset(folder('halls'));
    const names = assetsOf(all);
    assert.match(names[0]!, /^assets\/[0-9a-f]{12}-halls\/deep\/large\.wav$/);
    assert.deepEqual(
      names.map((name) => all[name]),
      ['\x00\xff', 'small'],
    );
    for (const path of [
      `${folder('halls')}/`,
      relative('.', folder('halls')),
      `./${relative('.', folder('halls'))}`,
      folder('halls', 'deep', '..'),
    ])
      assert.deepEqual(assetsOf(oneAsset(path)), names, path);
  });

  it('belong to the files of the machines that use them, and to their digest', () => {
    const entries = (content: string): { files: string[]; digest: string }[] => {
      writeFileSync(folder('map.txt'), content);
      const all = files((app) => {
        new Says(station(app, 'a'), 'Map', (module) => place(module, 'x', folder('map.txt')));
        station(app, 'b');
      });
      return (JSON.parse(all['manifest.json']!) as { stacks: { files: string[]; digest: string }[] }).stacks;
    };
    const [before, after] = [entries('one'), entries('two')];
    assert.match(before[0]!.files.join(' '), /^assets\/\w+-map\.txt machines\/a\/configuration\.nix machines\/a\/hardware\.nix$/);
    assert.deepEqual(before[1]!.files, ['machines/b/configuration.nix', 'machines/b/hardware.nix']);
    assert.notEqual(before[0]!.digest, after[0]!.digest);
    assert.equal(before[1]!.digest, after[1]!.digest);
  });

  it('are there once when machines share them, or when the same content comes from two places', () => {
    mkdirSync(folder('copy'));
    writeFileSync(folder('copy', 'map.txt'), 'C4 snare\n');
    const all = files((app) => {
      for (const [id, path] of [
        ['a', 'map.txt'],
        ['b', 'copy/map.txt'],
      ])
        new Says(station(app, id!), 'Map', (module) => place(module, 'x', folder(path!)));
    });
    assert.equal(assetsOf(all).length, 1);
  });

  it('are two when the content differs and the name does not', () => {
    mkdirSync(folder('copy'));
    writeFileSync(folder('copy', 'map.txt'), 'C4 kick\n');
    const all = files(
      (app) =>
        void new Says(station(app, 'laptop'), 'Maps', (module) => {
          place(module, 'x', folder('map.txt'));
          place(module, 'y', folder('copy', 'map.txt'));
        }),
    );
    assert.equal(assetsOf(all).length, 2);
  });

  it('follow links to files', () => {
    symlinkSync(folder('map.txt'), folder('halls', 'linked.txt'));
    const all = oneAsset(folder('halls'));
    assert.equal(
      assetsOf(all)
        .filter((name) => name.endsWith('/linked.txt'))
        .map((name) => all[name])
        .join(),
      'C4 snare\n',
    );
  });

  it('get a name that the Nix store allows', () => {
    writeFileSync(folder('.große Halle (1).wav'), 'x');
    assert.match(assetsOf(oneAsset(folder('.große Halle (1).wav'))).join(), /^assets\/[0-9a-f]{12}-_gro_e_Halle__1_\.wav$/);
  });

  it('are reported where they do not exist, or have nothing in them', () => {
    mkdirSync(folder('empty'));
    const text = refusal(
      folder('cdk.out'),
      (app) =>
        void new Says(station(app, 'laptop'), 'Map', (module) => {
          place(module, 'x', 'nowhere/map.txt');
          place(module, 'y', folder('empty'));
          place(module, 'z', '/dev/null');
        }),
    );
    assert.match(text, /The file «nowhere\/map\.txt» does not exist\. Paths are relative to the folder of cdk\.json\./);
    assert.match(text, /The folder «.*\/empty» is empty/);
    assert.match(text, /The asset «\/dev\/null» is neither a file nor a folder\./);
  });
});

describe('packages in files of their own', () => {
  const folder = temporaryFolder();
  const package_ = (name: string, value: string): PackageFile => ({
    name,
    key: value,
    comment: [`${name}.`],
    node: () => Nix.pattern(['ardour'], value)[NODE],
  });
  const squeezed = (text: string): string => text.replace(/\s+/g, ' ');
  const use = (module: NixosModule, name: string, value: string): void =>
    module.set('environment.systemPackages', [module._callPackage(package_(name, value), { quantum: 64 })]);

  it('are shared by the machines that need the same one, and called after the machine where they differ', () => {
    const all = written(folder('cdk.out'), (app) => {
      for (const [id, value] of [
        ['a', 'one'],
        ['b', 'one'],
        ['c', 'two'],
      ])
        new Says(station(app, id!), 'Daw', (module) => use(module, 'ardour', value!));
    });
    assert.equal(squeezed(all['packages/ardour.nix']!), '# ardour. { ardour }: "one" ');
    assert.equal(squeezed(all['packages/ardour-c.nix']!), '# ardour. { ardour }: "two" ');
    for (const [id, file] of [
      ['a', 'ardour'],
      ['b', 'ardour'],
      ['c', 'ardour-c'],
    ])
      assert.equal(
        section(all[`machines/${id}/configuration.nix`]!, 'environment'),
        `environment.systemPackages = [\n  (pkgs.callPackage ../../packages/${file}.nix {\n    quantum = 64;\n  })\n];`,
      );
  });

  it('may differ on one machine', () => {
    const shelf = new Shelf();
    const paths = ['one', 'two', 'three', 'two'].map((value) => shelf.placePackage(package_('ardour', value), 'a'));
    assert.deepEqual(paths, ['packages/ardour.nix', 'packages/ardour-a.nix', 'packages/ardour-a-2.nix', 'packages/ardour-a.nix']);
  });
});
