import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, cdk, folderWith, type Ran } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';
import type { Message } from '../../../src/assembly';

const KERNEL: Message = {
  level: 'warning',
  path: 'studio-laptop/Kernel',
  source: 'bin/studio.ts:9',
  text: 'It compiles a kernel.\nThat takes hours.',
};
const NOTE: Message = { level: 'info', path: 'stage-box', text: 'Unknown package «foo».' };
const APP_WIDE: Message = { level: 'warning', path: '', text: 'No lock file.' };
const STAGE = stack('stage-box', {
  dependencies: ['studio-laptop'],
  files: ['packages/ardour.nix', 'machines/stage-box/configuration.nix'],
});
const DATA = manifest([stack('studio-laptop'), STAGE], [KERNEL, NOTE, APP_WIDE]);

describe('cdk synth', () => {
  let folder: string;
  let plain: Ran;
  const synth = (...args: readonly string[]): Ran => cdk(['synth', ...args], { cwd: folder });
  before(() => {
    folder = projectWriting(DATA);
    plain = synth();
  });

  it('says where things are, and what to do next', () => {
    const { code, out } = plain;
    assert.equal(code, 0);
    assert.equal(
      out,
      `✔ 2 machines in cdk.out

  studio-laptop  cdk.out/machines/studio-laptop/configuration.nix
  stage-box      cdk.out/machines/stage-box/configuration.nix

Next: nix build path:cdk.out#nixosConfigurations.studio-laptop.config.system.build.toplevel
`,
    );
  });

  it('passes on what the constructs have to say', () => {
    assert.equal(
      plain.err,
      `warning studio-laptop/Kernel (bin/studio.ts:9)
  It compiles a kernel.
  That takes hours.
note stage-box
  Unknown package «foo».
warning the app
  No lock file.
`,
    );
  });

  it('reports on the stacks that are named, and on the app itself', () => {
    const { out, err } = synth('stage-*');
    assert.match(out, /^✔ 1 machine in cdk\.out\n\n {2}stage-box /);
    assert.equal(err, 'note stage-box\n  Unknown package «foo».\nwarning the app\n  No lock file.\n');
  });

  it('is quiet but for warnings with --quiet', () => {
    const { code, out, err } = synth('-q');
    assert.deepEqual([code, out], [0, '']);
    assert.match(err, /^warning studio-laptop/);
    assert.doesNotMatch(err, /^note/m);
  });

  it('takes warnings for errors with --strict', () => {
    const { code, err } = synth('--strict');
    assert.equal(code, 1);
    assert.match(err, /\n2 warnings, and with --strict that is an error\. The flake was written all the same\.\n$/);
    assert.equal(cdk(['synth', '--strict'], { cwd: projectWriting(manifest([stack('a')], [{ ...NOTE, path: 'a' }])) }).code, 0);
  });

  it('describes the result with --json', () => {
    const { out, err } = synth('--json', 'stage-box');
    assert.equal(err, '');
    assert.deepEqual(JSON.parse(out), {
      output: join(folder, 'cdk.out'),
      generator: DATA.generator,
      program: DATA.program,
      stacks: [STAGE],
      inputs: DATA.inputs,
      messages: [NOTE, APP_WIDE],
    });
  });

  it('prints the Nix of a machine, its configuration first', () => {
    assert.equal(
      synth('--print', 'stage-box').out,
      '# machines/stage-box/configuration.nix\n{ networking.hostName = "stage-box"; }\n\n# packages/ardour.nix\n{ networking.hostName = "stage-box"; }\n',
    );
  });

  it('refuses what makes no sense', () => {
    assert.equal(synth('--print', 'stage-box', '--json').err, '--print shows Nix and --json shows JSON: choose one of the two.\n');
    assert.match(synth('--print', 'stage-bix').err, /No stack is called «stage-bix»\. Did you mean «stage-box»\?\n$/);
    assert.match(synth('studio').err, /No stack is called «studio»\. Did you mean «studio-laptop»\?\n$/);
  });

  it('takes a synthesised folder without running anything', () => {
    const done = folderWith({ 'done/manifest.json': JSON.stringify(DATA) });
    assert.deepEqual(cdk(['synth', '-a', 'done'], { cwd: done }), { ...plain, out: plain.out.replaceAll('cdk.out', 'done') });
    assert.match(cdk(['synth', '-a', join(done, 'done')], { cwd: folder }).out, new RegExp(`path:${done}/done#nixos`));
  });

  it('says the same words about many machines once', () => {
    const seats = Array.from({ length: 40 }, (_, at) => stack(`seat-${at}`));
    const messages = seats.map(({ path }): Message => ({ ...KERNEL, path: `${path}/Kernel`, text: 'Slow.' }));
    const { err } = cdk(['synth', '-q'], { cwd: projectWriting(manifest(seats, messages)) });
    assert.equal(err, 'warning seat-0/Kernel and 39 others (bin/studio.ts:9)\n  Slow.\n');
  });

  it('knows an app without a stack, and one with portable environments', () => {
    assert.equal(
      cdk(['synth'], { cwd: projectWriting(manifest([])) }).out,
      '✔ No machine yet: the app has no stack. The flake is in cdk.out\n',
    );
    const portable = stack('anywhere', { kind: 'portable', attribute: 'packages.x86_64-linux.anywhere', files: ['portable/anywhere.nix'] });
    const { out } = cdk(['synth'], { cwd: projectWriting(manifest([portable])) });
    assert.match(
      out,
      /1 portable environment in cdk\.out\n\n {2}anywhere {2}cdk\.out\/portable\/anywhere\.nix\n\nNext: nix build path:cdk\.out#packages\.x86_64-linux\.anywhere\n$/,
    );
  });

  it('works with TypeScript and the real writer, which leaves what has not changed', () => {
    const program = `
      import { AssemblyWriter } from '${join(REPOSITORY, 'src', 'assembly')}';
      const data = ${JSON.stringify(manifest([stack('studio-laptop')]))} as const;
      const writer = new AssemblyWriter(process.env.STUDIO_CDK_OUTPUT!);
      writer.add('machines/studio-laptop/configuration.nix', '{ }\\n');
      writer.commit(data);`;
    const project = folderWith({ 'cdk.json': '{ "app": "node -r tsx/cjs bin/studio.ts" }', 'bin/studio.ts': program });
    symlinkSync(join(REPOSITORY, 'node_modules'), join(project, 'node_modules'));
    const first = cdk(['synth'], { cwd: project });
    assert.match(first.out, /^✔ 1 machine in cdk\.out/);
    assert.deepEqual(cdk(['synth'], { cwd: project }), first);
  });
});
