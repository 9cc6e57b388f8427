import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { AssemblyWriter, MANIFEST_FILE } from '../../src/assembly';
import { contentsOf, temporaryFolder } from '../support/temp';
import { manifest } from './manifest';

type Files = Readonly<Record<string, string | Buffer>>;

const STUDIO: Files = {
  'flake.nix': '{ }\n',
  'machines/studio-laptop/configuration.nix': '{ ... }:\n',
  'machines/studio-laptop/hardware.nix': '{ }\n',
  'assets/0f-hall.wav': Buffer.from([0, 255, 13, 10, 128]),
};

function write(output: string, files: Files = STUDIO): boolean {
  const writer = new AssemblyWriter(output);
  for (const name of Object.keys(files)) writer.add(name, files[name]!);
  return writer.commit(manifest());
}

describe('AssemblyWriter', () => {
  const folder = temporaryFolder();
  const output = (): string => folder('cdk.out');

  it('writes files, folders and bytes, and the manifest', () => {
    assert.equal(write(output()), true);
    assert.deepEqual(contentsOf(output()), {
      'assets/0f-hall.wav': '\x00\xff\r\n\x80',
      'flake.nix': '{ }\n',
      'machines/studio-laptop/configuration.nix': '{ ... }:\n',
      'machines/studio-laptop/hardware.nix': '{ }\n',
      'manifest.json': `${JSON.stringify(manifest(), null, 2)}\n`,
    });
  });

  it('makes the folders above the output, and leaves nothing beside it', () => {
    write(folder('deep', 'down', 'cdk.out'));
    write(folder('deep', 'down', 'cdk.out'), { 'flake.nix': 'another\n' });
    assert.deepEqual(readdirSync(folder('deep', 'down')), ['cdk.out']);
  });

  it('shows nothing of itself before commit, and the manifest is the last file it writes', () => {
    const writer = new AssemblyWriter(output());
    for (const name of Object.keys(STUDIO)) writer.add(name, STUDIO[name]!);
    assert.equal(existsSync(output()), false);
    const [draft] = readdirSync(folder());
    assert.equal(existsSync(folder(draft!, 'flake.nix')), true);
    assert.equal(existsSync(folder(draft!, MANIFEST_FILE)), false);
    writer.abandon();
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('uses a folder that is there and empty', () => {
    mkdirSync(output());
    assert.equal(write(output()), true);
    assert.equal(existsSync(folder('cdk.out', MANIFEST_FILE)), true);
  });

  it('copies files of the project', () => {
    writeFileSync(folder('hall.wav'), Buffer.from([1, 2, 200]));
    const writer = new AssemblyWriter(output());
    writer.addCopy('assets/hall.wav', folder('hall.wav'));
    writer.commit(manifest());
    assert.equal(contentsOf(output())['assets/hall.wav'], '\x01\x02\xc8');
  });

  describe('over an earlier assembly', () => {
    const long = new Date('2026-01-02T03:04:05Z');
    const identity = (name: string): object => {
      const { ino, mtimeMs } = statSync(folder('cdk.out', name));
      return { ino, mtimeMs };
    };

    beforeEach(() => {
      write(output());
      for (const name of Object.keys(contentsOf(output()))) utimesSync(folder('cdk.out', name), long, long);
    });

    it('leaves every file where it is when nothing changed, and only moves the time of the manifest', () => {
      const before = [statSync(output()).ino, ...Object.keys(STUDIO).map(identity)];
      assert.equal(write(output()), false);
      assert.deepEqual([statSync(output()).ino, ...Object.keys(STUDIO).map(identity)], before);
      assert.ok(statSync(folder('cdk.out', MANIFEST_FILE)).mtime > long);
    });

    it('keeps the files that did not change when others did', () => {
      const before = identity('flake.nix');
      assert.equal(write(output(), { ...STUDIO, 'machines/studio-laptop/hardware.nix': '{ boot = 1; }\n' }), true);
      assert.deepEqual(identity('flake.nix'), before);
      assert.equal(contentsOf(output())['machines/studio-laptop/hardware.nix'], '{ boot = 1; }\n');
    });

    it('takes away what is not written any more', () => {
      assert.equal(write(output(), { 'flake.nix': '{ }\n' }), true);
      assert.deepEqual(Object.keys(contentsOf(output())), ['flake.nix', 'manifest.json']);
      assert.equal(existsSync(folder('cdk.out', 'machines')), false);
    });

    it('puts back what somebody changed by hand, or deleted, or added', () => {
      const before = contentsOf(output());
      writeFileSync(folder('cdk.out', 'flake.nix'), 'edited');
      writeFileSync(folder('cdk.out', 'notes.txt'), 'mine');
      assert.equal(write(output()), true);
      assert.deepEqual(contentsOf(output()), before);
    });

    it('keeps a lock that Nix made there, also when everything else stays', () => {
      writeFileSync(folder('cdk.out', 'flake.lock'), '{"locked":1}');
      assert.equal(write(output()), false);
      assert.equal(write(output(), { 'flake.nix': 'another\n' }), true);
      assert.equal(contentsOf(output())['flake.lock'], '{"locked":1}');
    });

    it('prefers the lock of the project', () => {
      writeFileSync(folder('cdk.out', 'flake.lock'), '{"locked":1}');
      write(output(), { ...STUDIO, 'flake.lock': '{"locked":2}' });
      assert.equal(contentsOf(output())['flake.lock'], '{"locked":2}');
    });

    it('is replaced also when its manifest is damaged, older or newer', () => {
      for (const text of [
        '',
        '{"schema": 1, "gen',
        '{"schema": 0, "generator": "studio-cdk 0.0.1"}',
        '{"schema": 9, "generator": "studio-cdk 9.0.0"}',
      ]) {
        writeFileSync(folder('cdk.out', 'tree.json'), '{}\n');
        writeFileSync(folder('cdk.out', MANIFEST_FILE), text);
        assert.equal(write(output()), true);
        assert.equal(readFileSync(folder('cdk.out', MANIFEST_FILE), 'utf8'), `${JSON.stringify(manifest(), null, 2)}\n`);
      }
    });

    it('does not change the old files through the names they share with the new ones', () => {
      const kept = contentsOf(output());
      const writer = new AssemblyWriter(output());
      writer.add('flake.nix', '{ }\n');
      writer.add('machines/studio-laptop/configuration.nix', 'changed\n');
      assert.deepEqual(contentsOf(output()), kept);
      writer.abandon();
      assert.deepEqual(contentsOf(output()), kept);
    });
  });
});
