import assert from 'node:assert/strict';
import { exitCodeFor } from '../../src/doctor/exit-code';
import { alice, aCpu, aKernel, someSettings, waiting } from '../realtime/checks/a-snapshot';
import { anExamined, away, crackling } from './an-examined';

describe('the exit code', () => {
  const fine = anExamined();
  const warned = anExamined(someSettings({ 'vm.swappiness': '60' }));

  it('is 0 where all is well, and where there are notes', () => {
    assert.equal(exitCodeFor([fine], true), 0);
    assert.equal(exitCodeFor([anExamined({ cpus: [aCpu({ energyBias: 6 })] })], true), 0);
  });

  it('is 1 for an error, and for a machine that did not answer', () => {
    assert.equal(exitCodeFor([crackling()], false), 1);
    assert.equal(exitCodeFor([fine, away()], false), 1);
  });

  it('is 2 for warnings where they count', () => {
    assert.deepEqual([exitCodeFor([warned], false), exitCodeFor([warned], true)], [0, 2]);
    assert.equal(exitCodeFor([anExamined(waiting('quiet'))], true), 2, 'a reboot that is missing is one');
  });

  it('does not take for well what could not be seen and matters', () => {
    const hidden = anExamined({ musicians: [alice({ limits: undefined })] });
    assert.deepEqual([exitCodeFor([hidden], false), exitCodeFor([hidden], true)], [0, 2]);
    const model = anExamined(aKernel({ preemptInForce: undefined, config: undefined, parameters: ['threadirqs'] }));
    assert.equal(
      exitCodeFor([{ ...model, seen: { ...model.seen!, results: model.seen!.results.filter(({ id }) => id === 'preempt_model') } }], true),
      0,
    );
  });

  it('is that of the worst of several, and 1 is worse than 2', () => {
    assert.equal(exitCodeFor([fine, warned, crackling()], true), 1);
    assert.equal(exitCodeFor([fine, warned], true), 2);
  });
});
