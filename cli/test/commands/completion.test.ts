import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/registry';
import { BIN, cdk, cleanEnvironment, folderWith, temporaryFolder } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

describe('cdk completion', () => {
  it('knows three shells', () => {
    for (const shell of ['bash', 'zsh', 'fish']) assert.match(cdk(['completion', shell]).out, /__complete/);
    assert.match(cdk(['completion', 'bsh']).err, /^There are no completions for «bsh»\. Did you mean «bash»/);
  });

  for (const [shell, args] of Object.entries({ bash: ['-n'], zsh: ['-n'], fish: ['--no-execute'] })) {
    it(`prints a script that ${shell} can read`, function () {
      if (spawnSync(shell, ['--version']).error) this.skip();
      const script = join(folderWith({ script: cdk(['completion', shell]).out }), 'script');
      const { status, stderr } = spawnSync(shell, [...args, script], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });
  }
});

const TOWER = stack('studio-tower', { target: { host: 'tower.local', user: 'root' }, tags: ['tower', 'stage'] });

describe('completions in bash', () => {
  let folder: string;
  let programs: string;
  let completions: string;
  before(() => {
    folder = projectWriting(manifest([stack('studio-laptop'), TOWER, stack('stage-box')]));
    assert.equal(cdk(['synth', '-q'], { cwd: folder }).code, 0);
    programs = temporaryFolder();
    symlinkSync(BIN, join(programs, 'cdk'));
    completions = cdk(['completion', 'bash']).out;
  });

  /** What bash offers for a line that ends at the cursor. */
  function offered(...words: readonly string[]): readonly string[] {
    const script = `${completions}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _studio_cdk "$1"; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...cleanEnvironment(), PATH: `${programs}:${process.env['PATH']}` };
    const out = execFileSync('bash', ['-c', script, 'bash', 'cdk', ...words], { cwd: folder, env, encoding: 'utf8' });
    return out.split('\n').filter((line) => line !== '');
  }

  it('offer commands, and no hidden one', () => {
    assert.deepEqual(
      offered(''),
      COMMANDS.filter(({ hidden }) => !hidden).map(({ name }) => name),
    );
    assert.ok(!offered('').includes('__complete'));
    assert.deepEqual(offered('sy'), ['synth']);
  });

  it('offer the stacks of the last synthesis, each once', () => {
    assert.deepEqual(offered('synth', 'stu'), ['studio-laptop', 'studio-tower']);
    assert.deepEqual(offered('ls', 'studio-tower', 'studio-laptop', ''), ['stage-box']);
    assert.deepEqual(offered('synth', '--print', 'sta'), ['stage-box']);
  });

  it('offer for a deployment the machines, their tags, and what the options take', () => {
    assert.deepEqual(offered('deploy', ''), ['studio-tower']);
    assert.deepEqual(offered('deploy', '--tag', ''), ['stage', 'tower']);
    assert.deepEqual(offered('deploy', '--goal', 'b'), ['build', 'boot']);
    assert.deepEqual(offered('deploy', '--build-on', ''), ['target', 'here', 'root@tower.local']);
    assert.deepEqual(offered('deploy', '--transport', 'o'), ['openssh']);
    assert.deepEqual(offered('deploy', '--tolerate-unit', 'rt'), ['rtirq.service', 'rtkit-daemon.service']);
  });

  it('offer a machine to every command that reaches one, and nothing behind it where it takes one', () => {
    for (const command of ['diff', 'status', 'generations', 'rollback', 'logs', 'exec', 'unlock', 'import-hardware', 'bootstrap-access']) {
      assert.deepEqual(offered(command, 'studio-'), ['studio-tower'], command);
      assert.deepEqual(offered(command, 'studio-tower', ''), [], command);
    }
    assert.deepEqual(offered('status', '--tag', 's'), ['stage']);
    assert.deepEqual(offered('bootstrap-access', '--format', ''), ['nixos', 'sudoers', 'script']);
  });

  it('leave the words of a program to bash', () => {
    assert.deepEqual(offered('exec', 'studio-tower', '--', 's'), []);
    assert.deepEqual(offered('exec', '--', '--'), []);
  });

  it('offer the inputs of the flake, and what a snapshot can be made of', () => {
    assert.deepEqual(offered('update', ''), ['nixpkgs']);
    assert.deepEqual(offered('snapshot', 's'), ['studio-laptop', 'studio-tower', 'stage-box']);
    assert.deepEqual(offered('snapshot', 'v'), ['verify']);
  });

  it('offer options of the command and of all', () => {
    assert.deepEqual(offered('synth', '--j'), ['--json']);
    assert.deepEqual(offered('synth', '--de'), ['--debug']);
    assert.deepEqual(offered('-'), ['--app', '--output', '--context', '--debug', '--ci', '--no-color', '--help']);
  });

  it('leave the names of files to bash', () => {
    assert.deepEqual(offered('synth', '-o', ''), []);
  });
});
