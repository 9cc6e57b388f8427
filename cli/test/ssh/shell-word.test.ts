import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { shellCommand, shellWord } from '../../src/ssh/shell-word';

const find = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** As sshd starts a command: the login shell, `-c`, and one word. */
const SHELLS: readonly (readonly string[])[] = [
  ['sh'],
  ['bash'],
  ['dash'],
  ['busybox', 'sh'],
  ['zsh'],
  ['fish'],
  ['csh'],
  ['tcsh'],
  ['ksh'],
  ['mksh'],
];

function given([program, ...before]: readonly string[], argv: readonly string[]): readonly string[] {
  const print = [process.execPath, '-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--', ...argv];
  const { stdout, stderr } = spawnSync(find(program!)!, [...before, '-c', shellCommand(print)], { encoding: 'utf8', timeout: 10_000 });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as string[];
}

const NASTY = [...`'"\\\`$!#&*?[]{}()<>|;~^%=@:, \t\n\r-/.ab0\u0001\u001b\u007fäé€😀`];
const word = fc.oneof(fc.string({ unit: fc.constantFrom(...NASTY), maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 8 }));
const words = fc.array(
  word.filter((text) => !text.includes('\0')),
  { minLength: 1, maxLength: 40 },
);

for (const shell of SHELLS)
  describe(`a command line for ${shell.join(' ')}`, () => {
    before(function () {
      if (find(shell[0]!) !== undefined) return;
      console.log(`      skipped: there is no ${shell[0]} here`);
      this.skip();
    });

    it('gives every program exactly its words', () => {
      const property = (argv: readonly string[]): void => assert.deepEqual(given(shell, argv), argv);
      property([
        '',
        '-n',
        '~',
        '~root',
        '=ls',
        '%self',
        '{a,b}',
        '\\',
        '\\\\',
        "'",
        '!',
        '!!',
        '!$',
        'a!b',
        '$(id)',
        '`id`',
        '\n',
        'a\n',
        '\n\n',
        '\\n',
        '%s',
        '*',
        'valueOf',
        '__proto__',
      ]);
      fc.assert(fc.property(words, property), { numRuns: 25 });
    }).timeout(60_000);

    it('names a program, also one that is called like a keyword or a variable', () => {
      const folder = mkdtempSync(join(tmpdir(), 'cdk-words-'));
      // In fish, keywords are programs of its own, whatever stands around them; a busybox for rescue takes its own `time` before any other.
      const keywords = { fish: [], busybox: ['if', 'end'] }[shell[0]!] ?? ['if', 'time', 'end'];
      const names = [...keywords, 'a=b', '=c', "it's", '!'];
      for (const name of names) writeFileSync(join(folder, name), '#!/bin/sh\necho ran\n', { mode: 0o700 });
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
      for (const name of names) {
        const [program, ...before] = shell;
        const { stdout, stderr } = spawnSync(find(program!)!, [...before, '-c', shellCommand([name])], { encoding: 'utf8', env });
        assert.equal(stdout, 'ran\n', `${name}: ${stderr}`);
      }
      rmSync(folder, { recursive: true });
    });
  });

describe('a word', () => {
  it('that is plain stays as it is, but for the first', () => {
    const words = ['nix-env', '-p', '/nix/var/nix/profiles/system', '--set', 'key=value'];
    assert.equal(shellCommand(words), "'nix-env' -p /nix/var/nix/profiles/system --set key=value");
  });

  it('that no program can be given is refused', () => {
    assert.throws(() => shellWord('a\0b'), /cannot be given to a program: it has a NUL character in it/);
    assert.throws(() => shellWord('a\ud800'), /half a character/);
  });
});
