import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { temporaryFolder } from '../support/temp';
import { archiveOf, GUARD, linesOf } from './support/guarded';
import { SHELLS, shellName, which } from './support/launcher';

const WHOLE = readFileSync(GUARD, 'utf8');
const SYSTEM = `nixos-system-one-26.05`;
const HASH = 'abcdfghijklmnpqrsvwxyz0123456789';

/** What people and programs that mean harm would write. Each would leave a file called `canary` if it became code. */
const HOSTILE = [
  '$(touch canary)',
  '`touch canary`',
  ';touch canary',
  'x\ntouch canary\n',
  "'; touch canary; '",
  '"; touch canary; "',
  '| touch canary',
  '&& touch canary',
  '*',
  '../../etc/passwd',
  '/etc/passwd',
  '-rf',
  '--help',
  '\u001b]0;title\u0007',
  '\u0000'.slice(1),
  'ä ö ü',
  'a=b',
  '%s%n',
  '\\n',
  '${PATH}',
  '~root',
  'x'.repeat(3000),
];

describe('The guard, as a script', () => {
  it('is clean for shellcheck', function () {
    const shellcheck = which('shellcheck');
    if (shellcheck === undefined) this.skip();
    assert.equal(spawnSync(shellcheck, ['--shell=sh', '--severity=style', GUARD], { encoding: 'utf8' }).stdout, '');
  });

  it('does nothing when it arrived by halves', () => {
    for (const end of [WHOLE.lastIndexOf('\nmain "$@"'), Math.floor(WHOLE.length / 2)]) {
      const { stdout } = spawnSync('/bin/sh', ['-s', '--', 'inspect'], { input: WHOLE.slice(0, end), encoding: 'utf8' });
      assert.equal(stdout, '');
    }
  });

  it('reads nothing of the environment but what the system puts there', () => {
    const uses = [...WHOLE.matchAll(/\$\{?([A-Z][A-Z_]*)/g)].map(([, name]) => name!);
    const sets = new Set([...WHOLE.matchAll(/(?:^|\s)([A-Z][A-Z_]*)=/gm)].map(([, name]) => name!));
    assert.deepEqual([...new Set(uses.filter((name) => !sets.has(name)))], []);
  });
});

for (const shell of SHELLS) {
  describe(`The guard under ${shellName(shell)}`, () => {
    const folder = temporaryFolder();
    let script: string;

    /** A machine in a folder: enough of one to look at. */
    beforeEach(() => {
      script = folder('guard-0123456789abcdef');
      writeFileSync(script, WHOLE.replace(/^PREFIX=.*$/m, `PREFIX='${folder('root')}'`));
      const system = folder('root/nix/store', `${HASH}-${SYSTEM}`);
      mkdirSync(join(system, 'bin'), { recursive: true });
      writeFileSync(join(system, 'bin', 'switch-to-configuration'), '#!/bin/sh\nexit 0\n');
      chmodSync(join(system, 'bin', 'switch-to-configuration'), 0o755);
      writeFileSync(join(system, 'nixos-version'), '26.05.1\u001b[31m evil\nsecond');
      for (const path of ['run', 'proc/sys/kernel/random', 'proc/self', 'boot', 'nix/var/nix/profiles', 'etc']) {
        mkdirSync(folder('root', path), { recursive: true });
      }
      symlinkSync(system, folder('root/run/current-system'));
      symlinkSync(system, folder('root/run/booted-system'));
      symlinkSync(system, folder('root/nix/var/nix/profiles/system-7-link'));
      symlinkSync('system-7-link', folder('root/nix/var/nix/profiles/system'));
      writeFileSync(folder('root/proc/sys/kernel/random/boot_id'), 'boot-1\n');
      writeFileSync(folder('root/proc/sys/kernel/hostname'), 'one\n');
      writeFileSync(folder('root/proc/sys/kernel/osrelease'), '6.18.1\n');
      writeFileSync(folder('root/proc/meminfo'), 'MemTotal: 2000 kB\nMemAvailable: 1000 kB\n');
      writeFileSync(folder('root/proc/self/mounts'), '');
      writeFileSync(folder('root/etc/os-release'), 'NAME=NixOS\nID="nixos"\n');
    });

    const run = (args: readonly string[], input: string | Buffer = ''): SpawnSyncReturns<string> =>
      spawnSync(shell[0]!, [...shell.slice(1), script, ...args], { encoding: 'utf8', input, cwd: folder(), timeout: 10_000 });
    const noCanary = () => assert.deepEqual(readdirSync(folder()).sort(), ['guard-0123456789abcdef', 'root']);
    /** The functions of the script with another end: `code` is run instead of `main`. */
    const inside = (code: string, args: readonly string[]): string => {
      const text = readFileSync(script, 'utf8').replace(/\nmain "\$@"\n$/, `\n${code}\n`);
      const { stdout, stderr } = spawnSync(shell[0]!, [...shell.slice(1), '-c', text, 'guard', ...args], {
        encoding: 'utf8',
        cwd: folder(),
      });
      assert.equal(stderr, '');
      return stdout;
    };

    it('tells what the machine is, each fact once and in one line', () => {
      const { status, stdout, stderr } = run(['inspect']);
      assert.deepEqual([status, stderr], [0, '']);
      const lines = stdout.trimEnd().split('\n');
      for (const line of lines) assert.match(line, /^[a-z_]+=[^\p{Cc}]*$/u);
      assert.equal(new Set(lines.map((line) => line.split('=')[0])).size, lines.length);
      const facts = linesOf(stdout);
      assert.deepEqual(
        [
          facts.protocol,
          facts.guard,
          facts.hostname,
          facts.os_id,
          facts.generation,
          facts.generations,
          facts.boot_id,
          facts.mem_available_kb,
        ],
        ['1', '0123456789abcdef', 'one', 'nixos', '7', '1', 'boot-1', '1000'],
      );
      assert.equal(facts.nixos_version, '26.05.1[31m evil');
      assert.deepEqual([facts.system, facts.pending_reboot, facts.systemd, facts.bootloader], [facts.booted, 'no', 'absent', 'none']);
    });

    it('lists generations with words that have no spaces', () => {
      const { stdout } = run(['generations']);
      assert.match(stdout, /^number=7 date=\S+Z system=\S+ version=\S+ kernel=\S* current=yes booted=yes deployed=\n$/);
    });

    it('keeps what it writes for root alone', () => {
      run(['inspect']);
      const { stdout } = spawnSync('find', [folder('root/var/lib/studio-cdk'), folder('root/run/studio-cdk'), '-perm', '/077'], {
        encoding: 'utf8',
      });
      assert.equal(stdout, '');
    });

    it('takes no ID but one of its own form, whatever verb it is for', () => {
      const verbs = ['receive', 'start', 'run', 'trial', 'undo', 'follow', 'confirm', 'cancel', 'result', 'lockfile', 'logs'];
      for (const verb of verbs) {
        for (const word of HOSTILE.filter((hostile) => hostile !== '')) {
          const { status, stdout } = run([verb, word]);
          assert.deepEqual([status, stdout], [2, ''], `${verb} ${word}`);
        }
      }
      noCanary();
      assert.deepEqual(readdirSync(folder('root/var/lib/studio-cdk/incoming')), []);
    }).timeout(40_000);

    it('knows an ID when it sees one', () => {
      const code = 'for word; do if is_id "$word"; then echo yes; else echo no; fi; done';
      fc.assert(
        fc.property(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-z-]{6,66}$/)), { minLength: 40, maxLength: 40 }), (words) => {
          const clean = words.map((word) => word.replaceAll('\0', ''));
          const expected = clean.map((word) => (/^[0-9a-z][0-9a-z-]{7,63}$/.test(word) ? 'yes' : 'no'));
          assert.deepEqual(inside(code, clean).trimEnd().split('\n'), expected);
        }),
        { numRuns: 10 },
      );
      noCanary();
    });

    it('knows a name when it sees one, and takes no other', () => {
      const code = 'for word; do if is_name "$word"; then echo yes; else echo no; fi; done';
      const words = ['tour', 't', 'tour_2026', 'a'.repeat(32), 'a'.repeat(33), '', '2026', '_tour', 'Tour', 'tour-1', 'tour 1', ...HOSTILE];
      const said = inside(code, words).trimEnd().split('\n');
      assert.deepEqual(
        words.filter((_, index) => said[index] === 'yes'),
        ['tour', 't', 'tour_2026', 'a'.repeat(32)],
      );
      for (const word of ['tour-1', ...HOSTILE])
        for (const verb of ['pin', 'unpin']) {
          const { status, stdout } = run([verb, word]);
          assert.deepEqual([status, stdout], [2, ''], `${verb} ${word}`);
        }
      for (const word of HOSTILE.slice(0, 8))
        for (const args of [
          ['pin', 'tour', `generation=${word}`],
          ['pin', 'tour', word],
          ['freeze', `until=${word}`],
          ['freeze', 'for=60', word],
        ])
          assert.equal(run(args).status, 2, args.join(' '));
      assert.deepEqual(readdirSync(folder('root/var/lib/studio-cdk')).sort(), ['generations', 'incoming', 'results']);
      noCanary();
    });

    it('finds a generation in the menu of grub by its number and its system', () => {
      const entry = (number: number, system: string): string =>
        `menuentry "NixOS - Configuration ${number} (2026-05-22 - 26.05)" --class nixos {\n  linux /k init=/nix/store/${system}/init loglevel=4\n}\n`;
      const profile = (title: string, ...entries: readonly string[]): string =>
        `submenu "NixOS - ${title}" --class submenu {\n${entries.join('')}}\n`;
      mkdirSync(folder('root/boot/grub'), { recursive: true });
      writeFileSync(
        folder('root/boot/grub/grub.cfg'),
        `menuentry "NixOS" {\n  linux /k init=/nix/store/b/init x\n}\n${profile('All configurations', entry(12, 'b'), entry(11, 'a'))}${profile("Profile 'tour'", entry(1, 'c'))}`,
      );
      const find = (number: number, system: string): string =>
        inside('find_menu_entry "$1" "$2" >/dev/null; printf %s "$value"', [`${number}`, `/nix/store/${system}`]);
      assert.equal(find(11, 'a'), 'NixOS - All configurations>NixOS - Configuration 11 (2026-05-22 - 26.05)');
      assert.equal(find(1, 'c'), "NixOS - Profile 'tour'>NixOS - Configuration 1 (2026-05-22 - 26.05)");
      for (const [number, system] of [
        [1, 'a'],
        [11, 'b'],
        [2, 'b'],
      ] as const)
        assert.equal(find(number, system), '');
    });

    it('freezes until a time to come, which is not too far away', () => {
      for (const time of ['until=0', 'until=1779400000', 'for=0', 'for=99999999', `until=${'9'.repeat(15)}`, '']) {
        const { status } = run(['freeze', ...(time === '' ? [] : [time])]);
        assert.equal(status, 2, time);
      }
      assert.equal(linesOf(run(['inspect']).stdout).frozen_until, '');
      assert.equal(run(['freeze', 'for=60', 'because=$(touch canary)', 'by=`touch canary`']).status, 0);
      const facts = linesOf(run(['inspect']).stdout);
      assert.deepEqual([facts.frozen_because, facts.frozen_by], ['$(touch canary)', '`touch canary`']);
      assert.equal(Number(facts.frozen_until) - Number(facts.frozen_at), 60);
      noCanary();
    });

    it('counts far enough for the seconds of a year and the processes of a large machine', () => {
      const code = 'for word; do if is_number "$word"; then echo yes; else echo no; fi; done';
      assert.equal(
        inside(code, ['0', '31536000', '4194304', '00', '07', '', '-1', '1e9', '9'.repeat(16)]),
        'yes\nyes\nyes\nno\nno\nno\nno\nno\nno\n',
      );
    });

    it('refuses every option that it does not know, or whose value could be anything else than what it says', () => {
      const keys = ['goal', 'attribute', 'system', 'generation', 'confirm', 'activate', 'expect', 'reboot', 'adopt', 'watch'];
      const words = [...keys.flatMap((key) => HOSTILE.map((value) => `${key}=${value}`)), ...HOSTILE, 'phase=commit', 'goal', 'PATH=/tmp'];
      const said = inside('default_options; for word; do if take_option "$word"; then echo yes; else echo no; fi; done', words);
      const taken = words.filter((_, index) => said.split('\n')[index] === 'yes');
      assert.deepEqual(taken, []);
      noCanary();
    });

    it('keeps what it is told as it is, and nothing of it becomes code', () => {
      const line = fc
        .oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }))
        .map((text) => text.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 40));
      fc.assert(
        fc.property(line, line, (by, stack) => {
          const code = `need_id test-0001; mkdir -p "$work" "$here"; default_options; take_option "by=$1" && take_option "stack=$2" && save_request || exit 9
            r_by=lost r_stack=lost; load_request || exit 8; printf '%s\\n%s\\n' "$r_by" "$r_stack"`;
          assert.equal(inside(code, [by, stack]), `${by}\n${stack}\n`);
        }),
        { numRuns: 40 },
      );
      noCanary();
    });

    it('takes what it finds in its own files for data', () => {
      run(['inspect']);
      const poison = HOSTILE.map((text, index) => `${['id', 'phase', 'former_generation', 'system', 'reason'][index % 5]}=${text}`).join(
        '\n',
      );
      for (const file of ['armed', 'deployed', 'last']) writeFileSync(folder('root/var/lib/studio-cdk', file), `${poison}\n`);
      writeFileSync(folder('root/run/studio-cdk/owner'), `${poison}\n`);
      mkdirSync(folder('root/var/lib/studio-cdk/pins/tour'), { recursive: true });
      for (const file of ['frozen', 'naming', 'pins/tour/pin'])
        writeFileSync(folder('root/var/lib/studio-cdk', file), HOSTILE.map((text) => `${poison}\nname=${text}\nuntil=${text}\n`).join(''));
      const verbs = [
        ['inspect'],
        ['result', 'some-thing-else'],
        ['unlock'],
        ['boot'],
        ['undo', 'some-thing-else'],
        ['generations'],
        ['pins'],
        ['thaw'],
      ];
      for (const args of verbs) run(args);
      noCanary();
    });

    describe('receives an assembly', () => {
      const id = 'test-0001';
      const incoming = (): string[] => readdirSync(folder('root/var/lib/studio-cdk/incoming'));
      const tar = (script_: string): Buffer =>
        spawnSync('sh', ['-c', `mkdir -p a && cd a && rm -rf ..?* .[!.]* * 2>/dev/null; ${script_}`], { cwd: folder() }).stdout;
      const refused = (archive: Buffer, why: RegExp) => {
        const { status, stdout, stderr } = run(['receive', id], archive);
        assert.deepEqual([status, stdout], [1, '']);
        assert.match(stderr, why);
        assert.deepEqual(incoming(), []);
      };

      it('whole', () => {
        const { status, stdout } = run(['receive', id], archiveOf({ 'flake.nix': '{ }', 'deep/er/x.nix': '1', '.complete': '' }));
        assert.deepEqual([status, stdout], [0, `received=${id}\n`]);
        assert.equal(readFileSync(folder('root/var/lib/studio-cdk/incoming', id, 'assembly/deep/er/x.nix'), 'utf8'), '1');
        assert.equal(existsSync(folder('root/var/lib/studio-cdk/incoming', id, 'assembly/.complete')), false);
        assert.equal(run(['receive', id], archiveOf({ '.complete': '' })).status, 2);
      });

      it('or not at all, wherever the connection breaks', () => {
        const archive = archiveOf({ 'flake.nix': 'x'.repeat(20_000), '.complete': '' });
        for (const length of [0, 1, 10, archive.length >> 1, archive.length - 9, archive.length - 1]) {
          refused(archive.subarray(0, length), /did not arrive whole/);
        }
        refused(archiveOf({ 'flake.nix': '{ }' }), /last member is missing/);
        refused(archiveOf({ '.complete': '', 'flake.nix': '{ }' }), /last member is missing/);
      });

      it('that stays in its folder', () => {
        refused(tar('ln -s /etc link && touch .complete && tar -czf - link .complete'), /neither a file nor a folder/);
        refused(tar('ln -s .. up && touch .complete && tar -czf - up .complete'), /neither a file nor a folder/);
        refused(tar('mkfifo pipe && touch .complete && tar -czf - pipe .complete'), /neither a file nor a folder/);
        refused(tar('touch x .complete && tar -czPf - --transform=s,^x,../x, x .complete'), /leads out of it/);
        refused(tar('touch x .complete && tar -czPf - --transform=s,^x,/tmp/x, x .complete'), /leads out of it/);
      });
    });

    it('frames what it streams, so that no line can be taken for another', () => {
      const here = folder('root/run/studio-cdk/test-0001');
      mkdirSync(here, { recursive: true });
      mkdirSync(folder('root/var/lib/studio-cdk/results'), { recursive: true });
      writeFileSync(join(here, 'phases'), 'build\nfinished\n');
      writeFileSync(join(here, 'result'), 'outcome=built\nreason=\u001bx\n');
      writeFileSync(join(here, 'log'), `one\n=outcome=switched\n${'y'.repeat(9000)}\n|three\nstudio-cdk: end of test-0001\nnot this\n`);
      const { status, stdout } = run(['follow', 'test-0001', '1']);
      assert.equal(status, 0);
      const lines = stdout.trimEnd().split('\n');
      assert.deepEqual(
        lines.filter((line) => line.startsWith('|')),
        ['|one', '|=outcome=switched', `|${'y'.repeat(2000)}`, '||three'],
      );
      assert.deepEqual(
        lines.filter((line) => line.startsWith('=')),
        ['=phase build', '=phase finished', '=outcome=built', '=reason=x'],
      );
      const rest = run(['follow', 'test-0001', '3'])
        .stdout.split('\n')
        .filter((line) => line.startsWith('|'));
      assert.deepEqual(rest, [`|${'y'.repeat(2000)}`, '||three']);
    });
  });
}
