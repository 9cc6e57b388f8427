import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { readManifest, type StackEntry } from '../../../src/assembly';
import { keepLock } from '../../src/deploy/keep-lock';
import { readPayloads } from '../../src/deploy/payload';
import { readDeployOptions } from '../../src/deploy/deploy-options';
import { replaceFile } from '../../src/hardware/file';
import { parsePlace } from '../../src/hardware/place';
import { targetArguments } from '../../src/ssh/config-source';
import type { Destination } from '../../src/ssh/connection';
import { checked } from '../../src/ssh/destination';
import { hopOf } from '../../src/ssh/jump';
import { needsSshd } from '../ssh/support/sshd';
import { cdk, folderWith, temporaryFolder } from '../support/cli';
import { manifest, stack } from '../support/studio';
import { EVIL, HARM } from './support/hostile-machine';

/** Signs that mean something to a shell, to ssh, to Nix, to a file system or to a terminal. */
const SIGNS = [...`-'"\\\`$!#&*?[]{}()<>|;~^%=@:,./ \t\n\r\u001b\u009b\u202eab0ä`];
const word = fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 10 });
const ATTACKS = [
  '-oProxyCommand=touch${IFS}canary',
  '-F/dev/null',
  '$(touch canary)',
  '`touch canary`',
  ';touch canary',
  "'",
  '../../x',
  '',
  EVIL,
];
const hostile = fc.oneof(word, fc.constantFrom(...ATTACKS));

const LOCK = '{ "nodes": { "root": {} }, "root": "root", "version": 7 }';
const FILES = { 'flake.nix': '{ }', 'machines/studio-laptop/configuration.nix': '{ }', 'flake.lock': LOCK };
const TARGET = { host: 'studio.local', user: 'root' };

/** An assembly in a folder, for `-a DIR`; somebody else wrote its manifest. */
const assembly = (more: Partial<Record<keyof StackEntry, unknown>>, whole: object = {}): string =>
  folderWith({
    ...FILES,
    'manifest.json': JSON.stringify({
      ...manifest([stack('studio-laptop', { target: TARGET, ...(more as object) })]),
      inputs: {},
      ...whole,
    }),
  });

const isTaken = (folder: string): boolean => {
  try {
    readManifest(folder);
    return true;
  } catch (error) {
    assert.equal((error as Error).name, 'AssemblyError', (error as Error).stack);
    return false;
  }
};

describe('an assembly from somebody who means harm', function () {
  this.timeout(60_000);

  it('has no name that a shell, Nix or a terminal could take for something else', () => {
    const folder = assembly({});
    const entry = stack('studio-laptop', { target: TARGET });
    for (const key of ['name', 'attribute', 'system', 'tags', 'dependencies'] as const)
      fc.assert(
        fc.property(hostile, (text) => {
          const value = ['tags', 'dependencies'].includes(key) ? [text] : text;
          writeFileSync(
            join(folder, 'manifest.json'),
            JSON.stringify({ ...manifest([{ ...entry, [key]: value } as StackEntry]), inputs: {} }),
          );
          if (isTaken(folder)) assert.match(text, /^\w[\w.-]*$/);
        }),
        { numRuns: 150 },
      );
  });

  it('has no text anywhere that moves a cursor or turns a line', () => {
    const entries: Partial<Record<keyof StackEntry, unknown>>[] = [
      { path: EVIL },
      { source: EVIL },
      { hostName: EVIL },
      { hardware: EVIL },
    ];
    for (const more of entries) assert.equal(isTaken(assembly(more)), false, JSON.stringify(more));
    for (const whole of [{ generator: EVIL }, { program: EVIL }, { inputs: { [EVIL]: { url: 'x' } } }, { inputs: { a: { url: EVIL } } }])
      assert.equal(isTaken(assembly({}, whole)), false, JSON.stringify(whole));
    const text = { level: 'warning', path: 'studio-laptop', text: EVIL };
    for (const call of [
      ['ls'],
      ['ls', '--json'],
      ['synth'],
      ['synth', '--json'],
      ['deploy', '--dry-run'],
      ['deploy', '--dry-run', '--json'],
    ]) {
      const { out, err } = cdk(['-a', assembly({}, { messages: [text] }), ...call]);
      assert.doesNotMatch(out + err, HARM, `${call.join(' ')}: ${JSON.stringify(out + err)}`);
    }
    const { err } = cdk(['-a', assembly({ path: EVIL, name: EVIL }), 'ls']);
    assert.doesNotMatch(err, HARM);
    assert.match(err, /is damaged/);
  });

  it('names no file outside of its folder', () => {
    for (const name of ['../secret', '/etc/shadow', 'a/../../b', './a', 'a//b', '', '..', 'C:\\x', '..\\x', 'a\0b', 7])
      assert.equal(isTaken(assembly({ files: [name] })), false, String(name));
    assert.equal(isTaken(assembly({ files: ['machines/a b/ö$(id)'] })), true);
  });

  it('sends nothing away that a link in it leads to', () => {
    const secret = join(temporaryFolder(), 'id_ed25519');
    writeFileSync(secret, 'SECRET');
    const [file, folder] = [assembly({ files: ['machines/key'] }), assembly({ files: ['keys/id_ed25519'] })];
    symlinkSync(secret, join(file, 'machines', 'key'));
    symlinkSync(join(secret, '..'), join(folder, 'keys'));
    for (const place of [file, folder]) {
      const of = { folder: place, home: place, manifest: readManifest(place) };
      assert.throws(() => readPayloads(of, of.manifest.stacks), { name: 'UserError', message: /is a link to somewhere else/ });
      const { code, err } = cdk(['-a', place, 'deploy', '--dry-run']);
      assert.deepEqual([code, err.includes('SECRET')], [1, false]);
    }
  });

  it('may be behind a link itself, and link to its own files', () => {
    const place = assembly({ files: ['machines/again'] });
    symlinkSync('studio-laptop/configuration.nix', join(place, 'machines', 'again'));
    const link = join(temporaryFolder(), 'link');
    symlinkSync(place, link);
    const of = { folder: link, home: link, manifest: readManifest(link) };
    assert.equal(readPayloads(of, of.manifest.stacks).get('studio-laptop')!.files.length, 2);
  });

  it('makes nobody wait for a pipe, or read a device', () => {
    const place = assembly({ files: ['machines/pipe'] });
    execFileSync('mkfifo', [join(place, 'machines', 'pipe')]);
    const { code, err } = cdk(['-a', place, 'deploy', '--dry-run']);
    assert.equal(code, 1);
    assert.match(err, /pipe cannot be read: it is no file/);
  });

  it('lets nothing be written where a link waits', () => {
    const place = assembly({});
    const victim = join(temporaryFolder(), 'bashrc');
    writeFileSync(victim, 'mine');
    for (const name of ['flake.lock', 'hardware.nix']) symlinkSync(victim, join(place, `${name}.${process.pid}.new`));
    assert.match(
      keepLock(place, LOCK, LOCK.replace('{ }', '{ "inputs": {} }').replace('{}', '{ "inputs": {} }')) ?? '',
      /could not be written/,
    );
    assert.throws(() => replaceFile(join(place, 'hardware.nix'), '{ }'), /cannot be written/);
    assert.equal(readFileSync(victim, 'utf8'), 'mine');
  });

  it('chooses no place for the hardware file', () => {
    const { code, err } = cdk(['-a', assembly({ hardware: '../../../.config/x.nix' }), 'import-hardware', 'studio-laptop']);
    assert.equal(code, 1);
    assert.match(err, /Say where to write it, with --to FILE/);
  });
});

describe('a place that ssh is told to go to', function () {
  this.timeout(60_000);
  before(function () {
    needsSshd(this);
  });

  /** What the real ssh makes of it; undefined where it does not take the name. */
  const askSsh = (args: readonly string[]): ReadonlyMap<string, string> | undefined => {
    const { status, stdout, stderr } = spawnSync('ssh', ['-G', '-F', 'none', ...args], { encoding: 'utf8', timeout: 10_000 });
    if (status === 255 && /contains invalid characters/.test(stderr)) return undefined;
    assert.equal(status, 0, stderr);
    return new Map(stdout.split('\n').map((line) => [line.split(' ')[0]!, line.slice(line.indexOf(' ') + 1)]));
  };

  it('is never an option of ssh, nor read by a shell, whoever named it', () => {
    const names = fc.oneof(hostile, fc.constantFrom('studio', 'müller.example', '::1', 'fe80::1%lo', '[::1]', 'a_b', 'a%b'));
    const users = fc.oneof(hostile, fc.constantFrom('root', 'anna.b', 'DOMAIN+anna'));
    let [taken, asked] = [0, 0];
    fc.assert(
      fc.property(names, users, fc.constantFrom(undefined, 22, 2222), (host, user, port) => {
        asked += 1;
        let destination: Destination;
        try {
          destination = checked({ host, user, ...(port !== undefined && { port }) });
        } catch (error) {
          assert.match((error as Error).message, /is no name/);
          assert.doesNotMatch((error as Error).message, HARM);
          return;
        }
        const said = askSsh(targetArguments(destination, undefined));
        if (!said) return;
        taken += 1;
        assert.equal(said.get('user'), user);
        const hostName = said.get('hostname')!; // a number is an address, written otherwise
        assert.ok(hostName === destination.host.toLowerCase() || isIP(hostName), `${destination.host} became ${hostName}`);
        assert.equal(said.get('proxycommand') ?? 'none', 'none');
        assert.equal(said.get('port'), String(port ?? 22));
      }),
      {
        numRuns: 400,
        examples: [
          ['studio', 'root', 2222],
          ['-oProxyCommand=id', 'root', 22],
          ['a', '-oProxyCommand=id', 22],
        ],
      },
    );
    assert.ok(taken > 20 && taken < asked, `${taken} of ${asked} were taken`);
  });

  it('neither as a jump host, nor in --from, nor in --build-on', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const places = [() => checked(hopOf(text)), () => checked(parsePlace(text))];
        for (const place of places) {
          try {
            const { host, user = '' } = place();
            assert.doesNotMatch(`${host}\n${user}`, /^-|[\s'"`$\\;&<>|()*?]{2}|[\u0000-\u0009\u001b]/m);
          } catch (error) {
            assert.equal((error as Error).name, 'UserError', (error as Error).stack);
          }
        }
        try {
          const { buildOn } = readDeployOptions({ buildOn: text }).plan;
          assert.match((buildOn as { readonly builder: string }).builder, /^([\w.][\w.+-]*@)?[\w.][\w.-]*$/);
        } catch (error) {
          assert.match((error as Error).message, /is no place to build on/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('an option of a command', () => {
  it('that names a builder is no option of ssh, and no address of Nix with more behind it', () => {
    for (const place of ['-oProxyCommand=id', 'big?remote-program=id', 'big/x', 'a b', 'root@-x', 'ssh://big', 'big:22', '@big', ''])
      assert.throws(() => readDeployOptions({ buildOn: place }), /is no place to build on.*\[USER@\]HOST/, place);
    for (const place of ['big', 'root@big.local', '10.0.0.1']) assert.doesNotThrow(() => readDeployOptions({ buildOn: place }));
  });

  it('that is a word behind two dashes is not one of ours', () => {
    const folder = assembly({});
    const { err } = cdk(['-a', folder, 'exec', 'no-such-stack', '--', '--all', '--transport', 'nothing']);
    assert.match(err, /No stack is called «no-such-stack»/);
  });
});
