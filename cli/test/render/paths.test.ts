import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { displayPath, shellWord } from '../../src/render/paths';

describe('paths', () => {
  it('are shown as somebody there would type them', () => {
    assert.equal(displayPath('/home/ana/studio', '/home/ana/studio/cdk.out'), 'cdk.out');
    assert.equal(displayPath('/home/ana/studio', '/home/ana/studio'), '.');
    assert.equal(displayPath('/home/ana/studio', '/home/ana/other'), '/home/ana/other');
  });
});

describe('words of a shell', () => {
  it('are left bare where that is safe', () => {
    assert.equal(shellWord('path:cdk.out#nixosConfigurations.studio-laptop'), 'path:cdk.out#nixosConfigurations.studio-laptop');
    assert.equal(shellWord('path:cdk.out#a."b.c"'), `'path:cdk.out#a."b.c"'`);
  });

  it('mean themselves to a real shell', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[\0\n]/.test(text) && Buffer.from(text).toString() === text);
    const words = fc.sample(word, 100).concat(["it's", '$(id)', '`id`', '-n', '#x', '~', '*']);
    const out = execFileSync('bash', ['-c', `printf '%s\\n' ${words.map(shellWord).join(' ')}`], { encoding: 'utf8' });
    assert.deepEqual(out.split('\n').slice(0, -1), words);
  });
});
