import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lock } from '../../../src/assembly/lock';
import { BIN, cdk, cleanEnvironment, folderWith, temporaryFolder } from '../support/cli';
import { Computer, Inputs, findNix, needsNix } from '../support/nix';
import { lockText, projectOf } from '../support/nix-studio';
import { manifest, projectWriting, stack } from '../support/studio';

const lockOf = (project: string): Lock => JSON.parse(lockText(project)) as Lock;

describe('cdk update', function () {
  this.timeout(60_000);
  before(needsNix);

  for (const nix of findNix())
    describe(`with ${nix.name}`, () => {
      let computer: Computer;
      let inputs: Inputs;
      let project: string;
      const update = (...args: readonly string[]): ReturnType<typeof cdk> => computer.cdk(['update', ...args], project);
      const hashes = (): Readonly<Record<string, unknown>> => {
        const { nodes } = lockOf(project);
        return Object.fromEntries(Object.entries(nodes).map(([name, { locked }]) => [name, locked?.['narHash']]));
      };

      before(() => {
        computer = new Computer(nix);
      });
      beforeEach(() => {
        inputs = new Inputs();
        for (const name of ['nixpkgs', 'musnix']) inputs.move(name, '2026-05-01');
        project = projectOf({
          inputs: { nixpkgs: { url: inputs.url('nixpkgs') }, musnix: { url: inputs.url('musnix'), follows: { nixpkgs: 'nixpkgs' } } },
          packages: '{ }',
        });
      });

      it('makes the first lock, for the project and the assembly, with what follows', () => {
        const { code, out, err } = update();
        assert.deepEqual([code, err], [0, '']);
        assert.match(
          out,
          /^✔ 2 inputs moved in flake\.lock\n\n {2}musnix {3}new {2}→ {2}\S{8} \(2026-05-01\)\n {2}nixpkgs {2}new {2}→ {2}\S{8} \(2026-05-01\)\n$/,
        );
        assert.deepEqual(lockOf(project).nodes['musnix']?.inputs, { nixpkgs: ['nixpkgs'] });
        assert.equal(lockText(project, 'cdk.out'), lockText(project));
        assert.deepEqual(readdirSync(project).sort(), ['bin', 'cdk.json', 'cdk.out', 'flake.lock']);
        assert.equal(computer.cdk(['synth', '--locked', '--quiet'], project).code, 0);
      });

      it('moves what is named, and leaves the others', () => {
        update();
        const before = hashes();
        for (const name of ['nixpkgs', 'musnix']) inputs.move(name, '2026-06-09');
        const { out } = update('musnix');
        assert.match(out, /^✔ 1 input moved in flake\.lock\n\n {2}musnix {2}\S{8} \(2026-05-01\) {2}→ {2}\S{8} \(2026-06-09\)\n$/);
        assert.equal(hashes()['nixpkgs'], before['nixpkgs']);
        assert.notEqual(hashes()['musnix'], before['musnix']);
        assert.match(update().out, / 1 input moved .*\n\n {2}nixpkgs /);
        assert.match(update().out, /^✔ Nothing moved: flake\.lock is up to date\n$/);
      });

      it('prints a message for Git and nothing else, or JSON and nothing else', () => {
        update();
        inputs.move('nixpkgs', '2026-06-09');
        const { out, err } = update('--commit-message', 'nixpkgs');
        assert.match(out, /^flake\.lock: update nixpkgs\n\nnixpkgs: \S{8} \(2026-05-01\) → \S{8} \(2026-06-09\)\n$/);
        assert.match(err, /^✔ 1 input moved/);
        assert.equal(update('--commit-message').out, '', 'nothing to commit');
        inputs.move('musnix', '2026-06-10');
        const { moves } = JSON.parse(update('--json').out) as { moves: { input: string; new: { date: string; from: string } }[] };
        assert.deepEqual(
          [moves.length, moves[0]?.input, moves[0]?.new.date, moves[0]?.new.from],
          [1, 'musnix', '2026-06-10', inputs.url('musnix')],
        );
      });

      it('drops inputs that the flake has no more', () => {
        update();
        const smaller = projectOf({ inputs: { nixpkgs: { url: inputs.url('nixpkgs') } }, packages: '{ }', lock: lockText(project) });
        assert.match(
          computer.cdk(['synth', '--locked'], smaller).err,
          /flake\.lock is for another set of inputs, and with --locked that is an error: it has «musnix», which the flake does not use\. «cdk update» puts it right\./,
        );
        assert.match(computer.cdk(['update', 'nixpkgs'], smaller).out, /\n {2}musnix {2}\S{8} \(2026-05-01\) {2}→ {2}gone\n$/);
        assert.equal(computer.cdk(['synth', '--locked', '-q'], smaller).code, 0);
      });

      it('updates a folder that was synthesised elsewhere, there', () => {
        computer.cdk(['synth'], project);
        const { code, out } = computer.cdk(['update', '-a', 'cdk.out'], project);
        assert.deepEqual([code, existsSync(join(project, 'flake.lock'))], [0, false]);
        assert.match(out, /moved in cdk\.out\/flake\.lock/);
      });

      it('leaves the lock as it was when an input cannot be fetched', () => {
        update();
        const before = lockText(project);
        inputs.takeAway();
        const { code, err } = update();
        assert.equal(code, 1);
        assert.match(err, /^Nix could not update the inputs: .*inputs\/(musnix|nixpkgs).*\nflake\.lock is as it was\.\n$/);
        assert.equal(lockText(project), before);
        assert.deepEqual(readdirSync(project).sort(), ['bin', 'cdk.json', 'cdk.out', 'flake.lock']);
      });
    });

  const network = (answer: string): string => {
    const folder = folderWith({
      nix: `#!/bin/sh\n[ "$1" = --version ] && echo 'nix (Nix) 2.26.3' && exit\necho '${answer}' >&2\nexit 1\n`,
    });
    chmodSync(join(folder, 'nix'), 0o755);
    return `${folder}:${process.env['PATH']}`;
  };

  it('says when there is no network, and no such thing at an address', () => {
    const project = projectWriting(manifest([stack('a')]));
    const offline = 'error: unable to download https://api.github.com/repos/a/b: Could not resolve hostname (6)';
    assert.match(
      cdk(['update'], { cwd: project, env: { PATH: network(offline) } }).err,
      /^Nix could not update the inputs: the network does not answer, or there is none\. It said: unable to download https:.*\nflake\.lock is as it was\.\n$/,
    );
    const gone = 'error: unable to download https://api.github.com/repos/a/b: HTTP error 404';
    assert.match(cdk(['update'], { cwd: project, env: { PATH: network(gone) } }).err, /there is nothing at an input's address\. It said/);
  });

  it('can be interrupted, and leaves nothing behind', async () => {
    const project = projectWriting(manifest([stack('a')]));
    const programs = folderWith({ nix: `#!/bin/sh\n[ "$1" = --version ] && echo 'nix (Nix) 2.26.3' && exit\nexec sleep 60\n` });
    chmodSync(join(programs, 'nix'), 0o755);
    const scratch = temporaryFolder();
    const env = { ...cleanEnvironment(), PATH: `${programs}:${process.env['PATH']}`, TMPDIR: scratch };
    const child = spawn(process.execPath, [BIN, 'update'], { cwd: project, env, stdio: 'ignore' });
    const end = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (!readdirSync(scratch).some((name) => name.startsWith('studio-cdk-update-'))) await sleep(10);
    await sleep(200); // Nix is started right after
    child.kill('SIGINT');
    assert.equal(await end, 130);
    assert.deepEqual(
      readdirSync(scratch).filter((name) => name.startsWith('studio-cdk-')),
      [],
    );
    assert.equal(existsSync(join(project, 'flake.lock')), false);
  });

  it('needs Nix, and one with flakes', () => {
    const project = projectWriting(manifest([stack('a')]));
    assert.match(cdk(['update'], { cwd: project, env: { PATH: '/nonexistent' } }).err, /^Nix was not found, and «cdk update» needs it\./);
    const folder = folderWith({ nix: '#!/bin/sh\necho "nix (Nix) 2.3.16"\n' });
    chmodSync(join(folder, 'nix'), 0o755);
    const env = { PATH: `${folder}:${process.env['PATH']}` };
    assert.equal(cdk(['update'], { cwd: project, env }).err, 'Nix 2.3.16 knows no flakes: they came with 2.4. Update Nix.\n');
  });

  it('knows the inputs of the flake', () => {
    const project = projectWriting(manifest([stack('a')]));
    assert.equal(cdk(['update', 'nixpkg'], { cwd: project }).err, 'The flake has no input called «nixpkg». Did you mean «nixpkgs»?\n');
    assert.equal(cdk(['update', 'band'], { cwd: project }).err, 'The flake has no input called «band». There is: nixpkgs.\n');
    assert.match(cdk(['update', '--json', '--commit-message'], { cwd: project }).err, /choose one of the two/);
  });
});

describe('cdk synth --locked', () => {
  it('wants a lock, of these inputs, and writes the flake all the same', () => {
    const project = projectWriting(manifest([stack('a')]));
    const synth = (): ReturnType<typeof cdk> => cdk(['synth', '--locked', '-q'], { cwd: project });
    const file = join(project, 'flake.lock');
    assert.deepEqual(synth(), {
      code: 1,
      out: '',
      err: `${file} is missing, so nothing pins the inputs, and with --locked that is an error. «cdk update» makes one; commit it with the studio. The flake was written all the same.\n`,
    });
    const lock = (ref: string): string =>
      JSON.stringify({
        nodes: { root: { inputs: { nixpkgs: 'n' } }, n: { original: { type: 'github', owner: 'NixOS', repo: 'nixpkgs', ref } } },
        root: 'root',
        version: 7,
      });
    writeFileSync(file, lock('nixos-25.11'));
    assert.equal(
      synth().err,
      `${file} is for another set of inputs, and with --locked that is an error: «nixpkgs» is github:NixOS/nixpkgs/nixos-25.11 there, and github:NixOS/nixpkgs/nixos-26.05 in the flake. «cdk update» puts it right. The flake was written all the same.\n`,
    );
    writeFileSync(file, lock('nixos-26.05'));
    assert.deepEqual(synth(), { code: 0, out: '', err: '' });
    writeFileSync(file, '<<<<<<< HEAD');
    assert.match(synth().err, /flake\.lock is damaged: .*«git checkout flake\.lock»/);
    rmSync(file);
    assert.equal(cdk(['synth', '-q'], { cwd: project }).code, 0, 'without --locked none is needed');
  });

  it('asks for no lock where nothing is to be pinned', () =>
    assert.equal(cdk(['synth', '--locked', '-q'], { cwd: projectWriting({ ...manifest([stack('a')]), inputs: {} }) }).code, 0));
});
