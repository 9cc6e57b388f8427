import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { DeployEvent, Listener } from '../../src/deploy/events';
import type { Executor } from '../../src/deploy/executor';
import { deployFleet, type FleetRun, type MachineResult } from '../../src/deploy/fleet';
import type { Outcome } from '../../src/deploy/outcome';
import type { MachinePlan } from '../../src/deploy/plan';
import { turnsOf, type Turn } from '../../src/deploy/waves';
import { stack } from '../support/studio';

const plan = (name: string): MachinePlan => ({
  stack: name,
  target: { host: name, user: 'root' },
  fingerprint: 'sha256-0',
  goal: 'switch',
  system: 'x86_64-linux',
  steps: [],
});

/** Machines that each run generation 1, switch to 2 in a few ticks, and go back when they are asked to stop before that. */
class Machines implements Executor {
  public readonly generations = new Map<string, number>();
  public readonly order: string[] = [];
  private busy = 0;
  public most = 0;

  public constructor(private readonly faults: Readonly<Record<string, 'switch' | 'undo' | 'bug'>> = {}) {}

  public async deploy({ stack: name }: MachinePlan, listen: Listener, signal: AbortSignal): Promise<Outcome> {
    this.order.push(name);
    this.most = Math.max(this.most, (this.busy += 1));
    listen({ type: 'phase', stack: name, phase: 'activating' });
    this.generations.set(name, 2);
    for (let tick = 0; tick < 5 && !signal.aborted; tick++) await sleep(1);
    this.busy -= 1;
    if (this.faults[name] === 'bug') throw new TypeError('nothing has no name');
    if (!signal.aborted && this.faults[name] !== 'switch')
      return { kind: 'switched', generation: 2, system: 'new', isDefault: true, needsReboot: false, warnings: [] };
    this.generations.set(name, 1);
    return { kind: 'undone', generation: 1, system: 'old', reason: signal.aborted ? 'you stopped it' : 'a unit failed' };
  }

  public async undo({ stack: name }: MachinePlan): Promise<Outcome> {
    await sleep(1);
    this.order.push(`-${name}`);
    if (this.faults[name] === 'undo') return { kind: 'undo-failed', reason: 'it does not start' };
    this.generations.set(name, 1);
    return { kind: 'undone', generation: 1, system: 'old', reason: 'asked to' };
  }
}

const turns = (...names: readonly string[]): readonly Turn[] =>
  turnsOf(
    names.map((name) => stack(name)),
    names.map((name) => stack(name)),
  );

async function deploy(machines: Machines, order: readonly Turn[], more: Partial<FleetRun> = {}): Promise<Deployed> {
  const events: DeployEvent[] = [];
  const results = await deployFleet({
    plans: order.map(({ name }) => plan(name)),
    turns: order,
    executor: machines,
    concurrency: 10,
    undoDone: false,
    signal: new AbortController().signal,
    listen: (event) => void events.push(event),
    ...more,
  });
  return { results, events, kinds: Object.fromEntries(results.map(({ stack: name, outcome }) => [name, outcome.kind])) };
}

interface Deployed {
  readonly results: readonly MachineResult[];
  readonly events: readonly DeployEvent[];
  readonly kinds: Readonly<Record<string, Outcome['kind']>>;
}

const reasonOf = ({ results }: Deployed, name: string): string => {
  const outcome = results.find((result) => result.stack === name)!.outcome;
  return 'reason' in outcome ? outcome.reason : '';
};

describe('a fleet', () => {
  it('switches all of its machines, as many at once as allowed', async () => {
    const machines = new Machines();
    const { kinds } = await deploy(machines, turns('a', 'b', 'c', 'd', 'e'), { concurrency: 2 });
    assert.deepEqual(kinds, { a: 'switched', b: 'switched', c: 'switched', d: 'switched', e: 'switched' });
    assert.equal(machines.most, 2);
  });

  it('may be large: Node is not to warn of all those who listen to one signal', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const machines = new Machines();
    const executor: Executor = {
      deploy: (one, listen, signal) => (signal.addEventListener('abort', () => undefined), machines.deploy(one, listen, signal)),
      undo: (one) => machines.undo(one),
    };
    await deploy(machines, turns(...Array.from({ length: 30 }, (_, index) => `m${index}`)), { executor });
    process.off('warning', onWarning);
    assert.deepEqual(warnings, []);
  });

  it('goes on with the others when one fails, and tells of each', async () => {
    const { kinds, events } = await deploy(new Machines({ b: 'switch' }), turns('a', 'b', 'c'), { concurrency: 1 });
    assert.deepEqual(kinds, { a: 'switched', b: 'undone', c: 'switched' });
    const told = events.filter(({ type }) => type === 'outcome').map(({ stack: name }) => name);
    assert.deepEqual(told, ['a', 'b', 'c']);
  });

  it('does not begin a machine whose dependency failed', async () => {
    const all = [stack('a'), stack('b', { dependencies: ['a'] }), stack('c')];
    const machines = new Machines({ a: 'switch' });
    const done = await deploy(machines, turnsOf(all, all));
    assert.deepEqual(done.kinds, { a: 'undone', b: 'skipped', c: 'switched' });
    assert.equal(reasonOf(done, 'b'), 'it depends on a, which did not come through');
    assert.deepEqual(machines.order, ['a', 'c']);
  });

  it('does not begin the next stage when a canary failed', async () => {
    const all = [stack('a'), stack('canary', { tags: ['first'] }), stack('b')];
    const done = await deploy(new Machines({ canary: 'switch' }), turnsOf(all, all, ['first']));
    assert.deepEqual(done.kinds, { a: 'skipped', canary: 'undone', b: 'skipped' });
    assert.equal(reasonOf(done, 'a'), 'canary, of a stage before, did not come through');
  });

  it('takes an executor that throws for one machine, of which nothing is known', async () => {
    const done = await deploy(new Machines({ a: 'bug' }), turns('a', 'b'));
    assert.deepEqual(done.kinds, { a: 'unknown', b: 'switched' });
    assert.equal(reasonOf(done, 'a'), 'nothing has no name');
  });

  it('asked to stop, lets those under way go back and begins no other', async () => {
    const stop = new AbortController();
    const listen = (event: DeployEvent): void => void (event.type === 'phase' && event.stack === 'b' && stop.abort());
    const machines = new Machines();
    const done = await deploy(machines, turns('a', 'b', 'c'), { concurrency: 2, signal: stop.signal, listen });
    assert.deepEqual(done.kinds, { a: 'undone', b: 'undone', c: 'skipped' });
    assert.equal(reasonOf(done, 'c'), 'you stopped before its turn came');
    assert.deepEqual([...machines.generations.values()], [1, 1]);
  });

  it('asked to stop before it began, touches nothing', async () => {
    const machines = new Machines();
    const { kinds } = await deploy(machines, turns('a', 'b'), { signal: AbortSignal.abort() });
    assert.deepEqual([kinds, machines.order], [{ a: 'skipped', b: 'skipped' }, []]);
  });
});

describe('a fleet with --undo-done', () => {
  it('brings back those that it switched when one fails, dependents first', async () => {
    const all = [stack('a'), stack('b', { dependencies: ['a'] }), stack('c', { dependencies: ['b'] })];
    const machines = new Machines({ c: 'switch' });
    const done = await deploy(machines, turnsOf(all, all), { undoDone: true });
    assert.deepEqual(done.kinds, { a: 'undone', b: 'undone', c: 'undone' });
    assert.deepEqual(machines.order, ['a', 'b', 'c', '-b', '-a']);
    assert.equal(reasonOf(done, 'a'), 'c did not come through, and --undo-done brings all back');
    assert.equal(reasonOf(done, 'c'), 'a unit failed');
  });

  it('says so where going back fails, and brings back the others all the same', async () => {
    const { kinds } = await deploy(new Machines({ c: 'switch', a: 'undo' }), turns('a', 'b', 'c'), { undoDone: true, concurrency: 1 });
    assert.deepEqual(kinds, { a: 'undo-failed', b: 'undone', c: 'undone' });
  });

  it('leaves the machines on one generation, whatever fails', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (fails, concurrency) => {
          const names = fails.map((_, at) => `m${at}`);
          const machines = new Machines(Object.fromEntries(names.filter((_, at) => fails[at]).map((name) => [name, 'switch'] as const)));
          const { kinds } = await deploy(machines, turns(...names), { undoDone: true, concurrency });
          const expected = fails.some(Boolean) ? 1 : 2;
          for (const generation of machines.generations.values()) assert.equal(generation, expected);
          assert.ok(fails.some(Boolean) || Object.values(kinds).every((kind) => kind === 'switched'));
        },
      ),
      { numRuns: 40 },
    ));
});
