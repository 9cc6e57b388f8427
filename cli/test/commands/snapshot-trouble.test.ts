import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { nixBase32 } from '../../src/snapshot/base32';
import type { Snapshot } from '../../src/snapshot/manifest';
import { BIN, cdk, cleanEnvironment, folderWith, temporaryFolder } from '../support/cli';
import { Computer, Inputs, findNix, needsNix } from '../support/nix';
import { largeStudio, lockedStudio } from '../support/snapshot-studio';

const UNSHARE = process.getuid?.() === 0 ? ['unshare', '--mount'] : ['unshare', '--map-root-user', '--mount'];

describe('a snapshot in trouble', function () {
  this.timeout(120_000);
  before(needsNix);

  describe('that was damaged', () => {
    let whole: string;
    let folder: string;
    before(() => {
      const computer = new Computer(findNix()[0]!);
      whole = join(temporaryFolder(), 'whole');
      const { code, err } = computer.cdk(['snapshot', 'studio', '--to', whole], lockedStudio(computer, new Inputs()));
      assert.equal(code, 0, err);
    });
    beforeEach(() => {
      folder = join(temporaryFolder(), 'kept');
      cpSync(whole, folder, { recursive: true });
    });

    const within = (...parts: readonly string[]): string => join(folder, ...parts);
    const edit = (path: string, change: (text: string) => string): void =>
      writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
    const manifestOf = (): Snapshot => JSON.parse(readFileSync(within('snapshot.json'), 'utf8')) as Snapshot;
    /** The card of ardour, and the archive it names. */
    const card = (): string => {
      const { path } = manifestOf().paths.find((entry) => entry.path.endsWith('-ardour-9.7'))!;
      return within('cache', `${/([0-9a-z]{32})-/.exec(path)![1]}.narinfo`);
    };
    const archive = (): string => within('cache', /^URL: (.*)$/m.exec(readFileSync(card(), 'utf8'))![1]!);

    /** What `verify` finds, without the sign, and that it counts right. */
    function problems(): readonly string[] {
      const { code, out, err } = cdk(['snapshot', 'verify', folder], { cwd: dirname(folder) });
      assert.deepEqual([code, out], [1, ''], err);
      const found = [...err.matchAll(/^✘ (.*)$/gm)].map(([, text]) =>
        text!.replaceAll(/[0-9a-z]{32,}(?=[-.])/g, '…').replace(/bytes of \d+/, 'bytes of N'),
      );
      const count = `${found.length} ${found.length === 1 ? 'problem' : 'problems'}`;
      assert.match(err, new RegExp(`\nkept is damaged: ${count}\\. Copy it again from where you have it whole\\.\n$`));
      return found;
    }
    /** What is said of a folder that is not even looked into. */
    function refusal(verb: string): string {
      const { code, out, err } = cdk(['snapshot', verb, folder]);
      assert.deepEqual([code, out], [1, '']);
      return err.replaceAll(folder, 'kept');
    }

    const cases: readonly (readonly [what: string, damage: () => void, found: readonly string[]])[] = [
      [
        'an archive that was changed',
        () => edit(archive(), (text) => `${text.slice(0, 40)}x${text.slice(41)}`),
        ['cache/nar/….nar was changed: it cannot be unpacked («ardour-9.7»)'],
      ],
      ['an archive that was cut off', () => truncateSync(archive(), 100), ['cache/nar/….nar is cut off: 100 bytes of N («ardour-9.7»)']],
      ['an archive that grew', () => edit(archive(), (text) => `${text}x`), ['cache/nar/….nar was changed: it is too long («ardour-9.7»)']],
      ['an archive that is gone', () => rmSync(archive()), ['cache/nar/….nar is missing («ardour-9.7»)']],
      ['a card that is gone', () => rmSync(card()), ['cache/….narinfo is missing («ardour-9.7»)']],
      ['a card that is empty', () => truncateSync(card()), ['cache/….narinfo is damaged («ardour-9.7»)']],
      [
        'a card without a signature',
        () => edit(card(), (text) => text.replace(/^Sig: .*\n/m, '')),
        ['cache/….narinfo is not signed with studio-snapshot («ardour-9.7»)'],
      ],
      [
        'a card that asks for more',
        () => edit(card(), (text) => text.replace(/^References: .*$/m, `References: ${'0'.repeat(32)}-extra`)),
        ['cache/….narinfo is not signed with studio-snapshot («ardour-9.7»)', '«ardour-9.7» needs …-extra, which is not in the snapshot'],
      ],
      ['a cache without its own card', () => rmSync(within('cache', 'nix-cache-info')), ['cache/nix-cache-info is missing']],
      [
        'a cache of another store',
        () => writeFileSync(within('cache', 'nix-cache-info'), 'StoreDir: /gnu/store\n'),
        ['cache/nix-cache-info is for another store'],
      ],
      ['a changed file of the flake', () => edit(within('flake', 'flake.nix'), (text) => `${text}\n`), ['flake/flake.nix was changed']],
      ['a flake without its lock', () => rmSync(within('flake', 'flake.lock')), ['flake/flake.lock is missing']],
      ['a flake with more files', () => writeFileSync(within('flake', 'more.nix'), '1'), ['flake/more.nix was added']],
      [
        'no flake, and an archive that is gone: both',
        () => [within('flake'), archive()].forEach((path) => rmSync(path, { recursive: true })),
        ['the folder flake is missing', 'cache/nar/….nar is missing («ardour-9.7»)'],
      ],
      [
        'a closure that lacks what was built',
        () => edit(within('snapshot.json'), (text) => text.replace(/"outputs": \[\n\s*"[^"]*\//, (found) => `${found}${'0'.repeat(32)}-x`)),
        [],
      ],
    ];
    for (const [what, damage, expected] of cases)
      it(`shows: ${what}`, () => {
        damage();
        const found = problems();
        if (expected.length > 0) assert.deepEqual(found, expected);
        else assert.match(found.join('\n'), /^\/.* is not in the closure$/);
      });

    it('shows an archive that fits its card, but not what was signed', () => {
      const forged = gzipSync('another program');
      const hash = nixBase32(createHash('sha256').update(forged).digest());
      writeFileSync(archive(), forged);
      edit(card(), (text) =>
        text.replace(/^FileHash: .*$/m, `FileHash: sha256:${hash}`).replace(/^FileSize: .*$/m, `FileSize: ${forged.length}`),
      );
      assert.deepEqual(problems(), ['cache/nar/….nar was changed («ardour-9.7»)']);
    });

    it('shows that it was signed by somebody else', () => {
      edit(within('snapshot.json'), (text) => text.replace(/(studio-snapshot:)[^"]*/, `$1${Buffer.alloc(32, 7).toString('base64')}`));
      assert.equal(problems().length, 4, 'every path');
    });

    it('does not list more than anybody reads', () => {
      for (let index = 0; index < 30; index++) writeFileSync(within('flake', `more-${index}.nix`), '');
      const { err } = cdk(['snapshot', 'verify', folder]);
      assert.match(err, /\n {2}and 10 more\n.* 30 problems\./);
    });

    it('tells the whole story as JSON, too', () => {
      rmSync(archive());
      const { code, out } = cdk(['snapshot', 'verify', '--json', folder]);
      const { whole: isWhole, problems: found } = JSON.parse(out) as { whole: boolean; problems: readonly string[] };
      assert.deepEqual([code, isWhole, found.length], [1, false, 1]);
    });

    /** What is said when Nix answers this to the copying. */
    const answered = (...lines: readonly string[]): string => {
      const store = dirname(manifestOf().outputs[0]!);
      const said = lines.map((line) => `echo "${line}" >&2`).join('\n');
      const nix = `#!/bin/sh\ncase "$1" in\n--version) echo 'nix (Nix) 2.26.3' ;;\neval) printf %s '${store}' ;;\n*) ${said}\nexit 1 ;;\nesac\n`;
      const programs = folderWith({ nix });
      chmodSync(join(programs, 'nix'), 0o755);
      const { code, err } = cdk(['snapshot', 'open', folder], { env: { PATH: `${programs}:${process.env['PATH']}` } });
      assert.equal(code, 1);
      return err.replace('Opening studio …\n', '');
    };

    it('says what to do where only trusted users may name a key', () =>
      assert.match(
        answered(
          "warning: ignoring the client-specified setting 'trusted-public-keys', because it is a restricted setting and you are not a trusted user",
          "error: cannot add path '/nix/store/x' because it lacks a signature by a trusted key",
        ),
        /^Nix does not take the snapshot's signatures: .* add the line «extra-trusted-public-keys = studio-snapshot:\S{44}» to \/etc\/nix\/nix\.conf, /,
      ));

    it('says whose disk is full when it is opened', () =>
      assert.match(
        answered("error: writing to file '/nix/store/x': No space left on device"),
        /^Nix could not copy it into the store: the disk is full\. .*\nThe snapshot itself is as it was\.\n$/,
      ));

    for (const verb of ['verify', 'open']) {
      it(`is not taken for one by «${verb}» when it is none`, () => {
        const say = (path: string): string => cdk(['snapshot', verb, path]).err;
        assert.equal(say(join(folder, 'nowhere')), `There is no folder ${join(folder, 'nowhere')}.\n`);
        assert.equal(say(within('snapshot.json')), `There is no folder ${within('snapshot.json')}.\n`);
        const other = folderWith({ 'notes.txt': '' });
        assert.equal(say(other), `${other} is no snapshot: it has no snapshot.json. Name the folder that «cdk snapshot NAME» wrote.\n`);
      });

      it(`is refused by «${verb}» without a manifest, or with half of one`, () => {
        const text = readFileSync(within('snapshot.json'), 'utf8');
        rmSync(within('snapshot.json'));
        assert.match(refusal(verb), /^kept is a snapshot that was not finished, or lost its snapshot\.json\. Run the «cdk snapshot»/);
        const write = (contents: string): string => (writeFileSync(within('snapshot.json'), contents), refusal(verb));
        assert.equal(
          write(text.slice(0, 500)),
          'kept/snapshot.json is damaged: it ends in the middle. Copy the snapshot again from where you have it whole.\n',
        );
        assert.match(write('{ no }'), /damaged: it is not JSON\./);
        assert.match(write('[]'), /damaged: it is not a JSON object\./);
        assert.match(write('{}'), /damaged: «schema» is missing\./);
        assert.match(write('{"schema": 1}'), /damaged: «nix» is not a text\./);
        assert.match(write('{"schema": 9}'), /has schema 9, this version of the command line reads schema 1: update it/);
        assert.match(write(text.replace(/studio-snapshot:[^"]*/, 'mine')), /kept names a key, and «mine» is no public key\./);
      });
    }
  });

  const PARTS = 25;

  describe('that was interrupted', () => {
    const [nix] = findNix();
    let computer: Computer;
    let project: string;
    let folder: string;
    before(() => {
      computer = new Computer(nix!);
      project = largeStudio(PARTS);
      assert.equal(computer.cdk(['synth', '-q'], project).code, 0);
      computer.run(['build', '--no-link', `path:${project}/cdk.out#packages.x86_64-linux.studio`]);
    });
    beforeEach(() => (folder = join(temporaryFolder(), 'kept')));

    const partial = (): string => join(dirname(folder), '.kept.partial');
    /** But for the flake itself, which only Nix wants there. */
    const kept = (names: readonly string[]): readonly string[] => names.filter((name) => existsSync(join(folder, 'cache', name)));
    const cards = (): readonly string[] => {
      const cache = join(partial(), 'cache');
      return existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.narinfo')) : [];
    };

    /** Begins, and ends the whole group of processes as a terminal would, as soon as some paths are there and others are not. */
    async function interrupt(signal: NodeJS.Signals): Promise<{ code: number | null; err: string }> {
      const child = spawn(process.execPath, [BIN, 'snapshot', 'studio', '--to', folder], {
        cwd: project,
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...cleanEnvironment(), ...computer.env },
      });
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      const end = new Promise<number | null>((resolve) => child.on('close', resolve));
      while (cards().length < 5 && child.exitCode === null) await sleep(5);
      process.kill(-child.pid!, signal);
      return { code: await end, err };
    }

    for (const signal of ['SIGINT', 'SIGKILL'] as const)
      it(`by ${signal}, goes on from there`, async () => {
        const { code, err } = await interrupt(signal);
        assert.equal(existsSync(folder), false, 'nothing half-written in its place');
        if (signal === 'SIGINT') {
          assert.equal(code, 130);
          assert.match(err, /\nWhat is copied so far is kept in .*\/\.kept\.partial: the same command goes on from there\.\n$/);
        }
        const there = cards();
        assert.ok(there.length >= 5 && there.length < PARTS, `${there.length} of ${PARTS}`);
        const inode = (root: string, name: string): number => statSync(join(root, 'cache', name)).ino;
        const before = new Map(there.map((name) => [name, inode(partial(), name)]));

        const { code: second, err: said } = computer.cdk(['snapshot', 'studio', '--to', folder], project);
        assert.equal(second, 0, said);
        assert.ok(kept(there).length >= there.length - 1);
        for (const name of kept(there)) assert.equal(inode(folder, name), before.get(name), 'what was there is not copied again');
        assert.deepEqual(readdirSync(dirname(folder)), ['kept']);
        assert.equal(cdk(['snapshot', 'verify', folder]).code, 0);
      });

    it('does not get into the way of another that is at it', () => {
      mkdirSync(partial(), { recursive: true });
      writeFileSync(join(partial(), 'pid'), String(process.pid));
      const { code, err } = computer.cdk(['snapshot', 'studio', '--to', folder], project);
      assert.equal(code, 1);
      assert.match(
        err,
        new RegExp(`^Another «cdk snapshot» writes to .*/\\.kept\\.partial at the moment: process ${process.pid}\\. Wait for it,`),
      );
    });

    it('goes on after a power cut, which leaves archives half and rubbish', async () => {
      await interrupt('SIGKILL');
      const archives = join(partial(), 'cache', 'nar');
      truncateSync(join(archives, readdirSync(archives)[0]!), 10);
      writeFileSync(join(partial(), 'cache', cards()[1]!), '');
      writeFileSync(join(archives, 'x.nar.tmp.1.2'), 'half');
      mkdirSync(join(partial(), 'cache', 'log'), { recursive: true });
      assert.equal(computer.cdk(['snapshot', 'studio', '--to', folder], project).code, 0);
      assert.equal(cdk(['snapshot', 'verify', folder]).code, 0);
      assert.equal(readdirSync(join(folder, 'cache', 'nar')).length, PARTS + 1);
      assert.deepEqual(
        readdirSync(join(folder, 'cache'))
          .filter((name) => !name.endsWith('.narinfo'))
          .sort(),
        ['nar', 'nix-cache-info'],
      );
    });
  });

  describe('on a small disk', () => {
    before(function () {
      const { status } = spawnSync(UNSHARE[0]!, [...UNSHARE.slice(1), 'mount', '-t', 'tmpfs', 'none', '/mnt']);
      if (status === 0) return;
      console.log('      left out, because this user may not mount anything');
      this.skip();
    });

    for (const nix of findNix())
      it(`says that it is full, and goes on when there is room, with ${nix.name}`, () => {
        const computer = new Computer(nix);
        const project = largeStudio(8);
        computer.cdk(['synth', '-q'], project);
        computer.run(['build', '--no-link', `path:${project}/cdk.out#packages.x86_64-linux.studio`]);
        const disk = temporaryFolder();
        const script = `
          mount -t tmpfs -o size=3m none "$1"
          cdk() { "$2" "$3" snapshot studio --to "$1/kept"; }
          "$2" "$3" snapshot studio --to "$1" || echo "exit code $?"
          cdk "$@" || echo "exit code $?"
          ls -A "$1"
          mount -o remount,size=60m "$1"
          cdk "$@" > /dev/null
          ls -A "$1"
          "$2" "$3" snapshot verify "$1/kept"`;
        const { stdout, stderr } = spawnSync(
          UNSHARE[0]!,
          [...UNSHARE.slice(1), 'sh', '-e', '-c', script, 'sh', disk, process.execPath, BIN],
          {
            cwd: project,
            encoding: 'utf8',
            env: { ...cleanEnvironment(), ...computer.env },
          },
        );
        assert.match(
          stdout,
          /^exit code 1\nexit code 1\n\.kept\.partial\nkept\n✔ .*kept is whole: studio, 9 paths, 8\.0 MB in a store\n$/,
          stderr,
        );
        assert.match(
          stderr,
          /^(\/.*) is a whole disk, and a snapshot is a folder on one\. Name that, as in --to \1\/studio\.\n[^]*\nThe disk that .*\/kept is on is full\. What is copied so far is kept in .*\/\.kept\.partial\. Free some space \(a look with «df -h» tells how much there is\) and run the same command again: it goes on from there\.\n/,
        );
      });
  });
});
