import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type Ran, type Studio } from '../../../test/bed';
import { BIN } from '../support/cli';

const TO = join('assets', 'hardware', 'one.nix');

describeOnBed('cdk import-hardware, of a real machine', { kind: 'light', machines: ['one'] }, (bed) => {
  const folder = (): string => join(bed().operator.home, 'studio');
  const file = (): string => join(folder(), TO);
  const importHardware = (...args: readonly string[]): Promise<Ran> =>
    bed().operator.run([process.execPath, BIN, 'import-hardware', '--from', 'root@one', '--to', TO, ...args], { cwd: folder() });

  const project = async (): Promise<Pick<Studio, 'folder' | 'cdk'>> => {
    const made = await studio(bed(), { machines: ['one'], folder: 'whole', lock: false });
    return { folder: made.folder, cdk: (args) => made.cdk(args) };
  };

  before(() => void mkdirSync(folder()));

  it('writes what the machine says of itself, where there is no studio yet', async () => {
    const { code, stdout, stderr } = await importHardware();
    assert.deepEqual([code, stdout, stderr], [0, `✔ ${TO} is the hardware of root@one\n`, '']);
    assert.equal(readFileSync(file(), 'utf8'), await bed().machine('one').console('nixos-generate-config --show-hardware-config'));
  });

  it('has nothing to do when the file says that already', async () => {
    const { code, stdout } = await importHardware();
    assert.deepEqual([code, stdout], [0, `✔ ${TO} is the hardware of root@one already\n`]);
  });

  it('shows what it would replace, and asks first', async () => {
    const own = readFileSync(file(), 'utf8').replace('{', '{ # of my own\n');
    writeFileSync(file(), own);
    const { code, stderr } = await importHardware();
    assert.equal(code, 1);
    assert.match(
      stderr,
      /one\.nix says something else than the machine:\n\n[^]*\n {2}-[^\n]*# of my own\n[^]*nobody is here to be asked .* --yes replaces it\.\n$/,
    );
    assert.equal(readFileSync(file(), 'utf8'), own);
    assert.equal((await importHardware('--yes')).code, 0);
    assert.doesNotMatch(readFileSync(file(), 'utf8'), /of my own/);
  });

  it('asks somebody who is there, and does what is answered', async () => {
    const command = [process.execPath, BIN, 'import-hardware', '--from', 'root@one', '--to', TO].join(' ');
    const answer = (word: string): Promise<Ran> =>
      bed().operator.run(['sh', '-c', `(sleep 1; echo ${word}; sleep 1) | script -qec '${command}' /dev/null`], { cwd: folder() });
    const own = '{ }\n';
    writeFileSync(file(), own);
    assert.match((await answer('no')).stdout, /Replace assets\/hardware\/one\.nix\? \(yes\/no\) [^]*one\.nix is as it was\./);
    assert.equal(readFileSync(file(), 'utf8'), own);
    assert.match((await answer('yes')).stdout, /✔.* assets\/hardware\/one\.nix is the hardware of root@one/);
    assert.notEqual(readFileSync(file(), 'utf8'), own);
  });

  it('takes machine and file from the studio, where there is one', async () => {
    const { folder, cdk } = await project();
    const own = readFileSync(join(folder, 'hardware', 'one.nix'), 'utf8');
    assert.match((await cdk(['import-hardware'])).stderr, /^hardware\/one\.nix says something else than the machine:/);
    assert.equal(readFileSync(join(folder, 'hardware', 'one.nix'), 'utf8'), own);
    const { code, stdout } = await cdk(['import-hardware', 'one', '--yes']);
    assert.deepEqual([code, stdout], [0, '✔ hardware/one.nix is the hardware of root@one\n']);
    assert.equal(readFileSync(join(folder, 'hardware', 'one.nix'), 'utf8'), readFileSync(file(), 'utf8'));
  });

  it('writes nothing when the machine answers something else', async () => {
    const program = '/run/current-system/sw/bin/nixos-generate-config';
    await bed()
      .machine('one')
      .console(`printf '#!/bin/sh\\necho hello\\n' > /root/x && chmod +x /root/x && mount --bind /root/x ${program}`);
    const { code, stderr } = await importHardware('--to', 'other.nix');
    assert.deepEqual([code, existsSync(join(folder(), 'other.nix'))], [1, false]);
    assert.match(stderr, /^What root@one answered is no hardware file, so nothing was written: it is not a whole file of Nix\./);
  });
});
