import assert from 'node:assert/strict';
import { isAboutMachines, readOptions } from '../../src/doctor/doctor-options';

const read = (options: Readonly<Record<string, unknown>>, names: readonly string[] = []) => readOptions({ arguments: names, options });

describe('options of the doctor', () => {
  it('are about this computer’s programs where no machine is meant', () => {
    assert.equal(isAboutMachines(read({})), false);
    for (const options of [{ all: true }, { local: true }, { tag: ['stage'] }]) assert.equal(isAboutMachines(read(options)), true);
    assert.equal(isAboutMachines(read({}, ['laptop'])), true);
  });

  it('say what they need', () => {
    for (const [option, name] of [
      ['watch', '--watch'],
      ['fixHint', '--fix-hint'],
      ['markdown', '--markdown'],
      ['sudo', '--sudo'],
    ] as const)
      assert.throws(() => read({ [option]: true }), {
        name: 'UserError',
        message: new RegExp(`^${name} is about a machine’s tuning\\. Name a machine`),
      });
  });

  it('refuse what does not go together', () => {
    assert.throws(() => read({ json: true, markdown: true, local: true }), /two forms of the same answer/);
    assert.throws(() => read({ local: true, all: true }), /--local looks at this computer/);
    assert.throws(() => read({ local: true }, ['a', 'b']), /--local looks at this computer/);
    assert.throws(() => read({ local: true, sudo: true }), /«sudo cdk doctor --local»/);
    assert.throws(() => read({ local: true, watch: true, markdown: true }), /never ends/);
  });

  it('take a number of seconds', () => {
    assert.equal(read({ watch: true, local: true }).watch, 2);
    assert.equal(read({ watch: '10.5', all: true }).watch, 10.5);
    for (const bad of ['0', '-1', 'laptop', '1e2', '', 'Infinity'])
      assert.throws(() => read({ watch: bad, local: true }), /is not a number of seconds/, bad);
  });

  it('take a password as a wish for root’s rights', () => {
    assert.equal(read({ sudoPasswordFile: 'x' }, ['laptop']).sudo, true);
  });
});
