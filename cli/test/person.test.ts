import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CLI, REPOSITORY } from './support/cli';

/** A program that asks, in a terminal of its own (script(1)); what the terminal showed, and how it ended. */
async function conversation(
  program: string,
  ...typed: readonly (readonly [after: string, keys: string])[]
): Promise<{ shown: string; code: number | null }> {
  const code = `
    const { openPerson } = require(${JSON.stringify(join(CLI, 'src', 'terminal.ts'))});
    const person = openPerson();
    (async () => { ${program} })().catch((error) => { console.log(error.name, error.message, error.exitCode ?? ''); process.exitCode = 3; });`;
  const command = `${process.execPath} -r tsx/cjs -e '${code.replaceAll("'", `'\\''`)}'`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: REPOSITORY,
    env: { ...process.env, SHELL: '/bin/sh', NO_COLOR: '1' },
  });
  let shown = '';
  const left = [...typed];
  let from = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    while (left[0] && shown.indexOf(left[0][0], from) >= 0) {
      from = shown.indexOf(left[0][0], from) + left[0][0].length;
      child.stdin.write(left.shift()![1]);
    }
  });
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { shown: shown.replaceAll('\r', ''), code: exit };
}

describe('somebody at the terminal', () => {
  before(function () {
    if (spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0) return;
    console.log('      skipped: there is no script(1) of util-linux here, which makes a terminal');
    this.skip();
  });

  it('is asked, and answers', async () => {
    const { shown, code } = await conversation(`console.log('got', await person.ask('Go on? '))`, ['Go on? ', 'yes\r']);
    assert.match(shown, /Go on\? .*yes/);
    assert.match(shown, /got yes/);
    assert.equal(code, 0);
  });

  it('types a secret that nobody sees, with mistakes taken back', async () => {
    const { shown, code } = await conversation(`console.log('got', (await person.askSecret('Password: ')) === 'hunter2 ü')`, [
      'Password: ',
      'hunter22\u007f ü\r',
    ]);
    assert.ok(!shown.includes('hunter'), shown);
    assert.match(shown, /got true/);
    assert.equal(code, 0);
  });

  it('is asked one thing after the other, also when two want to know at once', async () => {
    const both = `console.log('got', ...await Promise.all([person.ask('One? '), person.askSecret('Two? ')]))`;
    const { shown } = await conversation(both, ['One? ', 'first\r'], ['Two? ', 'second\r']);
    assert.ok(shown.indexOf('Two?') > shown.indexOf('first'));
    assert.match(shown, /got first second/);
  });

  for (const [name, key] of [
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ] as const)
    it(`leaves with ${name}`, async () => {
      const { shown, code } = await conversation(`await person.askSecret('Password: ')`, ['Password: ', key]);
      assert.match(shown, /Interrupted interrupted 130/);
      assert.equal(code, 3);
    });

  it('leaves with Ctrl-C, and whoever waits for that signal hears of it', async () => {
    const listen = `process.once('SIGINT', () => console.log('heard')); await person.ask('Go on? ').catch(() => {});`;
    assert.match((await conversation(listen, ['Go on? ', '\u0003'])).shown, /heard/);
  });
});

describe('nobody at the terminal', () => {
  it('is asked nothing: refused at once, with the question', () => {
    const script = `
      const { openPerson } = require(${JSON.stringify(join(CLI, 'src', 'terminal.ts'))});
      const person = openPerson();
      person.askSecret('Password of anna: ').catch(({ name, message }) => console.log(person.isThere, name, message));`;
    const { stdout } = spawnSync(process.execPath, ['-r', 'tsx/cjs', '-e', script], {
      cwd: REPOSITORY,
      encoding: 'utf8',
      input: '',
      timeout: 15_000,
    });
    assert.equal(stdout, 'false UserError There is nobody to ask here, for this is no terminal. The question was: Password of anna:\n');
  });
});
