import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { calledWith, type CyclictestResult } from '../../../src/realtime/measure/cyclictest';
import { parseCyclictestJson } from '../../../src/realtime/measure/cyclictest-json';
import { parseCyclictestText } from '../../../src/realtime/measure/cyclictest-text';

const recorded = (name: string): string => readFileSync(join(__dirname, 'recorded', name), 'utf8');

const addsUp = ({ threads }: CyclictestResult): void => {
  for (const { histogram, overflows, samples, min, max } of threads) {
    assert.ok(min <= max && Number.isSafeInteger(samples) && overflows >= 0);
    if (histogram.length > 0)
      assert.equal(
        histogram.reduce((sum, [, count]) => sum + count, overflows),
        samples,
      );
  }
};

describe('cyclictest’s JSON', () => {
  it('tells of each thread, and of how it was called', () => {
    const { threads, ...rest } = parseCyclictestJson(recorded('json-2.4.json'));
    assert.deepEqual(
      threads.map(({ cpu, limit }) => [cpu, limit]),
      [
        [0, 60],
        [1, 60],
      ],
    );
    assert.ok(
      threads.every(({ samples, overflows }) => samples > 900 && overflows > 0),
      'what lies above the table is counted',
    );
    assert.deepEqual(
      [rest.version, rest.priority, rest.interval, rest.defaultSystem, rest.seconds, rest.isRealtime],
      ['2.40', 88, 1000, true, 1, false],
    );
    assert.match(rest.startedAt!, /^2026-11-22T06:\d\d:\d\d\.000Z$/);
    addsUp({ threads });
  });

  it('is the same to us when its keys have no colon at the end', () => {
    const text = recorded('json-2.4.json');
    assert.deepEqual(parseCyclictestJson(text.replaceAll(':":', '":')), parseCyclictestJson(text));
  });

  it('has «-nan» where a thread was never woken up', () => {
    const { threads } = parseCyclictestJson(recorded('silent-thread.json'));
    assert.deepEqual(
      threads.map(({ samples }) => samples),
      [1000, 1, 0],
    );
    assert.equal(threads[2]!.max, 0);
  });

  it('in nanoseconds becomes microseconds', () => {
    const { threads } = parseCyclictestJson(recorded('nanoseconds.json'));
    assert.ok(threads.every(({ min, histogram }) => min < 1000 && histogram.length < 21));
    addsUp({ threads });
  });

  it('says what is wrong with it', () => {
    const wrong = (text: string): string => {
      try {
        parseCyclictestJson(text);
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing';
    };
    assert.equal(wrong(''), 'it is empty');
    assert.equal(wrong(recorded('json-2.4.json').slice(0, 700)), 'it is no JSON, or is cut off');
    assert.equal(wrong('{}'), 'it has no «thread», so cyclictest did not write it');
    assert.equal(wrong('{"thread":[]}'), '«thread» is not an object');
    assert.equal(wrong('{"num_threads":2,"thread":{}}'), 'it announces 2 threads and has 0');
    const one = (more: string): string => `{"thread":{"0":{"cycles":2,"min":1,"max":9,"avg":5,"cpu":0,${more}}}}`;
    assert.equal(wrong(one('"histogram":{"1":1,"9":2}')), 'the buckets of thread 0 hold more than its 2 samples');
    assert.equal(wrong(one('"histogram":{"1":1,"10":1}')), 'a bucket of thread 0 lies above its greatest latency');
    assert.equal(wrong(one('"histogram":{"-1":1}')), 'a bucket of thread 0 is no latency with a count');
    assert.equal(wrong(one('"min":10')), 'the least latency of thread 0 is greater than its greatest');
  });

  it('is a measurement that adds up or is refused, wherever it is cut or changed', () => {
    const text = recorded('json-2.4.json');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, other) => {
        readable(() => addsUp(parseCyclictestJson(text.slice(0, at) + other + text.slice(at + length))));
        readable(() => addsUp(parseCyclictestJson(text.slice(0, at))));
      }),
      { numRuns: 500 },
    );
  });

  it('may be anything', () => {
    fc.assert(fc.property(fc.json(), (text) => readable(() => addsUp(parseCyclictestJson(`{"thread":{"0":${text}}}`)))));
  });
});

describe('what cyclictest prints', () => {
  it('is a table, with or without a column for the sum', () => {
    for (const name of ['table.txt', 'table-with-sum.txt']) {
      const result = parseCyclictestText(recorded(name));
      assert.deepEqual(
        result.threads.map(({ cpu, limit }) => [cpu, limit]),
        [
          [0, 60],
          [1, 60],
        ],
        name,
      );
      assert.ok(
        result.threads.every(({ samples, histogram }) => samples > 900 && histogram.length > 0),
        name,
      );
      assert.equal(result.defaultSystem, false, 'it says that it keeps the CPUs awake');
      addsUp(result);
    }
  });

  it('is the same table without its empty rows, when somebody says where it ends', () => {
    const text = recorded('table.txt');
    const short = text.replaceAll(/^\d{6}(?:\s+0{6})+\n/gm, '');
    assert.ok(short.length < text.length);
    assert.deepEqual(parseCyclictestText(short, 60), parseCyclictestText(text));
  });

  it('is a line for each thread', () => {
    const { threads, priority, interval, defaultSystem } = parseCyclictestText(recorded('summary.txt'));
    assert.deepEqual([threads.length, priority, interval, defaultSystem], [2, 80, 1000, false]);
    assert.ok(threads.every(({ histogram, samples }) => histogram.length === 0 && samples > 500));
  });

  it('is a screen that is written over again and again, of which the last lines count', () => {
    const { threads } = parseCyclictestText(recorded('screen.txt'));
    assert.equal(threads.length, 2);
    assert.ok(threads.every(({ samples }) => samples > 0));
  });

  it('that is cut off is refused', () => {
    const text = recorded('table.txt');
    assert.throws(() => parseCyclictestText(text.slice(0, text.indexOf('# Max'))), /cut off: the line «# Max Latencies» is missing/);
    const lines = text.split('\n');
    const full = lines.findIndex((line) => /^\d{6} 0*[1-9]/.test(line));
    assert.throws(() => parseCyclictestText(lines.toSpliced(full, 1).join('\n')), /lines are missing: thread 0 has \d+ samples/);
    assert.throws(() => parseCyclictestText('Hello.\n'), /neither a histogram nor a summary/);
  });

  it('is a measurement that adds up or is refused, wherever it is cut or changed', () => {
    const text = recorded('table-with-sum.txt');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, other) => {
        readable(() => addsUp(parseCyclictestText(text.slice(0, at) + other + text.slice(at + length))));
      }),
      { numRuns: 500 },
    );
  });
});

describe('how cyclictest was called', () => {
  it('is read from its command line, in short and in long', () => {
    const expected = { priority: 90, interval: 200, defaultSystem: true, limit: 400 };
    assert.deepEqual(calledWith('cyclictest -S -p90 -i 200 -h400 --default-system'), expected);
    assert.deepEqual(calledWith('cyclictest --prio=90 --interval=200 --default-system --histogram=400'), expected);
  });
});

function readable(read: () => void): void {
  try {
    read();
  } catch (error) {
    assert.equal((error as Error).name, 'Unreadable', String(error));
  }
}
