import assert from 'node:assert/strict';
import { readMeasureOptions } from '../../../src/realtime/measure/measure-options';

describe('what «cdk measure» is told', () => {
  const wrong = (options: Readonly<Record<string, unknown>>, message: RegExp, names: readonly string[] = []): void =>
    void assert.throws(() => readMeasureOptions(options, names), message);

  it('is a number where one is meant', () => {
    const { seconds, priority, interval } = readMeasureOptions({ seconds: '600', priority: '80', interval: '500' }, []);
    assert.deepEqual([seconds, priority, interval], [600, 80, 500]);
    wrong({ seconds: '0' }, /--seconds takes a whole number from 1 to 86400, .*, but got «0»/);
    wrong({ seconds: '1.5' }, /but got «1\.5»/);
    wrong({ seconds: '' }, /but got «»/);
    wrong({ priority: '100' }, /--priority takes a whole number from 1 to 99/);
    wrong({ interval: '-5' }, /--interval takes a whole number from 20/);
  });

  it('is about this computer, about machines, or about a file', () => {
    wrong({ local: true }, /--local is about this computer/, ['laptop']);
    wrong({ local: true, all: true }, /--local is about this computer/);
    wrong({ import: 'a.json' }, /Name the machine that it is about with --stack/, ['laptop']);
    wrong({ import: 'a.json', local: true }, /--import reads a file, and measures nothing/);
    wrong({ stack: 'laptop' }, /--stack says whose measurement --import brings/);
  });

  it('leaves power management as it is, unless it is told otherwise', () => {
    assert.equal(readMeasureOptions({}, []).defaultSystem, true);
    assert.equal(readMeasureOptions({ defaultSystem: false }, []).defaultSystem, false);
  });
});
