import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openState } from '../../src/pulumi/state';
import { temporaryFolder } from '../support/cli';

const nobody = { isThere: false, ask: () => Promise.reject(new Error('asked')), askSecret: () => Promise.reject(new Error('asked')) };
const somebody = (...answers: string[]) => {
  const questions: string[] = [];
  return {
    questions,
    isThere: true,
    ask: () => Promise.reject(new Error('asked')),
    askSecret: (question: string) => (questions.push(question), Promise.resolve(answers.shift() ?? '')),
  };
};
const SET = { PULUMI_CONFIG_PASSPHRASE: 'secret' };

describe('the state of Pulumi', () => {
  let home: string;
  beforeEach(() => (home = temporaryFolder()));

  it('is in the folder of the project, or where the user says', async () => {
    const backend = async (given: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<string> =>
      (await openState({ home, backend: given, env: { ...SET, ...env }, person: nobody })).backend;
    assert.equal(await backend(undefined), pathToFileURL(join(home, 'pulumi-state')).href);
    assert.equal(await backend(undefined, { PULUMI_BACKEND_URL: 'file:///srv/state' }), 'file:///srv/state');
    assert.equal(await backend('s3://band', { PULUMI_BACKEND_URL: 'file:///srv/state' }), 's3://band');
  });

  it('asks for nothing that is set, also where that is empty or a file, and hands nothing of it on', async () => {
    for (const env of [SET, { PULUMI_CONFIG_PASSPHRASE: '' }, { PULUMI_CONFIG_PASSPHRASE_FILE: '/run/secret' }])
      assert.deepEqual((await openState({ home, backend: undefined, env, person: nobody })).env, {});
  });

  it('asks for a new passphrase twice, and for that of a state once', async () => {
    const first = somebody('secret', 'secret');
    assert.deepEqual((await openState({ home, backend: undefined, env: {}, person: first })).env, SET);
    assert.equal(first.questions.length, 2);
    mkdirSync(join(home, 'pulumi-state'));
    const later = somebody('secret');
    assert.deepEqual((await openState({ home, backend: undefined, env: {}, person: later })).env, SET);
    assert.equal(later.questions.length, 1);
  });

  it('is not made with a passphrase that was mistyped', async () => {
    await assert.rejects(openState({ home, backend: undefined, env: {}, person: somebody('one', 'other') }), /two different passphrases/);
  });

  it('says what to set when there is nobody to ask', async () => {
    await assert.rejects(
      openState({ home, backend: undefined, env: {}, person: nobody }),
      /Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE/,
    );
  });
});
