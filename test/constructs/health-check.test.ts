import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { RESERVED_GATES, isHealthCheckEntry, readManifest } from '../../src/assembly';
import { HealthCheck } from '../../src/constructs/health-check';
import { Duration } from '../../src/core';
import { station, refusal, written } from '../core/written';
import { errors, findings, machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';

const checked = (...healthChecks: HealthCheck[]) => machine({ healthChecks });

/** The one thing that is wrong. */
function refused(check: HealthCheck): string {
  const found = errors(checked(check));
  assert.equal(found.length, 1, found.join('\n'));
  return found[0]!;
}

describe('HealthCheck', () => {
  const folder = temporaryFolder();

  it('stands in the manifest, in the order of the program, with its line', () => {
    const checks = () => [
      HealthCheck.command('backup', ['/run/current-system/sw/bin/backup', '--check', "it's; $HOME"], { within: Duration.minutes(2) }),
      HealthCheck.unit('samples', 'var-lib-samples.mount'),
      HealthCheck.userUnit('midi', 'a2jmidid.service', 'alice'),
      HealthCheck.tcp('link', 4464, { host: 'fe80::1%eth0' }),
      HealthCheck.http('web', 'http://localhost:8080/status?all=1', { status: 204, within: Duration.millis(500) }),
    ];
    written(folder('cdk.out'), (app) => {
      const laptop = station(app, 'laptop', { healthChecks: checks() });
      laptop.addHealthCheck(HealthCheck.audioServer({ maxQuantum: 64 }));
      station(app, 'other');
    });
    const [laptop, other] = readManifest(folder('cdk.out')).stacks;
    assert.equal(other!.healthChecks, undefined);
    assert.ok(laptop!.healthChecks!.every(({ source }) => /^test\/constructs\/health-check\.test\.ts:\d+$/.test(source!)));
    assert.deepEqual(
      laptop!.healthChecks!.map(({ id, within, check }) => ({ id, within, check })),
      [
        { id: 'backup', within: 120, check: { kind: 'command', argv: ['/run/current-system/sw/bin/backup', '--check', "it's; $HOME"] } },
        { id: 'samples', within: 30, check: { kind: 'unit', unit: 'var-lib-samples.mount' } },
        { id: 'midi', within: 30, check: { kind: 'unit', unit: 'a2jmidid.service', user: 'alice' } },
        { id: 'link', within: 30, check: { kind: 'tcp', host: 'fe80::1%eth0', port: 4464 } },
        { id: 'web', within: 0.5, check: { kind: 'http', url: 'http://localhost:8080/status?all=1', status: 204 } },
        { id: 'audio-server', within: 30, check: { kind: 'audio-server', maxQuantum: 64 } },
      ],
    );
  });

  it('says nothing to the machine itself', () =>
    assert.deepEqual(
      findings(checked(HealthCheck.audioServer())).filter(({ level }) => level !== 'info'),
      [],
    ));

  it('is refused with its own line', () => {
    const check = HealthCheck.tcp('web', 0); // this one
    const [finding] = findings(checked(check)).filter(({ level }) => level === 'error');
    assert.deepEqual(
      [finding!.path, finding!.source, finding!.text],
      [
        'studio-laptop/HealthCheck web',
        `test/constructs/health-check.test.ts:${lineOf('// this one')}`,
        'There is no port 0: ports are whole numbers from 1 to 65535.',
      ],
    );
  });

  it('is refused where two have one id, and the first is named', () => {
    const text = refusal(folder('cdk.out'), (app) => {
      station(app, 'laptop', { healthChecks: [HealthCheck.tcp('web', 80), HealthCheck.tcp('web', 443)] });
    });
    assert.match(text, /Two constructs in laptop are called «HealthCheck web»; the first is test\/constructs\/health-check\.test\.ts:\d+ /);
  });

  const REFUSALS: readonly (readonly [what: string, check: () => HealthCheck, says: RegExp])[] = [
    ['an id that no command line can say', () => HealthCheck.tcp('a b', 80), /cannot be called «a b»: --skip-gate is told its id/],
    ['an id like an option', () => HealthCheck.tcp('--all', 80), /cannot be called «--all»/],
    ['an empty id', () => HealthCheck.tcp('', 80), /cannot be called «»/],
    ['an id that the tool has itself', () => HealthCheck.tcp('units', 80), /«units»: a check that every deployment makes is called so/],
    ['no command', () => HealthCheck.command('x', []), /has no command\. Give the program and its arguments/],
    ['an empty program', () => HealthCheck.command('x', ['']), /«» is no program/],
    [
      'a whole command line in one word',
      () => HealthCheck.command('x', ['curl -f http://a']),
      /«curl -f http:\/\/a» is no program.*No shell reads it/,
    ],
    ['a program like an option', () => HealthCheck.command('x', ['-c']), /«-c» is no program/],
    ['an argument of two lines', () => HealthCheck.command('x', ['sh', '-c', 'a\nb']), /Word 3 of the command is not one line/],
    ['a command without an end', () => HealthCheck.command('x', Array<string>(300).fill('a')), /has 300 words.*at most 256/],
    ['a unit without a kind', () => HealthCheck.unit('x', 'pipewire'), /«pipewire» is no name of a unit: it needs a kind/],
    ['a unit like an option', () => HealthCheck.unit('x', '--all.service'), /«--all\.service» is no name/],
    ['a unit that is a pattern', () => HealthCheck.unit('x', '*.service'), /«\*\.service» is no name/],
    ['a session of nobody', () => HealthCheck.userUnit('x', 'a.service', '-r'), /«-r» is no account/],
    ['a port that is no whole number', () => HealthCheck.tcp('x', 80.5), /no port 80\.5/],
    ['a port beyond the last', () => HealthCheck.tcp('x', 65536), /no port 65536/],
    ['a host like an option', () => HealthCheck.tcp('x', 80, { host: '-oProxyCommand=x' }), /is no host/],
    ['an address of another kind', () => HealthCheck.http('x', 'file:///etc/passwd'), /no address that can be asked/],
    ['an address with a password', () => HealthCheck.http('x', 'http://me:secret@localhost/'), /neither blanks nor a user and a password/],
    ['an address with blanks', () => HealthCheck.http('x', 'http://localhost/ -o /etc/x'), /no address that can be asked/],
    ['a status that HTTP has not', () => HealthCheck.http('x', 'http://localhost/', { status: 0 }), /no HTTP status 0/],
    ['no time at all', () => HealthCheck.tcp('x', 80, { within: Duration.seconds(0) }), /cannot be given 0 s to be well/],
    ['a time that is none', () => HealthCheck.tcp('x', 80, { within: Duration.seconds(NaN) }), /cannot be given NaN s/],
    [
      'longer than anybody waits',
      () => HealthCheck.tcp('x', 80, { within: Duration.minutes(11) }),
      /cannot be given 11 min.*at most 600 s/,
    ],
    ['a quantum of nothing', () => HealthCheck.audioServer({ maxQuantum: 0 }), /quantum cannot be at most 0 frames/],
  ];
  for (const [what, check, says] of REFUSALS) it(`refuses ${what}`, () => assert.match(refused(check()), says));

  it('writes nothing that the reader of a manifest would refuse, whatever it is told', () =>
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.double(), fc.string(), (id, words, number, place) => {
        const checks = [
          HealthCheck.command(id, words, { within: Duration.seconds(number) }),
          HealthCheck.unit('unit', place),
          HealthCheck.userUnit('session', 'a.service', place),
          HealthCheck.tcp('tcp', number, { host: place }),
          HealthCheck.http('http', place, { status: number }),
          HealthCheck.audioServer({ id, maxQuantum: number }),
        ];
        for (const check of checks) {
          const laptop = checked(check);
          if (errors(laptop).length === 0) assert.ok(laptop._healthChecks.every(isHealthCheckEntry));
        }
      }),
      { numRuns: 50 },
    ));

  it('leaves the gates of the tool their names', () => assert.ok(RESERVED_GATES.includes('latency') && RESERVED_GATES.includes('ssh')));
});

/** The line of this file that holds a text. */
function lineOf(text: string): number {
  const lines = readFileSync(__filename, 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}
