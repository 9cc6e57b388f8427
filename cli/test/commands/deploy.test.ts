import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, cdk, type Ran } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

/** Nobody answers at a name below `.invalid` (RFC 6761), so nothing here leaves this computer. */
const at = (name: string): { target: { host: string; user: string } } => ({ target: { host: `${name}.invalid`, user: 'root' } });
const DATA = manifest(
  [
    stack('studio-laptop', { ...at('studio-laptop'), tags: ['canary'] }),
    stack('stage-box', { ...at('stage-box'), dependencies: ['studio-laptop'] }),
    stack('foh', at('foh')),
    stack('anywhere', { kind: 'portable' }),
  ],
  [
    { level: 'warning', path: 'foh', text: 'It has no sound card.' },
    { level: 'info', path: 'foh', text: 'A note.' },
  ],
);

describe('cdk deploy', () => {
  let folder: string;
  const deploy = (...args: readonly string[]): Ran => cdk(['deploy', ...args], { cwd: folder });
  before(() => {
    folder = projectWriting(DATA);
  });

  it('prints with --dry-run what it would do, and asks no machine', () => {
    const { code, out, err } = deploy('--dry-run', 'foh', 'studio-laptop');
    assert.equal(code, 0);
    assert.match(out, /^studio-laptop \(root@studio-laptop\.invalid\): switch to the new system\n {2}1\. look before anything is changed/);
    assert.match(out, /\n\nfoh \(root@foh\.invalid\)/);
    assert.equal(err, 'warning foh\n  It has no sound card.\n');
  });

  it('leaves out a check with a reason only, and only one that there is', () => {
    const { code, out } = deploy('--dry-run', 'foh', '--skip-gate', 'units', '--because', 'the mixer is away');
    assert.equal(code, 0);
    assert.match(out, /check that ssh answers on a new connection\n.*leave out the check «units», because: the mixer is away\n/);
    assert.match(deploy('foh', '--skip-gate', 'units').err, /^--skip-gate takes a reason: --because/);
    assert.match(deploy('foh', '--skip-gate', 'unit', '--because', 'x').err, /^There is no gate «unit»\. Did you mean «units»\?/);
    assert.match(deploy('foh', '--skip-gate', 'ssh', '--because', 'x').err, /^The gate «ssh» cannot be skipped/);
  });

  it('says what it would do when somebody plays', () => {
    const plan = (...args: readonly string[]): string => deploy('--dry-run', ...args).out;
    assert.match(plan('foh'), /look whether somebody records or plays, .*: if so, do not begin\n/);
    assert.match(plan('--when-idle', 'foh'), /: if so, wait until that is over\n/);
    assert.match(plan('foh', '--when-idle', '30'), /: if so, wait until that is over, for at most 30 min\n/);
    assert.doesNotMatch(plan('foh', '--interrupt'), /records or plays/);
  });

  it('prints the plans as data with --json', () => {
    const plans = JSON.parse(deploy('--dry-run', '--json', '--all', '--goal', 'build').out) as { stack: string; goal: string }[];
    assert.deepEqual(
      plans.map(({ stack: name, goal }) => [name, goal]),
      [
        ['studio-laptop', 'build'],
        ['stage-box', 'build'],
        ['foh', 'build'],
      ],
    );
  });

  it('says in one sentence that it could not reach a machine, and ends with 1', () => {
    const { code, out, err } = deploy('foh', '--quiet');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /\n✘ foh was not changed\. There is no machine by the name «foh\.invalid»/);
  });

  it('tells of each machine, and of those whose dependency failed', () => {
    const { code, err } = deploy('--all');
    assert.equal(code, 1);
    assert.match(err, /^studio-laptop {2}not changed {2}\S+ {2}There is no machine by the name/m);
    assert.match(err, /^stage-box {6}not begun {4}\S+ {2}it depends on studio-laptop, which did not come through$/m);
    assert.match(err, /^foh {12}not changed/m);
    assert.match(err, /\n✘ 0 of 3 machines are fine: 2 not changed \(.*\), 1 not begun \(.*\)\.\n$/);
  });

  it('ends as the machines do also where nobody reads on, or the disk below a file is full', () => {
    const run = (line: string): number | null => spawnSync('bash', ['-c', `set -o pipefail; ${line}`, 'bash', BIN], { cwd: folder }).status;
    assert.equal(run('node "$1" deploy foh 2>&1 | true'), 1);
    if (existsSync('/dev/full')) assert.equal(run('node "$1" deploy foh 2>/dev/full'), 1);
  });

  it('wants commands that are about one machine to be given one', () => {
    for (const command of ['diff', 'rollback', 'generations', 'unlock', 'bootstrap-access'])
      assert.match(
        cdk([command, 'foh', 'stage-box'], { cwd: folder }).err,
        /^This is about one machine, and stage-box and foh are 2\. Name one of them\.$/m,
      );
  });

  it('says so of a configuration of ssh that is not there', () => {
    assert.equal(deploy('foh', '--ssh-config', 'nope').err.split('\n').at(-2), '--ssh-config «nope»: it is not there.');
  });

  it('goes stage by stage', () => {
    const { err } = deploy('--all', '--stage', 'canary');
    assert.match(err, /^foh {12}not begun {4}\S+ {2}studio-laptop, of a stage before, did not come through$/m);
    assert.match(deploy('--all', '--stage', 'canari').err, /^No machine has the tag «canari»\. Did you mean «canary»\?\n$/m);
  });

  it('writes an object a line with --json, and nothing else to standard output', () => {
    const { code, out } = deploy('foh', '--json');
    assert.equal(code, 1);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; fine?: boolean });
    assert.equal(lines[0]!.type, 'phase');
    assert.deepEqual([lines.at(-1)!.type, lines.at(-1)!.fine], ['end', false]);
  });

  it('refuses before anything is done what cannot be meant', () => {
    const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [[], /^There are 3 machines: studio-laptop, stage-box and foh\. Say which/m],
      [['anywhere'], /^«anywhere» is an environment for any Linux/m],
      [['foh', '--goal', 'swich'], /^--goal «swich» is not known\. Did you mean «switch»\?/m],
      [['foh', '--transport', 'telnet'], /^--transport «telnet» is not known\. There are: ssh2, openssh\./m],
      [['foh', '--concurrency', '0'], /^--concurrency «0» is not a number of machines from 1 to 1000\./m],
      [['foh', '--confirm-timeout', '1'], /^--confirm-timeout «1» is not a number of seconds from 5 to 86400/m],
      [['foh', '--goal', 'test', '--reboot'], /^--reboot goes with the goals «switch» and «boot»/m],
      [['foh', '--json', '--quiet'], /^--json and --quiet do not go together/m],
      [['foh', '--locked'], /flake\.lock is missing, so nothing pins the inputs/m],
    ];
    for (const [args, message] of cases) {
      const { code, err } = deploy(...args);
      assert.match(err, message);
      assert.equal(code, 1);
    }
  });

  it('leaves nothing behind in the project but the flake', () => {
    assert.deepEqual(readdirSync(join(folder)).sort(), ['bin', 'cdk.json', 'cdk.out']);
  });
});
