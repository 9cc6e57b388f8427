import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lastOutput, openProject } from '../../src/project/project';
import { folderWith, temporaryFolder } from '../support/cli';

const project = (settings: object): string => {
  const folder = folderWith({ 'cdk.json': JSON.stringify(settings) });
  mkdirSync(join(folder, 'sub'));
  return folder;
};

describe('a project', () => {
  it('runs where its cdk.json is, and writes to cdk.out there', () => {
    const folder = project({ app: 'node a.js' });
    assert.deepEqual(openProject(join(folder, 'sub'), {}), { folder, app: 'node a.js', output: join(folder, 'cdk.out'), context: {} });
  });

  it('takes an output in cdk.json from there, and one of the command line from where the user is', () => {
    const folder = project({ app: 'x', output: 'build/out' });
    assert.equal(openProject(join(folder, 'sub'), {}).output, join(folder, 'build', 'out'));
    assert.equal(openProject(join(folder, 'sub'), { output: 'mine' }).output, join(folder, 'sub', 'mine'));
    assert.equal(lastOutput(join(folder, 'sub'), {}), join(folder, 'build', 'out'));
  });

  it('needs no cdk.json when --app says what to run', () => {
    const folder = temporaryFolder();
    assert.deepEqual(openProject(folder, { app: 'node b.js' }), { folder, app: 'node b.js', output: join(folder, 'cdk.out'), context: {} });
  });

  it('lays --context over the context of cdk.json', () => {
    const folder = project({ app: 'x', context: { rate: 48000, name: 'a' } });
    assert.deepEqual(openProject(folder, { context: ['name=b=c', 'empty=', '__proto__=x'] }).context, {
      rate: 48000,
      name: 'b=c',
      empty: '',
      ['__proto__']: 'x',
    });
  });

  it('refuses a context without a value', () => {
    const folder = project({ app: 'x' });
    for (const given of ['rate', '=5', ''])
      assert.throws(() => openProject(folder, { context: [given] }), { name: 'UserError', message: /is not a key and a value/ });
  });

  it('takes a synthesised folder as it is', () => {
    const folder = folderWith({ 'done/manifest.json': '{}', 'cdk.json': '{ "app": "x" }' });
    assert.deepEqual(openProject(folder, { app: 'done' }), { folder, output: join(folder, 'done'), context: {} });
  });

  it('says when --app names another folder', () => {
    const folder = project({ app: 'x' });
    assert.throws(() => openProject(folder, { app: 'sub' }), { name: 'UserError', message: /sub is a folder, and no synthesised studio/ });
  });

  it('says when there is nothing to run', () => {
    assert.throws(() => openProject(temporaryFolder(), {}), { name: 'UserError', message: /There is no studio here/ });
    assert.throws(() => openProject(project({}), {}), { name: 'UserError', message: /does not say what to run/ });
  });
});
