import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { AssemblyError, readManifest, type HealthCheckEntry, type RealtimeEntry, type Wish } from '../../src/assembly';
import { temporaryFolder } from '../support/temp';
import { manifest, stackEntry } from './manifest';

const wish = <T>(value: T): Wish<T> => ({ value, path: 'studio-laptop/Kernel', source: 'bin/studio.ts:14', option: 'boot.kernelParams' });

const REALTIME: Required<RealtimeEntry> = {
  governor: wish('performance'),
  minFrequency: wish(800_000),
  maxFrequency: wish(3_600_000),
  preemption: wish('full'),
  threadedIrqs: wish(true),
  kernelParams: [wish('threadirqs'), wish('root=UUID=1 "quoted"')],
  sysctls: { 'vm.swappiness': wish(10), 'kernel.core_pattern': wish('|/bin/false') },
  irqOrder: wish(['usb', 'snd']),
  irqPriority: wish(90),
  isolatedCpus: wish([2, 3]),
  musicians: [wish('alice')],
  limits: { rtprio: wish(99), memlock: wish('unlimited') },
  audio: wish({ kind: 'pipewire', quantum: 64, rate: 48_000, priority: 88 }),
  services: { 'irqbalance.service': wish(false) },
  latencyTest: wish(true),
  budget: wish({ maxLatency: 150, maxXruns: 0, measureFor: 20, load: true, margin: 50, worse: 'fail' }),
};

const CHECKS: readonly HealthCheckEntry[] = [
  { id: 'backup', source: 'bin/studio.ts:20', within: 30, check: { kind: 'command', argv: ['backup', '--check', '$(reboot)'] } },
  { id: 'samples', within: 0.5, check: { kind: 'unit', unit: 'var-lib-samples.mount' } },
  { id: 'midi', within: 600, check: { kind: 'unit', unit: 'a2jmidid@1.service', user: 'alice' } },
  { id: 'link', within: 30, check: { kind: 'tcp', host: '::1', port: 4464 } },
  { id: 'web', within: 30, check: { kind: 'http', url: 'https://localhost/', status: 200 } },
  { id: 'audio-server', within: 30, check: { kind: 'audio-server', maxQuantum: 64 } },
];

describe('readManifest, of what a machine is held to', () => {
  const folder = temporaryFolder();

  const read = (entry: object): unknown => {
    writeFileSync(folder('manifest.json'), JSON.stringify(manifest({ stacks: [{ ...stackEntry(), ...entry }] })));
    return readManifest(folder()).stacks[0];
  };

  function refusal(entry: object): string {
    try {
      read(entry);
    } catch (error) {
      assert.ok(error instanceof AssemblyError);
      return error.message;
    }
    throw new Error(`it was taken: ${JSON.stringify(entry)}`);
  }

  it('takes everything that synthesis writes', () =>
    assert.deepEqual(read({ realtime: REALTIME, healthChecks: CHECKS }), { ...stackEntry(), realtime: REALTIME, healthChecks: CHECKS }));

  it('takes what a newer version adds beside it', () => assert.ok(read({ realtime: { ...REALTIME, sunshine: wish(true) } })));

  const ODD: { readonly [Name in keyof RealtimeEntry]-?: readonly unknown[] } = {
    governor: [wish('x; reboot'), wish(''), wish(5), 'performance', null, [wish('performance')]],
    minFrequency: [wish(-1), wish(0.5), wish('1'), wish(1e300)],
    maxFrequency: [wish(0), wish(null)],
    preemption: [wish('much'), wish('toString')],
    threadedIrqs: [wish('yes'), wish(1)],
    kernelParams: [
      wish('quiet'),
      [wish('')],
      [wish('a\nb')],
      [wish(5)],
      ['quiet'],
      Array(1001).fill(wish('quiet')),
      [wish('x'.repeat(1001))],
    ],
    sysctls: [
      [],
      { '': wish(1) },
      { '../../etc/x.y': wish(1) },
      { vm: wish(1) },
      { 'vm.x': wish([1]) },
      { 'vm.x': wish(0.5) },
      { 'vm.x': 10 },
    ],
    irqOrder: [wish('usb snd'), wish(['a b']), wish(['$(x)']), wish([7])],
    irqPriority: [wish(100), wish(0), wish(-1), wish('90')],
    isolatedCpus: [wish([-1]), wish([8192]), wish([0.5]), wish('2-3'), wish(Array(10_000).fill(1))],
    musicians: [wish('alice'), [wish('-r')], [wish('a b')], [wish('alice; reboot')], [wish('')], [wish('a'.repeat(40))]],
    limits: [{ 'rt prio': wish(1) }, { rtprio: wish('much') }, { rtprio: wish(-100) }, { rtprio: 99 }],
    audio: [
      wish({ kind: 'pulseaudio', quantum: 64, rate: 48_000 }),
      wish({ kind: 'jack', quantum: 0, rate: 48_000 }),
      wish({ kind: 'jack', quantum: 64 }),
      wish({ kind: 'jack', quantum: 64, rate: 48_000, priority: 100 }),
      wish({ kind: 'jack', quantum: 64, rate: 48_000, periods: 0 }),
      wish('pipewire'),
    ],
    services: [{ irqbalance: wish(true) }, { '--all.service': wish(true) }, { '*.service': wish(true) }, { 'a.service': true }],
    latencyTest: [wish('yes'), true],
    budget: [
      wish({ ...REALTIME.budget.value, maxLatency: 0 }),
      wish({ ...REALTIME.budget.value, maxLatency: '150' }),
      wish({ ...REALTIME.budget.value, maxXruns: -1 }),
      wish({ ...REALTIME.budget.value, measureFor: 0 }),
      wish({ ...REALTIME.budget.value, measureFor: 1e9 }),
      wish({ ...REALTIME.budget.value, measureFor: undefined }),
      wish({ ...REALTIME.budget.value, load: 'yes' }),
      wish({ ...REALTIME.budget.value, margin: -1 }),
      wish({ ...REALTIME.budget.value, worse: 'ignore' }),
    ],
  };
  for (const [name, odd] of Object.entries(ODD))
    it(`refuses a ${name} that no machine can be`, () => {
      for (const one of odd)
        assert.match(
          refusal({ realtime: { [name]: one } }),
          new RegExp(`is damaged: stack «studio-laptop» has under «realtime» a «${name}» that cannot be one\\. Run «cdk synth»`),
          JSON.stringify(one),
        );
    });

  it('refuses wishes of nobody', () => {
    for (const broken of [{ path: 5 }, { option: undefined }, { source: 5 }, { path: 'a\nb' }, { option: 'x'.repeat(5000) }])
      assert.match(refusal({ realtime: { governor: { ...wish('performance'), ...broken } } }), /is damaged/);
    for (const broken of [[], 'performance', 5, null]) assert.match(refusal({ realtime: broken }), /«realtime» that cannot be one/);
  });

  it('refuses control characters, written out or as JSON writes them, wherever they stand', () => {
    for (const sign of ['\u001b', '\u0007', '\n', '\u202e', '\u009b', '\u2066', '\u007f'])
      for (const place of [{ hardware: `a${sign}` }, { realtime: { governor: wish('x'), sunshine: sign } }, { [sign]: 1 }]) {
        const json = JSON.stringify(manifest({ stacks: [{ ...stackEntry(), ...place }] }));
        for (const written of [json, json.replaceAll(sign, `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)]) {
          writeFileSync(folder('manifest.json'), written);
          assert.throws(() => readManifest(folder()), AssemblyError, written);
        }
      }
  });

  it('refuses names that every object has', () => {
    const file = JSON.stringify(manifest({ stacks: [{ ...stackEntry(), realtime: { services: {} } }] }));
    writeFileSync(folder('manifest.json'), file.replace('"services":{}', '"services":{"__proto__":{"value":true,"path":"","option":""}}'));
    assert.throws(() => readManifest(folder()), /«services» that cannot be one/);
  });

  it('refuses health checks that could do harm, or cannot be', () => {
    const [command, unit, , tcp, http, audio] = CHECKS as [HealthCheckEntry, ...HealthCheckEntry[]];
    const of = (entry: HealthCheckEntry | undefined, check: object): object => ({ ...entry, check: { ...entry!.check, ...check } });
    const odd = [
      ...[
        null,
        'web',
        {},
        { ...tcp, id: '' },
        { ...tcp, id: '--all' },
        { ...tcp, id: 'a b' },
        { ...tcp, id: 'ssh' },
        { ...tcp, id: 'x'.repeat(65) },
      ],
      ...[
        { ...tcp, within: 0 },
        { ...tcp, within: -1 },
        { ...tcp, within: 601 },
        { ...tcp, within: '5' },
        { ...tcp, source: 5 },
      ],
      ...[{ ...tcp, check: undefined }, of(tcp, { kind: 'shell' }), of(tcp, { kind: 'toString' })],
      ...[
        { argv: [] },
        { argv: 'reboot' },
        { argv: ['-x'] },
        { argv: [''] },
        { argv: ['a;b'] },
        { argv: ['a', 5] },
        { argv: Array(257).fill('a') },
      ].map((check) => of(command, check)),
      ...[{ argv: ['a', 'x'.repeat(5000)] }, { argv: ['a\u001b[2J'] }].map((check) => of(command, check)),
      ...[{ unit: 'x' }, { unit: '-H evil.service' }, { unit: '--host=x.service' }, { unit: 'a.service', user: '-r' }].map((check) =>
        of(unit, check),
      ),
      ...[{ port: 0 }, { port: 65536 }, { port: '22' }, { host: '-x' }, { host: 'a b' }, { host: 5 }].map((check) => of(tcp, check)),
      ...[{ url: 'file:///x' }, { url: '-o/etc/x' }, { url: 'http://a:b@c/' }, { url: 'http://' }, { status: 99 }, { status: '200' }].map(
        (check) => of(http, check),
      ),
      ...[{ maxQuantum: 0 }, { maxQuantum: 1e9 }, { maxQuantum: '64' }].map((check) => of(audio, check)),
    ];
    for (const one of odd)
      assert.match(refusal({ healthChecks: [one] }), /«studio-laptop» has a health check that cannot be one/, JSON.stringify(one));
    assert.match(refusal({ healthChecks: {} }), /a health check that cannot be one/);
    assert.match(refusal({ healthChecks: [tcp, { ...tcp }] }), /two health checks of one name/);
  });

  it('either takes an entry as it is, or says that it is damaged', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(REALTIME)), (value, name) => {
        for (const entry of [
          { realtime: { [name]: value } },
          { realtime: { [name]: wish(value) } },
          { healthChecks: [{ ...CHECKS[0], check: value }] },
        ]) {
          try {
            assert.deepEqual(read(entry), JSON.parse(JSON.stringify({ ...stackEntry(), ...entry })));
          } catch (error) {
            if (!(error instanceof AssemblyError)) throw error;
          }
        }
      }),
      { numRuns: 200 },
    ));
});
