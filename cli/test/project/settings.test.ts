import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findSettings } from '../../src/project/settings';
import { folderWith, temporaryFolder } from '../support/cli';

const withSettings = (text: string): string => folderWith({ 'cdk.json': text });

describe('cdk.json', () => {
  it('is found in the folder and in those above it', () => {
    const folder = withSettings('{ "app": "node app.js", "output": "out", "context": { "rate": 48000 } }');
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    const expected = { file: join(folder, 'cdk.json'), app: 'node app.js', output: 'out', context: { rate: 48000 } };
    assert.deepEqual(findSettings(folder), expected);
    assert.deepEqual(findSettings(join(folder, 'a', 'b')), expected);
    assert.equal(findSettings(temporaryFolder()), undefined);
  });

  it('may start with the mark that some editors write', () => {
    assert.equal(findSettings(withSettings('\uFEFF{ "app": "x" }'))?.app, 'x');
  });

  it('may hold what other tools look for', () => {
    assert.deepEqual(findSettings(withSettings('{ "$schema": "x", "//": "a note", "watch": {} }'))?.context, {});
  });

  const refusals: readonly (readonly [text: string, message: RegExp])[] = [
    ['{ "app": "a",\n  nonsense }', /cdk\.json:2:3: this is not JSON: a name in double quotes is expected, not «n»\.$/],
    ['[]', /must hold an object, as in .*, and it holds a list\.$/],
    ['null', /and it holds null\.$/],
    ['{ "app": ["node"] }', /"app" must be a command line in quotes, and it is a list\.$/],
    ['{ "app": "" }', /"app" must be a command line in quotes, and it is the string ""\.$/],
    ['{ "output": 3 }', /"output" must be the name of a folder, and it is the number 3\.$/],
    ['{ "context": ["a"] }', /"context" must be an object of keys and values, and it is a list\.$/],
    ['{ "ouput": "x" }', /"ouput" is not a setting\. Did you mean "output"\?$/],
  ];
  for (const [text, message] of refusals) {
    it(`refuses ${text.replace('\n', ' ')}`, () => {
      assert.throws(() => findSettings(withSettings(text)), { name: 'UserError', message });
    });
  }

  it('refuses to be a folder', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'cdk.json'));
    assert.throws(() => findSettings(folder), { name: 'UserError', message: /cdk\.json cannot be read: it is a folder\.$/ });
  });
});
