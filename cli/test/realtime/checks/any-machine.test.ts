import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import { CHECKS, judge, rankOf } from '../../../src/realtime/checks';
import { parseProbe } from '../../../src/realtime/probe/parse-probe';
import type { Snapshot } from '../../../src/realtime/snapshot';
import type { CheckResult } from '../../../src/realtime/verdict';
import { REPOSITORY } from '../../support/cli';
import { aSnapshot } from './a-snapshot';

/** Everything that is promised about findings, whatever machine they are about. */
function assertWhole(results: readonly CheckResult[]): void {
  for (const { id, status, found, meaning, see, fix, withoutFix, title, group, source } of results) {
    assert.ok(found.length > 0 && found.length <= 300, `${id}: «${found}»`);
    assert.doesNotMatch(found, /[\x00-\x1f\x7f]|undefined|NaN|\[object/, id);
    assert.ok(meaning && see && title && group && source, id);
    const isFine = status === 'ok' || status === 'absent';
    assert.equal(fix === undefined && withoutFix === undefined, isFine, `${id} is ${status}: ${found}`);
    if (fix) assert.ok(fix.step ?? fix.construct ?? fix.option ?? fix.elsewhere, id);
    if (status === 'unknown') assert.ok(withoutFix, id);
  }
  const ranks = results.map(({ status }) => rankOf(status));
  assert.deepEqual(
    ranks,
    ranks.toSorted((a, b) => a - b),
  );
}

const count = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 255, 4_294_967_295), fc.integer());
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '__proto__', 'audio', 'root', 'performance', 'x'.repeat(400)),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 4 });
const parameter = fc.oneof(
  word,
  fc.constantFrom('preempt=full', 'preempt=', 'threadirqs', 'nosmt', 'mitigations=off', 'isolcpus=1', '=', '""', 'processor.max_cstate=x'),
);
const limit = fc.oneof(count, fc.constant('unlimited' as const));
const SYSCTLS = Object.keys(aSnapshot().sysctls);
const sysctl = fc.oneof(fc.constantFrom(...SYSCTLS), word);

const machine: fc.Arbitrary<Snapshot> = fc
  .record(
    {
      user: fc.record({ name: word, uid: fc.oneof(count, fc.constant(NaN)) }),
      virtualization: maybe(word),
      unseen: few(fc.oneof(word, fc.constantFrom('kernel.config', 'irqs.affinity', 'pipewire', 'musicians.alice.limits', 'sysctls'))),
      kernel: fc.record({
        release: word,
        version: fc.oneof(word, fc.constantFrom('#1 SMP', '#1 SMP PREEMPT_RT', '#1 SMP PREEMPT_DYNAMIC', '#1 SMP PREEMPT_LAZY')),
        arch: word,
        parameters: few(parameter),
        isRealtime: maybe(fc.boolean()),
        preemptInForce: maybe(fc.oneof(word, fc.constantFrom('full', 'none'))),
        config: maybe(fc.dictionary(fc.constantFrom('CONFIG_HZ', 'CONFIG_PREEMPT', 'CONFIG_HIGH_RES_TIMERS'), word)),
      }),
      cpus: few(
        fc.record({
          id: count,
          isOnline: fc.boolean(),
          governor: maybe(word),
          minFrequency: maybe(count),
          maxFrequency: maybe(count),
          hardwareMaxFrequency: maybe(count),
          energyPreference: maybe(word),
          energyBias: maybe(count),
        }),
      ),
      idle: maybe(fc.record({ states: few(fc.record({ name: word, latency: count, isDisabled: fc.boolean() })) })),
      dmaLatency: maybe(count),
      smt: maybe(fc.constantFrom('on', 'off', 'forceoff', 'notsupported', 'notimplemented')),
      isolatedCpus: few(count),
      nohzFullCpus: few(count),
      vulnerabilities: fc.dictionary(word, word),
      sysctls: fc.dictionary(sysctl, fc.oneof(word, count.map(String))),
      hasSwap: fc.boolean(),
      transparentHugepages: maybe(word),
      clocksource: maybe(word),
      rtcMaxUserFreq: maybe(count),
      irqs: few(
        fc.record({
          irq: count,
          actions: few(fc.oneof(word, fc.constantFrom('xhci_hcd', 'snd_hda_intel:card0'))),
          affinity: maybe(few(count)),
          effectiveAffinity: maybe(few(count)),
          priority: maybe(count),
        }),
      ),
      cards: few(
        fc.record({
          index: count,
          id: word,
          name: word,
          path: maybe(word),
          usb: maybe(word),
          streams: few(
            fc.record({
              name: word,
              direction: fc.constantFrom('playback', 'capture'),
              state: word,
              period: maybe(count),
              buffer: maybe(count),
              rate: maybe(count),
            }),
          ),
        }),
      ),
      usb: few(fc.record({ name: word, product: maybe(word), power: maybe(word), isAudio: fc.boolean() })),
      usbAutosuspend: maybe(count),
      hdaPowerSave: maybe(count),
      mounts: few(fc.record({ target: word, type: fc.oneof(word, fc.constantFrom('ext4', 'nfs4')), options: few(word) })),
      musicians: few(
        fc.record({
          name: word,
          exists: fc.boolean(),
          groups: few(word),
          limits: maybe(fc.record({ rtprio: limit, memlock: limit, nofile: limit, from: fc.constantFrom('login', 'process', 'self') })),
          maySetRealtime: maybe(fc.boolean()),
          mayHoldDmaLatency: maybe(fc.boolean()),
        }),
      ),
      audioGroups: count,
      units: maybe(
        fc.dictionary(fc.oneof(word, fc.constantFrom('rtirq.service', 'tlp.service')), fc.oneof(word, fc.constantFrom('active', 'failed'))),
      ),
      processes: few(word),
      pipewire: maybe(
        fc.record({
          user: word,
          version: maybe(word),
          quantum: maybe(count),
          rate: maybe(count),
          forcedQuantum: maybe(count),
          forcedRate: maybe(count),
          priority: maybe(count),
          wireplumber: fc.boolean(),
          nodes: few(fc.record({ id: count, name: word, state: word, quantum: count, rate: count, xruns: count, isDriver: fc.boolean() })),
        }),
      ),
      jack: maybe(
        fc.record({
          user: word,
          pid: count,
          quantum: maybe(count),
          rate: maybe(count),
          periods: maybe(count),
          isRealtime: maybe(fc.boolean()),
          clients: few(word),
          xruns: maybe(count),
        }),
      ),
      daws: few(fc.record({ program: word, user: word, pid: count })),
      pendingReboot: maybe(fc.record({ pending: fc.boolean(), bootedParams: maybe(few(parameter)), currentParams: maybe(few(parameter)) })),
      tools: fc.record({ cyclictest: fc.boolean(), stressNg: fc.boolean(), chrt: fc.boolean() }),
    },
    { requiredKeys: [] },
  )
  .map((changes) => aSnapshot(changes as Partial<Snapshot>));

const asked = <T>(value: fc.Arbitrary<T>) => fc.record({ value, path: word, source: maybe(word), option: word });
const intent: fc.Arbitrary<RealtimeEntry> = fc
  .record(
    {
      governor: asked(word),
      minFrequency: asked(count),
      maxFrequency: asked(count),
      preemption: asked(fc.constantFrom('none', 'voluntary', 'full', 'lazy', 'realtime')),
      threadedIrqs: asked(fc.boolean()),
      kernelParams: few(asked(parameter)),
      sysctls: fc.dictionary(sysctl, asked(fc.oneof(count, word))),
      irqOrder: asked(few(fc.constantFrom('usb', 'snd', 'acpi', ''))),
      isolatedCpus: asked(few(count)),
      musicians: few(asked(word)),
      limits: fc.dictionary(fc.constantFrom('rtprio', 'memlock', 'nofile'), asked(limit)),
      audio: asked(
        fc.record({
          kind: fc.constantFrom('pipewire', 'jack'),
          quantum: count,
          rate: count,
          periods: maybe(count),
          priority: maybe(count),
        }),
      ),
      services: fc.dictionary(fc.oneof(word, fc.constantFrom('rtirq.service', 'tlp.service')), asked(fc.boolean())),
      latencyTest: asked(fc.boolean()),
    },
    { requiredKeys: [] },
  )
  .map((entry) => entry as RealtimeEntry);

/** Undefined where the answer is refused: what does not say who looked is not judged. */
function parsed(text: string): Snapshot | undefined {
  try {
    return parseProbe(text, '@mark');
  } catch (error) {
    assert.equal((error as Error).name, 'UserError');
    return undefined;
  }
}

describe('any machine', () => {
  it('gets a whole answer, whatever it tells and whatever was asked for', () => {
    fc.assert(
      fc.property(machine, intent, (snapshot, entry) => assertWhole(judge(snapshot, entry))),
      { numRuns: 600 },
    );
  });

  it('is told no worse by a check than that says it may, where nobody asked for anything', () => {
    const most = new Map(CHECKS.map(({ id, severity }) => [id, severity]));
    fc.assert(
      fc.property(machine, (snapshot) => {
        for (const { id, status, isAskedFor } of judge(snapshot)) {
          assert.equal(isAskedFor, undefined);
          if (status === 'error' || status === 'warning') assert.ok(rankOf(status) >= rankOf(most.get(id)!), `${id}: ${status}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gets one when parts of what the probe said are missing or wrong', () => {
    const script = readFileSync(join(REPOSITORY, 'assets', 'probe.sh'), 'utf8');
    const { stdout } = spawnSync('sh', ['-s'], { input: `MARK=@mark\n${script}`, encoding: 'utf8' });
    const lines = stdout.split('\n');
    assertWhole(judge(parseProbe(stdout, '@mark')));
    const edit = fc.record({
      at: fc.nat(lines.length - 3),
      line: fc.oneof(
        fc.constant(undefined),
        word.map((text) => text.replaceAll('\n', ' ')),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 30 }), (edits) => {
        const broken = [...lines];
        for (const { at, line } of edits) if (!broken[at]!.startsWith('@mark') && at > 0) broken[at] = line ?? '';
        const snapshot = parsed(broken.join('\n'));
        if (snapshot) assertWhole(judge(snapshot));
      }),
      { numRuns: 60 },
    );
  });

  it('gets the same answer to the same question', () => {
    assert.deepEqual(judge(aSnapshot()), judge(aSnapshot()));
    assert.deepEqual(
      judge(aSnapshot()).filter(({ status }) => status !== 'ok' && status !== 'absent'),
      [],
      'and a well-tuned one a clean one',
    );
  });
});
