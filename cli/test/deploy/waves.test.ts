import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isFine, type Outcome } from '../../src/deploy/outcome';
import { due, turnsOf, type Turn } from '../../src/deploy/waves';
import type { StackEntry } from '../../../src/assembly';
import { stack } from '../support/studio';

const FINE: Outcome = { kind: 'switched', system: '/nix/store/new', isDefault: true, needsReboot: false, warnings: [] };
const FAILED: Outcome = { kind: 'undone', generation: 1, system: '/nix/store/old', reason: 'no sound' };

const after = (name: string, ...dependencies: readonly string[]): StackEntry => stack(name, { dependencies });
const turn = (turns: readonly Turn[], name: string): Turn => turns.find((entry) => entry.name === name)!;

describe('the turns of machines', () => {
  it('come after those of the selection that they depend on', () => {
    const all = [after('clock'), after('mixer', 'clock'), after('stage', 'mixer'), after('foh')];
    assert.deepEqual(turnsOf(all, all), [
      { name: 'clock', after: [], stage: 0 },
      { name: 'mixer', after: ['clock'], stage: 0 },
      { name: 'stage', after: ['mixer', 'clock'], stage: 0 },
      { name: 'foh', after: [], stage: 0 },
    ]);
  });

  it('know of a dependency also where the stack between was not selected', () => {
    const all = [after('clock'), after('mixer', 'clock'), after('stage', 'mixer')];
    assert.deepEqual(turnsOf([all[0]!, all[2]!], all)[1], { name: 'stage', after: ['clock'], stage: 0 });
  });

  it('go stage by stage, those without one of the tags last', () => {
    const all = [stack('a', { tags: ['lab'] }), stack('b'), stack('c', { tags: ['canary', 'lab'] })];
    const stages = turnsOf(all, all, ['canary', 'lab']).map(({ stage }) => stage);
    assert.deepEqual(stages, [1, 2, 0]);
  });

  it('bring a dependency forward to the stage that needs it', () => {
    const all = [
      stack('clock'),
      stack('mixer', { dependencies: ['clock'] }),
      stack('foh', { dependencies: ['mixer'], tags: ['canary'] }),
      stack('b'),
    ];
    const turns = turnsOf(all, all, ['canary']);
    assert.deepEqual([turn(turns, 'clock').stage, turn(turns, 'mixer').stage, turn(turns, 'b').stage], [0, 0, 1]);
  });

  it('refuse a stage that no machine is in', () => {
    const all = [stack('a', { tags: ['canary'] })];
    assert.throws(() => turnsOf(all, all, ['canari']), /^UserError: No machine has the tag «canari»\. Did you mean «canary»\?$/);
  });
});

/** Graphs of up to twelve stacks: each may depend on any before it and have either tag. Some are selected, and some of those will fail. */
const studios = fc
  .array(
    fc.record({
      dependencies: fc.array(fc.nat(11), { maxLength: 3 }),
      tags: fc.subarray(['canary', 'lab']),
      selected: fc.boolean(),
      fails: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) => {
    const all = drafts.map(({ dependencies, tags }, at) =>
      stack(`m${at}`, { tags, dependencies: [...new Set(dependencies.filter((earlier) => earlier < at).map((earlier) => `m${earlier}`))] }),
    );
    const selected = all.filter((_, at) => drafts[at]!.selected);
    return { all, selected, fails: new Set(all.filter((_, at) => drafts[at]!.fails).map(({ name }) => name)) };
  });

interface Run {
  readonly ends: ReadonlyMap<string, Outcome>;
  /** What was over when a machine began. */
  readonly overAtStart: ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
  readonly most: number;
}

/** A run in which machines end in any order. */
function simulate(turns: readonly Turn[], fails: ReadonlySet<string>, concurrency: number, pick: (count: number) => number): Run {
  const progress = new Map<string, 'running' | Outcome>();
  const overAtStart = new Map<string, ReadonlyMap<string, Outcome>>();
  let most = 0;
  for (;;) {
    const { start, skip } = due(turns, progress, concurrency);
    for (const { name, reason } of skip) progress.set(name, { kind: 'skipped', reason });
    for (const name of start) {
      overAtStart.set(name, new Map([...progress].filter((entry): entry is [string, Outcome] => entry[1] !== 'running')));
      progress.set(name, 'running');
    }
    const running = [...progress].filter(([, state]) => state === 'running').map(([name]) => name);
    most = Math.max(most, running.length);
    if (running.length === 0) return { ends: progress as Map<string, Outcome>, overAtStart, most };
    const ended = running[pick(running.length)]!;
    progress.set(ended, fails.has(ended) ? FAILED : FINE);
  }
}

describe('a run of machines, whatever depends on what and whatever fails', () => {
  const check = (property: (turns: readonly Turn[], run: Run, fails: ReadonlySet<string>, concurrency: number) => void): void =>
    fc.assert(
      fc.property(
        studios,
        fc.constantFrom([], ['canary'], ['lab', 'canary']),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat()),
        (studio, stages, concurrency, picks) => {
          const { all, selected, fails } = studio;
          const known = stages.filter((tag) => selected.some(({ tags }) => tags?.includes(tag)));
          const turns = turnsOf(selected, all, known);
          const pick = (count: number): number => picks.next().value! % count;
          property(turns, simulate(turns, fails, concurrency, pick), fails, concurrency);
        },
      ),
    );

  it('comes to an end for every machine', () =>
    check((turns, { ends }) => assert.deepEqual([...ends.keys()].sort(), turns.map(({ name }) => name).sort())));

  it('never has more under way than allowed, and uses what is allowed', () =>
    check((turns, { most }, _, concurrency) => {
      assert.ok(most <= concurrency);
      const first = due(turns, new Map(), concurrency).start.length;
      const ready = turns.filter(
        ({ after: earlier, stage }) => earlier.length === 0 && stage === Math.min(...turns.map((entry) => entry.stage)),
      );
      assert.equal(first, Math.min(concurrency, ready.length));
    }));

  it('begins a machine when what it depends on is fine, and all stages before its own', () =>
    check((turns, { overAtStart }) => {
      for (const [name, over] of overAtStart) {
        const { after: earlier, stage } = turn(turns, name);
        const before = [...earlier, ...turns.filter((entry) => entry.stage < stage).map((entry) => entry.name)];
        for (const one of before) assert.ok(over.has(one) && isFine(over.get(one)!), `${name} began before ${one} was fine`);
      }
    }));

  it('leaves out a machine only for one that failed before it', () =>
    check((turns, { ends }, fails) => {
      const blocked = (name: string): boolean => {
        const { after: earlier, stage } = turn(turns, name);
        const before = [...earlier, ...turns.filter((entry) => entry.stage < stage).map((entry) => entry.name)];
        return before.some((one) => fails.has(one) || ends.get(one)!.kind === 'skipped');
      };
      for (const { name } of turns) assert.equal(ends.get(name)!.kind === 'skipped', blocked(name), name);
    }));

  it('says of which machine it is that another was left out', () =>
    check((_, { ends }) => {
      for (const outcome of ends.values()) {
        if (outcome.kind !== 'skipped') continue;
        const [culprit] = /\bm\d+/.exec(outcome.reason) ?? [];
        assert.ok(culprit !== undefined && !isFine(ends.get(culprit)!), outcome.reason);
      }
    }));
});
