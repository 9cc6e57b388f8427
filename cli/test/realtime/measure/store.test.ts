import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { formerGeneration, listMeasurements, saveMeasurement, type Damaged } from '../../../src/realtime/measure';
import { checkMeasurement } from '../../../src/realtime/measure/check-measurement';
import { temporaryFolder } from '../../support/cli';
import { measurement, thread } from './made';

describe('the measurements of a project', () => {
  const one = measurement([thread({ 10: 5 })], { xruns: 0, notes: ['CPU 1 was switched off.'] });

  it('are files that sort by time and name the generation', () => {
    const folder = temporaryFolder();
    assert.equal(saveMeasurement(folder, one), join(folder, 'measurements', 'laptop', '20260131T120000.000Z-41.json'));
    assert.deepEqual(readdirSync(join(folder, 'measurements', 'laptop')), ['20260131T120000.000Z-41.json'], 'and no draft is left');
  });

  it('come back as they were, oldest first', () => {
    const folder = temporaryFolder();
    const later = { ...one, at: '2026-02-01T08:00:00.000Z' };
    saveMeasurement(folder, later);
    saveMeasurement(folder, one);
    assert.deepEqual(listMeasurements(folder, 'laptop'), [one, later]);
    assert.deepEqual(listMeasurements(folder, 'booth'), []);
  });

  it('do without a damaged one, which is named', () => {
    const folder = temporaryFolder();
    const good = readFileSync(saveMeasurement(folder, one), 'utf8');
    const place = join(folder, 'measurements', 'laptop');
    writeFileSync(join(place, 'cut.json'), good.slice(0, 200));
    writeFileSync(join(place, 'hostile.json'), good.replace('"samples":5', '"samples":-5'));
    writeFileSync(join(place, 'newer.json'), good.replace('"schema":1', '"schema":2'));
    const damaged: Damaged[] = [];
    assert.equal(listMeasurements(folder, 'laptop', (one) => damaged.push(one)).length, 1);
    assert.deepEqual(
      damaged.map(({ file, why }) => [file.slice(place.length + 1), why]),
      [
        ['cut.json', 'it is no JSON, or is cut off'],
        ['hostile.json', '«threads[0].samples» is not a whole number but -5'],
        ['newer.json', '«schema» is not 1, so another version of the command line wrote it'],
      ],
    );
  });

  it('do without what is no file, and could be read for ever', function () {
    const folder = temporaryFolder();
    const place = dirname(saveMeasurement(folder, one));
    if (spawnSync('mkfifo', [join(place, 'pipe.json')]).status !== 0) return this.skip();
    symlinkSync('/dev/zero', join(place, 'zero.json'));
    const damaged: Damaged[] = [];
    assert.equal(listMeasurements(folder, 'laptop', (one) => damaged.push(one)).length, 1);
    assert.deepEqual(
      damaged.map(({ file, why }) => [file.slice(place.length + 1), why]),
      [
        ['pipe.json', 'it is no file'],
        ['zero.json', 'it is no file'],
      ],
    );
  });

  it('stay in their folder, whatever a stack is called', () => {
    const folder = temporaryFolder();
    for (const stack of ['../../etc', '..', '.', '', 'a/b', 'a\\b', 'ü']) {
      const file = saveMeasurement(folder, { ...one, stack });
      assert.equal(dirname(dirname(file)), join(folder, 'measurements'), stack);
    }
  });

  it('that cannot be written are an error that names the file', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'measurements'));
    writeFileSync(join(folder, 'measurements', 'laptop'), 'in the way');
    assert.throws(() => saveMeasurement(folder, one), /could not be kept in «.*measurements\/laptop\/2026.*json»/);
  });

  it('are checked whatever is in the file: it is a measurement that adds up, or an error', () => {
    const text = JSON.stringify(one);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', '-1', '"', 'null', '{}', '[]', '1e999', '\\u001b[2J'), (at, other) => {
        try {
          const read = checkMeasurement(JSON.parse(text.slice(0, at) + other + text.slice(at + 1)), '');
          for (const { histogram, overflows, samples } of read.threads)
            assert.equal(
              histogram.reduce((sum, [, count]) => sum + count, overflows),
              samples,
            );
        } catch (error) {
          assert.match((error as Error).name, /^(SyntaxError|Misfit)$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('have a former one: the last of another generation', () => {
    const at = (day: number, generation: number) => ({
      ...one,
      at: `2026-01-0${day}T00:00:00.000Z`,
      machine: { ...one.machine, generation },
    });
    const all = [at(1, 40), at(2, 41), at(3, 41), at(4, 42), at(5, 42)];
    assert.equal(formerGeneration(all, all[4]!), all[2]);
    assert.equal(formerGeneration(all, all[0]!), undefined);
  });
});
