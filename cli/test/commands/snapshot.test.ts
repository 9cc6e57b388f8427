import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSnapshot, type Snapshot } from '../../src/snapshot/manifest';
import { App, Daw, MusicProject } from '../../../src';
import { readManifest } from '../../../src/assembly';
import { REPOSITORY, cdk, folderWith, temporaryFolder, type Ran } from '../support/cli';
import { Computer, Inputs, findNix, needsNix, type NixInstallation } from '../support/nix';
import { lockOf, lockedStudio } from '../support/snapshot-studio';
import { manifest, projectWriting, stack } from '../support/studio';

/** With a space, which Nix cannot have in an address. */
const PLACE = 'the snapshot';

interface Made {
  readonly computer: Computer;
  readonly inputs: Inputs;
  readonly project: string;
  readonly ran: Ran;
  readonly folder: string;
  readonly manifest: Snapshot;
}

function make(nix: NixInstallation): Made {
  const computer = new Computer(nix);
  const inputs = new Inputs();
  const project = lockedStudio(computer, inputs);
  const folder = join(temporaryFolder(), PLACE);
  const ran = computer.cdk(['snapshot', 'studio', '--to', folder], project);
  assert.equal(ran.code, 0, ran.err);
  return { computer, inputs, project, ran, folder, manifest: readSnapshot(folder) };
}

describe('cdk snapshot', function () {
  this.timeout(120_000);
  before(needsNix);

  for (const nix of findNix())
    describe(`with ${nix.name}`, () => {
      let made: Made;
      before(() => (made = make(nix)));

      it('keeps the flake, its inputs and what was built in a folder, with a manifest', () => {
        const { folder, ran, manifest: found } = made;
        assert.match(
          ran.out,
          /^✔ studio is kept in .*\/the snapshot: 4 paths, \d+ kB in a store, [\d.]+ kB here\n {2}signed with studio-snapshot:\S{44}\n/,
        );
        assert.match(ran.out, /\nNext: cdk snapshot verify '.*\/the snapshot'\n {6}cdk snapshot open '.*\/the snapshot' -- ardour9\n$/);
        assert.match(ran.err, /^Building studio …\nCopying the inputs …\nCopying 4 paths \(\d+ kB\) …\n {2}1 of 2\n$/);
        assert.deepEqual(readdirSync(folder).sort(), ['cache', 'flake', 'snapshot.json']);
        assert.deepEqual(
          readdirSync(join(folder, 'cache'))
            .filter((name) => !name.endsWith('.narinfo'))
            .sort(),
          ['nar', 'nix-cache-info'],
        );
        assert.deepEqual(
          [found.name, found.nix, found.programs, Object.keys(found.inputs)],
          ['studio', nix.version, ['ardour9'], ['musnix', 'nixpkgs']],
        );
        assert.deepEqual(Object.keys(found.flake), ['flake.lock', 'flake.nix', 'manifest.json']);
        assert.deepEqual(found.paths.map(({ path }) => path.replace(/.*\/[0-9a-z]{32}-/, '')).sort(), [
          'ardour-9.7',
          'ardour9',
          'source',
          'source',
        ]);
      });

      it('keeps the secret key out of it, and to the user', () => {
        const { computer, folder } = made;
        const keys = join(String(computer.env['XDG_CONFIG_HOME']), 'studio-cdk', 'keys');
        const [name, ...others] = readdirSync(keys);
        assert.deepEqual(others, []);
        assert.equal(statSync(join(keys, name!)).mode & 0o777, 0o600);
        assert.equal(statSync(keys).mode & 0o777, 0o700);
        const secret = readFileSync(join(keys, name!), 'utf8').split(':')[1]!.slice(0, 40);
        for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
          if (statSync(join(folder, file)).isFile()) assert.ok(!readFileSync(join(folder, file), 'latin1').includes(secret), file);
      });

      it('is found whole, also without Nix', () => {
        const { folder, computer } = made;
        const expected = /^✔ .*the snapshot is whole: studio, 4 paths, \d+ kB in a store\n$/;
        assert.match(computer.cdk(['snapshot', 'verify', folder], folder).out.replace('✔ . ', '✔ the snapshot '), expected);
        assert.match(cdk(['snapshot', 'verify', folder], { env: { PATH: '/nonexistent' } }).out, expected);
      });

      it('leaves alone what is there already', () => {
        const { computer, project, folder } = made;
        const before = readFileSync(join(folder, 'snapshot.json'), 'utf8');
        const { code, err } = computer.cdk(['snapshot', 'studio', '--to', folder], project);
        assert.deepEqual(
          [code, err],
          [
            1,
            `${folder} holds a snapshot of «studio» already, which is left alone. Choose another folder with --to, or move that one away.\n`,
          ],
        );
        assert.equal(readFileSync(join(folder, 'snapshot.json'), 'utf8'), before);
        const busy = folderWith({ 'thesis.tex': 'years of work' });
        assert.match(
          computer.cdk(['snapshot', 'studio', '--to', busy], project).err,
          /is not empty and no snapshot, so it is left alone\./,
        );
        assert.match(
          computer.cdk(['snapshot', 'studio', '--to', join(busy, 'thesis.tex')], project).err,
          /is a file, and a snapshot is a folder\./,
        );
        assert.deepEqual(readdirSync(busy), ['thesis.tex']);
      });

      it('gives the same twice, but for the key', () => {
        const { computer, project, manifest: first } = made;
        const { code, err } = computer.cdk(['snapshot', 'studio'], project);
        assert.equal(code, 0, err);
        const second = JSON.parse(readFileSync(join(project, 'snapshots', 'studio', 'snapshot.json'), 'utf8')) as Snapshot;
        assert.deepEqual({ ...second, publicKey: '' }, { ...first, publicKey: '' });
        assert.notEqual(second.publicKey, first.publicKey);
      });

      it('signs with a key that it is given', () => {
        const { computer, project } = made;
        const folder = join(temporaryFolder(), 'kept');
        const keys = temporaryFolder();
        const [secret, open] = [join(keys, 'secret'), join(keys, 'public')];
        const generate = folderWith({ run: `nix-store --generate-binary-cache-key band-1 '${secret}' '${open}'` });
        assert.equal(computer.sh(join(generate, 'run')), 0);
        assert.equal(computer.cdk(['snapshot', 'studio', '--to', folder, '--key', secret], project).code, 0);
        const key = readFileSync(open, 'utf8').trim();
        assert.equal(cdk(['snapshot', 'verify', folder, '--public-key', key]).code, 0);
        assert.match(
          cdk(['snapshot', 'verify', made.folder, '--public-key', key]).err,
          /is signed with studio-snapshot:\S+, and not with band-1:\S+\. Whoever gave it/,
        );
        const refuse = (file: string): string => computer.cdk(['snapshot', 'studio', '--to', `${folder}2`, '--key', file], project).err;
        assert.match(refuse(open), /can be read by others, and whoever has it can sign in your name\. Run «chmod 600/);
        chmodSync(open, 0o600);
        assert.match(refuse(open), /is no secret key of a binary cache\. «nix-store --generate-binary-cache-key/);
        assert.match(refuse(join(keys, 'none')), /^The key .* cannot be read: ENOENT/);
      });

      it('refuses a lock of other inputs', () => {
        const { computer, project } = made;
        const other = join(temporaryFolder(), 'project');
        cpSync(project, other, { recursive: true });
        const file = join(other, 'flake.lock');
        writeFileSync(file, readFileSync(file, 'utf8').replace('nixos-26.05', 'nixos-25.11'));
        const { code, err } = computer.cdk(['snapshot', 'studio', '--to', join(other, 'kept')], other);
        assert.equal(code, 1);
        assert.match(
          err,
          /flake\.lock is for another set of inputs: «nixpkgs» is github:NixOS\/nixpkgs\/nixos-25\.11 there, .*\. Run «cdk update» first, and try the studio with it\.\n$/,
        );
        assert.equal(existsSync(join(other, 'kept')), false);
      });

      it('shows the end of the log of what could not be built', () => {
        const flake = `{ outputs = _: { packages.x86_64-linux.studio = derivation {
          name = "whole";
          system = "x86_64-linux";
          preferLocalBuild = true;
          builder = "/bin/sh";
          part = derivation { name = "part"; system = "x86_64-linux"; preferLocalBuild = true; builder = "/bin/sh"; args = [ "-c" "echo one; echo two; exit 3" ]; };
        }; }; }`;
        const entry = stack('studio', { kind: 'portable', attribute: 'packages.x86_64-linux.studio' });
        const data = JSON.stringify({ ...manifest([entry]), inputs: {} });
        const folder = folderWith({ 'done/manifest.json': data, 'done/flake.nix': flake });
        const { err } = new Computer(nix).cdk(['snapshot', 'studio', '-a', 'done', '--to', 'kept'], folder);
        assert.match(
          err,
          /\nNix could not build «studio»: builder for '\S*-part\.drv' failed with exit code 3; last 2 log lines:\n {2}> one\n {2}> two\n {2}For full logs, run.*\nNo snapshot was made\.\n$/,
        );
      });

      it('keeps a machine as the library writes it, with its programs', () => {
        const computer = new Computer(nix);
        const machine = join(temporaryFolder(), 'reference');
        cpSync(join(REPOSITORY, 'test', 'golden', 'reference'), machine, { recursive: true });
        const { inputs, stacks } = readManifest(machine);
        writeFileSync(join(machine, 'flake.lock'), lockOf(computer, new Inputs(), inputs));
        const folder = join(temporaryFolder(), 'kept');
        const kept = computer.cdk(['snapshot', 'studio-laptop', '-a', machine, '--to', folder], machine);
        assert.equal(kept.code, 0, kept.err);
        assert.equal(cdk(['snapshot', 'verify', folder]).code, 0);
        computer.forget();
        const { out, err } = computer.cdk(['snapshot', 'open', folder], machine);
        assert.match(out, /^✔ studio-laptop is in this computer's store: \d+ paths\n\n {2}\/.*-nixos-system-studio-laptop/, err);
        assert.match(out, new RegExp(`\\nSwitch: sudo nixos-rebuild switch --flake path:${folder}/flake#${stacks[0]!.name}\\n$`));
        assert.match(computer.cdk(['snapshot', 'open', folder, '--', 'ardour9'], machine).out, /^ardour9 \(ardour /);
      });

      it('keeps a piece of music as the library writes it', () => {
        const computer = new Computer(nix);
        const studio = join(temporaryFolder(), 'studio');
        const app = new App({ outdir: studio });
        new MusicProject(app, 'night-train', {
          revision: '59b6c96beacc898566c9be1052ae806f3835f87d',
          daws: [Daw.ARDOUR],
          plugins: ['surge-xt'],
        });
        app.synth();
        writeFileSync(join(studio, 'flake.lock'), lockOf(computer, new Inputs(), readManifest(studio).inputs));
        const folder = join(temporaryFolder(), 'kept');
        const kept = computer.cdk(['snapshot', 'night-train', '-a', studio, '--to', folder], studio);
        assert.equal(kept.code, 0, kept.err);
        assert.equal(cdk(['snapshot', 'verify', folder]).code, 0);
        computer.forget();
        const environment = computer.cdk(['snapshot', 'open', folder, '--', 'ardour9', '--print-environment'], studio).out;
        assert.match(environment, /^VST3_PATH=\/\S*\/store\/\S*surge-xt-\S*\/lib\/vst3:/m);
        const flake = join(temporaryFolder(), 'flake');
        cpSync(join(folder, 'flake'), flake, { recursive: true });
        const [output] = readSnapshot(folder).outputs;
        assert.equal(computer.run(['eval', '--raw', `path:${flake}#packages.x86_64-linux.night-train.outPath`]), output);
      });

      describe('opened on another computer, which has nothing of it', () => {
        let folder: string;
        before(() => {
          folder = join(temporaryFolder(), 'from a friend');
          cpSync(made.folder, folder, { recursive: true });
          renameSync(made.folder, `${made.folder}.away`);
          made.inputs.takeAway();
        });
        beforeEach(() => made.computer.forget());
        after(() => {
          made.inputs.bringBack();
          renameSync(`${made.folder}.away`, made.folder);
        });
        const open = (...args: readonly string[]): Ran => made.computer.cdk(['snapshot', 'open', ...args], folder);

        it('runs a program, with its arguments and its exit code', () => {
          const { code, out, err } = open(folder, '--', 'ardour9', '--new', 'two words', "it's");
          assert.deepEqual([code, out], [0, "--new|two words|it's|ardour9 (ardour 9.7)\n"]);
          assert.match(err, /^Opening studio …\n/);
          assert.equal(open('.', '--', 'ardour9', '--fail').code, 7);
        });

        it('says how to go on when no program is named', () => {
          const { code, out } = open('.');
          assert.equal(code, 0);
          assert.match(
            out,
            /^✔ studio is in this computer's store: 4 paths\n\n {2}\/.*-ardour9\n\nRun: {4}cdk snapshot open \. -- ardour9\n$/,
          );
        });

        it('has the flake and its inputs at hand, with no network', () => {
          assert.equal(open('.').code, 0);
          const flake = join(temporaryFolder(), 'flake');
          cpSync(join(folder, 'flake'), flake, { recursive: true });
          const [output] = made.manifest.outputs;
          assert.equal(made.computer.run(['eval', '--raw', `path:${flake}#packages.x86_64-linux.studio.outPath`]), output);
          assert.equal(made.computer.run(['eval', '--raw', `path:${flake}#packages.x86_64-linux.studio.name`]), 'ardour9');
        });

        it('trusts the key for that call alone', () => {
          assert.equal(open('.').code, 0);
          assert.doesNotMatch(made.computer.run(['show-config']), /studio-snapshot/);
        });

        it('asks «did you mean» before it copies anything', () => {
          const { code, err } = open('.', 'ardour');
          assert.deepEqual([code, err], [1, 'The snapshot has no program called «ardour». Did you mean «ardour9»?\n']);
        });

        it('needs Nix, and the same store', () => {
          assert.match(
            cdk(['snapshot', 'open', folder], { env: { PATH: '/nonexistent' } }).err,
            /^Nix was not found, and opening a snapshot needs it\./,
          );
          const { err } = new Computer(nix).cdk(['snapshot', 'open', folder], folder);
          assert.match(
            err,
            /The snapshot is for a store in .*\/store, and Nix keeps its store in .*\/store on this computer\. Paths cannot be moved/,
          );
        });

        it('takes nothing that another key has signed', () => {
          const own = join(temporaryFolder(), 'forged');
          cpSync(folder, own, { recursive: true });
          const file = join(own, 'snapshot.json');
          const text = readFileSync(file, 'utf8');
          writeFileSync(file, text.replace(/(studio-snapshot:)[^"]*/, `$1${Buffer.alloc(32, 7).toString('base64')}`));
          const { code, err } = open(own, 'ardour9');
          assert.equal(code, 1);
          assert.match(err, /\n\/.* is not signed with the snapshot's key, so nothing of it was opened\. «cdk snapshot verify .*\n$/);
        });

        it('takes nothing that was changed', () => {
          const own = join(temporaryFolder(), 'changed');
          cpSync(folder, own, { recursive: true });
          const name = readdirSync(join(own, 'cache', 'nar'))[0]!;
          rmSync(join(own, 'cache', 'nar', name));
          assert.match(
            open(own, 'ardour9').err,
            /\nThe snapshot is damaged: .*\. «cdk snapshot verify .*changed» tells all that is wrong\.\n$/,
          );
          writeFileSync(join(own, 'flake', 'flake.nix'), '{ outputs = _: { }; }');
          assert.match(open(own, 'ardour9').err, /^The snapshot's flake is not what it was: flake\/flake\.nix was changed\. Copy/);
        });
      });
    });

  it('knows the stacks of the app', () => {
    const project = projectWriting(manifest([stack('studio-laptop'), stack('stage-box')]));
    const say = (...args: readonly string[]): string => cdk(['snapshot', ...args], { cwd: project }).err;
    assert.equal(say('stage-bix'), 'No stack is called «stage-bix». Did you mean «stage-box»?\n');
    assert.equal(say(), 'Say what to keep: «cdk snapshot NAME». There are: studio-laptop, stage-box.\n');
    assert.match(say('s*'), /^A snapshot holds one stack: name one\./);
    assert.match(say('stage-box', 'studio-laptop'), /^A snapshot holds one stack: name one\./);
    assert.match(say('stage-box', '--to', 'ftp://x/y'), /^--to takes a folder or an address that begins with s3:\/\/, and «ftp:/);
    assert.equal(say('verify'), 'Say which snapshot: «cdk snapshot verify DIR».\n');
    assert.equal(say('open', '--to', 'x', '.'), '--to belongs to «cdk snapshot NAME».\n');
    assert.match(say('stage-box', '--public-key', 'x'), /^--public-key belongs to «cdk snapshot verify»/);
  });

  it('says what Nix has against the studio, and keeps nothing of it', () => {
    const [nix] = findNix();
    const folder = folderWith({
      'done/manifest.json': JSON.stringify({ ...manifest([stack('a')]), inputs: {} }),
      'done/flake.nix': '{ outputs = _: { }; }',
    });
    const { code, err } = new Computer(nix!).cdk(['snapshot', 'a', '-a', 'done', '--to', 'kept'], folder);
    assert.equal(code, 1);
    assert.match(err, /\nNix could not build «a»: .*does not provide attribute.*\nNo snapshot was made\.\n$/);
    assert.deepEqual(readdirSync(folder), ['done']);
  });
});

describe('cdk snapshot --to s3://…', () => {
  /** No S3 can be had in a test: this Nix writes down how it is called. */
  const recorder = (log: string): string => {
    const store = temporaryFolder();
    const output = join(store, '0'.repeat(32) + '-studio');
    mkdirSync(join(output, 'bin'), { recursive: true });
    writeFileSync(join(output, 'bin', 'ardour9'), '');
    const info = JSON.stringify([{ path: output, narHash: `sha256:${'0'.repeat(52)}`, narSize: 5, references: [] }]);
    const folder = folderWith({
      nix: `#!/bin/sh
echo "$@" >> '${log}'
case "$1 $2" in
  --version*) echo 'nix (Nix) 2.8.0' ;;
  build*) echo '[{"outputs":{"out":"${output}"}}]' ;;
  "flake lock") echo '{"nodes":{"root":{}},"root":"root","version":7}' > "\${3#path:}/flake.lock" ;;
  "flake archive") echo '{"path":"${output}","inputs":{}}' ;;
  path-info*) echo '${info}' ;;
  "eval --raw") dirname '${output}' ;;
esac
`,
      'nix-store': `#!/bin/sh\nprintf '%s:%s' "$2" '${Buffer.alloc(64, 3).toString('base64')}' > "$3"\n`,
    });
    for (const name of ['nix', 'nix-store']) chmodSync(join(folder, name), 0o755);
    return `${folder}:${process.env['PATH']}`;
  };

  it('hands the address to Nix, and keeps flake and manifest here', () => {
    const log = join(temporaryFolder(), 'log');
    const env = { PATH: recorder(log), XDG_CONFIG_HOME: temporaryFolder() };
    const project = projectWriting(manifest([stack('studio')]));
    const to = 's3://band/studio?region=eu-central-1';
    const { code, out, err } = cdk(['snapshot', 'studio', '--to', to], { cwd: project, env });
    assert.equal(code, 0, err);
    assert.match(out, /^✔ studio is kept in snapshots\/studio: 1 path, 5 B in a store\n/);
    const calls = readFileSync(log, 'utf8');
    const target = String.raw`s3://band/studio\?region=eu-central-1&compression=gzip&secret-key=/\S+/key`;
    assert.match(calls, new RegExp(`^flake archive --json --to ${target} path:`, 'm'));
    assert.match(calls, new RegExp(`^copy --to ${target} /`, 'm'));
    assert.doesNotMatch(calls, new RegExp(Buffer.alloc(64, 3).toString('base64').slice(0, 20)));
    const folder = join(project, 'snapshots', 'studio');
    assert.deepEqual(readdirSync(folder).sort(), ['flake', 'snapshot.json']);

    assert.match(
      cdk(['snapshot', 'verify', folder]).out,
      /\n {2}What it consists of is at s3:\/\/band\/studio\?region=eu-central-1, and was not looked at\.\n$/,
    );
    assert.equal(cdk(['snapshot', 'open', folder], { env }).code, 0);
    assert.match(
      readFileSync(log, 'utf8'),
      /^copy --from s3:\/\/band\/studio\?region=eu-central-1 --option require-sigs true --option trusted-public-keys studio-snapshot:\S+ --option substituters {2}\//m,
    );
  });
});
