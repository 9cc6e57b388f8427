import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { readConfig, surroundings, type HostConfig } from '../../src/ssh/config';
import { Logins } from '../../src/ssh/logins';

const configWith = (jumps: readonly string[], proxyCommand?: string): HostConfig => ({
  ...readConfig('', { host: 'm' }, surroundings()),
  jumps,
  ...(proxyCommand !== undefined && { proxyCommand }),
});

/** Logs in everywhere at once, and counts how many were under way at the same time: in all, and through each host. */
async function all(configs: readonly HostConfig[]): Promise<{ readonly most: number; readonly mostThrough: ReadonlyMap<string, number> }> {
  const logins = new Logins();
  const busy = new Map<string, number>();
  const highest = new Map<string, number>();
  const count = (name: string, change: number): void => {
    const now = (busy.get(name) ?? 0) + change;
    busy.set(name, now);
    highest.set(name, Math.max(now, highest.get(name) ?? 0));
  };
  await Promise.all(
    configs.map((config) =>
      logins.run(config, async () => {
        const names = ['', ...new Set(config.jumps)];
        names.forEach((name) => count(name, 1));
        await sleep(1);
        names.forEach((name) => count(name, -1));
      }),
    ),
  );
  return { most: highest.get('') ?? 0, mostThrough: highest };
}

describe('logins', () => {
  it('to fifty machines that are reached straight go on at once, and no more than that', async () => {
    assert.equal((await all(Array(50).fill(configWith([])))).most, 50);
    assert.equal((await all(Array(120).fill(configWith([])))).most, 50);
  });

  it('are eight at once through one jump host, which would refuse more, and do not hold up the others', async () => {
    const both = [...Array(20).fill(configWith(['gate'])), ...Array(20).fill(configWith([]))] as HostConfig[];
    const { most, mostThrough } = await all(both);
    assert.deepEqual([most, mostThrough.get('gate')], [28, 8]);
  });

  it('are eight at once where a program is the way: it may be the same one for all', async () => {
    assert.equal((await all(Array(20).fill(configWith([], 'nc -X connect %h %p')))).most, 8);
  });

  it('all come to an end, whatever hosts they go through, and none of these is asked for more than eight', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }), { maxLength: 60 }), async (ways) => {
        const { mostThrough } = await all(ways.map((jumps) => configWith(jumps)));
        for (const host of ['a', 'b', 'c']) assert.ok((mostThrough.get(host) ?? 0) <= 8);
      }),
      { numRuns: 30 },
    ));
});
