import assert from 'node:assert/strict';
import { complete, type Sources } from '../../src/completion/candidates';
import type { CommandSpec } from '../../src/command';

const DEPLOY: CommandSpec = {
  description: '',
  arguments: [
    { syntax: '<TEMPLATE>', summary: '', completes: 'templates' },
    { syntax: '[STACK...]', summary: '', completes: 'stacks' },
  ],
  options: [
    { flags: '-p, --print <STACK>', summary: 'Print.', completes: 'stacks' },
    { flags: '-q, --quiet', summary: 'Quiet.' },
  ],
  run: () => Promise.resolve(0),
};

const SOURCES: Sources = {
  commands: [{ name: 'deploy', alias: 'ship', summary: 'Deploy.' }],
  globals: [{ flags: '-a, --app <COMMAND>', summary: 'App.' }],
  load: (name) => Promise.resolve(['deploy', 'ship'].includes(name) ? DEPLOY : undefined),
  list: (what) => (what === 'stacks' ? [{ word: 'one' }, { word: 'two' }] : [{ word: what }]),
};

describe('candidates', () => {
  const cases: readonly (readonly [line: string, expected: string])[] = [
    ['', 'deploy'],
    ['x', ''],
    ['deploy ', 'templates'],
    ['ship ', 'templates'],
    ['deploy t ', 'one two'],
    ['deploy t one ', 'two'],
    ['deploy t one tw', 'two'],
    ['deploy -q t ', 'one two'],
    ['deploy --print ', 'one two'],
    ['deploy -p ', 'one two'],
    ['deploy -p one t ', 'one two'],
    ['-a deploy ', 'deploy'],
    ['-a ', ''],
    ['-a x deploy ', 'templates'],
    ['deploy --', '--print --quiet --app --help'],
    ['unknown ', ''],
    ['unknown -', '--app --help'],
  ];
  for (const [line, expected] of cases) {
    it(`for «cdk ${line}» are «${expected}»`, async () => {
      const found = await complete(line.split(' '), SOURCES);
      assert.equal(found.map(({ word }) => word).join(' '), expected);
    });
  }

  it('have a meaning', async () => {
    assert.deepEqual(await complete(['dep'], SOURCES), [{ word: 'deploy', meaning: 'Deploy.' }]);
  });
});
