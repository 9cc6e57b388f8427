import assert from 'node:assert/strict';
import type { BudgetEntry, RealtimeEntry } from '../../../../src/assembly';
import { realtimeGates } from '../../../src/realtime/gates';
import type { HealthContext } from '../../../src/deploy/health';
import type { Verdict } from '../../../src/deploy/verdict';
import { local } from '../../../src/realtime/run-program';
import type { Measurement } from '../../../src/realtime/measurement';
import { factsWith, planOf } from '../../deploy/support';
import { measurement, thread } from '../measure/made';

const asking = (budget: Partial<BudgetEntry>): RealtimeEntry => ({
  budget: {
    value: { measureFor: 20, load: false, worse: 'warn', ...budget },
    path: 'studio-laptop/Kernel',
    source: 'bin/studio.ts:14',
    option: '',
  },
});
const gates = (budget: Partial<BudgetEntry>, skipped: readonly string[] = []): ReturnType<typeof realtimeGates> =>
  realtimeGates(asking(budget), (id) => !skipped.includes(id));

interface Seen {
  readonly now: Measurement | Error;
  readonly former?: Measurement;
  readonly rebootIsDue?: boolean;
  readonly reboot?: boolean;
  readonly alone?: boolean;
}

/** What a gate says, where the machine was measured already. */
async function says(
  id: string,
  budget: Partial<BudgetEntry>,
  { now, former, rebootIsDue = false, reboot = false, alone = false }: Seen,
): Promise<Verdict> {
  const known: Readonly<Record<string, unknown>> = { reboot: rebootIsDue, measurement: now };
  const context: HealthContext = {
    plan: planOf({ reboot }),
    ...(!alone && { before: factsWith() }),
    reach: () => Promise.reject(new Error('nobody is asked')),
    once: <T>(what: string) => (known[what] instanceof Error ? Promise.reject(known[what]) : Promise.resolve(known[what] as T)),
    figures: { former: () => Promise.resolve(former), take: () => undefined },
    signal: new AbortController().signal,
  };
  return gates(budget)
    .find((gate) => gate.id === id)!
    .check(context);
}

const calm = measurement([thread({ 4: 9000, 84: 1 })]);
const late = measurement([thread({ 4: 9000 }), thread({ 4: 9000, 412: 1 }, { cpu: 3 })]);

describe('the gates of a budget', () => {
  it('are none where nothing is asked for', () => {
    assert.deepEqual(
      realtimeGates(undefined, () => true),
      [],
    );
    assert.deepEqual(
      realtimeGates({}, () => true),
      [],
    );
  });

  it('are those that are asked for, the tuning first; and whoever measures has the time for it', () => {
    const ids = (budget: Partial<BudgetEntry>, skipped?: readonly string[]): readonly string[] =>
      gates(budget, skipped).map(({ id, budget: seconds, measures }) => `${id} ${seconds}${measures === undefined ? '' : ' measures'}`);
    assert.deepEqual(ids({}), ['realtime 20']);
    const all = { maxLatency: 150, maxXruns: 0, margin: 50 };
    assert.deepEqual(ids(all), ['realtime 20', 'latency 45 measures', 'xruns 10', 'comparison 10']);
    assert.deepEqual(ids(all, ['latency']), ['realtime 20', 'latency 10', 'xruns 45 measures', 'comparison 10']);
  });

  it('know the line that asked for them', () => assert.ok(gates({ maxLatency: 150 }).every(({ source }) => source === 'bin/studio.ts:14')));
});

describe('the tuning gate', () => {
  it('looks at the machine whatever a kernel parameter is called', async () => {
    const wish = { value: 1, path: 'studio-laptop/Network', option: 'boot.kernel.sysctl' };
    const realtime: RealtimeEntry = { ...asking({}), sysctls: { 'net/ipv4/conf/enp3s0.200/forwarding': wish } };
    const here = local({ timeoutMs: 20_000 });
    const rights = { run: ({ argv, input }: { argv: readonly string[]; input?: string }) => here(argv, input) };
    const { text } = await realtimeGates(realtime, () => true)
      .find(({ id }) => id === 'realtime')!
      .check({
        plan: planOf({}),
        reach: () => Promise.resolve({ rights } as never),
        once: (_, make) => make(),
        signal: new AbortController().signal,
      });
    assert.equal(text, '0 of its settings are as they were asked for');
  });
});

describe('the latency gate', () => {
  it('passes below the limit and at it', async () => {
    assert.deepEqual(await says('latency', { maxLatency: 150 }, { now: calm }), {
      verdict: 'pass',
      text: 'the worst wake-up took 84 µs, allowed are 150 µs',
    });
    assert.equal((await says('latency', { maxLatency: 84 }, { now: calm })).verdict, 'pass');
  });

  it('fails above it, and says which figure broke, where, and who wanted it', async () =>
    assert.deepEqual(await says('latency', { maxLatency: 150 }, { now: late }), {
      verdict: 'fail',
      text: 'The worst wake-up took 412 µs, allowed are 150 µs (bin/studio.ts:14). It was on CPU 3. «cdk doctor studio-laptop» looks for what holds it up.',
    }));

  it('fails when it could not be measured, and says why', async () =>
    assert.deepEqual(await says('latency', { maxLatency: 150 }, { now: new Error('There is no cyclictest.') }), {
      verdict: 'fail',
      text: 'The latency could not be measured, and bin/studio.ts:14 asks for it: There is no cyclictest.',
    }));

  it('fails when not one wake-up was counted', async () =>
    assert.match(
      (await says('latency', { maxLatency: 150 }, { now: measurement([thread({}, { samples: 0, max: 0 })]) })).text,
      /not one wake-up/,
    ));

  it('waits for a reboot that brings the kernel to be measured, and says so', async () => {
    assert.equal((await says('latency', { maxLatency: 1 }, { now: late, rebootIsDue: true, reboot: true })).verdict, 'pass');
    const { verdict, text } = await says('latency', { maxLatency: 1 }, { now: late, rebootIsDue: true });
    assert.equal(verdict, 'warn');
    assert.match(text, /^The latency was not measured: .*«cdk verify studio-laptop» measures it then/);
  });

  it('run alone measures the kernel that runs, and says when another one waits', async () => {
    const { verdict, text } = await says('latency', { maxLatency: 150 }, { now: calm, rebootIsDue: true, alone: true });
    assert.equal(verdict, 'warn');
    assert.match(text, /waits for a reboot/);
  });
});

describe('the gate of xruns', () => {
  const counted = (xruns: number): Measurement => ({ ...calm, xruns });
  it('counts how often the sound broke off', async () => {
    assert.equal((await says('xruns', { maxXruns: 0 }, { now: counted(0) })).verdict, 'pass');
    assert.deepEqual(await says('xruns', { maxXruns: 0 }, { now: counted(3) }), {
      verdict: 'fail',
      text: 'The sound broke off 3 times within 30 s (xruns), allowed are 0 (bin/studio.ts:14).',
    });
  });

  it('fails where nobody counts: that is no pass', async () =>
    assert.match((await says('xruns', { maxXruns: 0 }, { now: calm })).text, /could not be measured.*no sound server/));

  it('says why a server that runs did not count, and how it would', async () => {
    const silent = { ...calm, notes: ['Xruns were not counted: PipeWire was there, and nothing played or recorded.'] };
    const { verdict, text } = await says('xruns', { maxXruns: 0 }, { now: silent });
    assert.equal(verdict, 'fail');
    assert.match(
      text,
      /nothing played or recorded\. Have something play there, and say «cdk verify studio-laptop --only xruns», or deploy/,
    );
  });
});

describe('the comparison with the former system', () => {
  const compared = (more: Partial<Seen>, worse: 'warn' | 'fail' = 'fail'): Promise<Verdict> =>
    says('comparison', { margin: 50, worse }, { now: late, former: calm, ...more });

  it('fails or warns beyond the margin, as was chosen, and says in which figure', async () => {
    const { verdict, text } = await compared({});
    assert.equal(verdict, 'fail');
    assert.match(text, /^It is more than 50 % worse than the former system \(bin\/studio\.ts:14\): .*max: 412 µs after 84 µs \(\+390 %\)/);
    assert.equal((await compared({}, 'warn')).verdict, 'warn');
  });

  it('passes when it is no worse', async () => assert.equal((await compared({ now: calm })).verdict, 'pass'));

  it('only warns where there is nothing to compare: somebody has to be the first', async () => {
    const { now, ...alone } = { now: calm };
    assert.deepEqual(alone, {});
    assert.equal((await says('comparison', { margin: 50, worse: 'fail' }, { now })).verdict, 'warn');
  });
});
