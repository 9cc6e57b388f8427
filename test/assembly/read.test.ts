import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { AssemblyError, AssemblyWriter, SCHEMA, readManifest } from '../../src/assembly';
import { temporaryFolder } from '../support/temp';
import { manifest, stackEntry } from './manifest';

describe('readManifest', () => {
  const folder = temporaryFolder();

  it('reads what the writer wrote', () => {
    const written = manifest({ stacks: [stackEntry()], inputs: { nixpkgs: { url: 'github:NixOS/nixpkgs/nixos-26.05' } } });
    new AssemblyWriter(folder('cdk.out')).commit(written);
    assert.deepEqual(readManifest(folder('cdk.out')), written);
  });

  const refusal = (text: string): string => {
    writeFileSync(folder('manifest.json'), text);
    return messageOf(() => readManifest(folder()));
  };
  const damaged = (changes: object): string => refusal(JSON.stringify({ ...manifest({ stacks: [stackEntry()] }), ...changes }));
  const without = (key: string): object => ({ stacks: [{ ...stackEntry(), [key]: undefined }] });

  it('says where no studio was synthesised', () => {
    for (const place of [folder(), folder('not-there')])
      assert.equal(
        messageOf(() => readManifest(place)),
        `${place} holds no synthesised studio: there is no manifest.json. Run «cdk synth» first, or name the folder with --output.`,
      );
  });

  it('says the same when a file stands where the folder should be', () => {
    writeFileSync(folder('cdk.out'), '');
    assert.match(
      messageOf(() => readManifest(folder('cdk.out'))),
      /holds no synthesised studio/,
    );
  });

  it('says why the manifest cannot be read', () => {
    mkdirSync(folder('manifest.json'));
    assert.match(
      messageOf(() => readManifest(folder())),
      /manifest\.json cannot be read: EISDIR.*Run «cdk synth» to write it anew\.$/,
    );
  });

  it('asks for a newer command line when the manifest is newer', () => {
    assert.equal(
      damaged({ schema: SCHEMA + 1 }),
      `${folder('manifest.json')} has schema ${SCHEMA + 1}, this version of studio-cdk reads schema ${SCHEMA}: ` +
        'update the command line (npm install --save-dev studio-cdk-cli@latest).',
    );
  });

  it('asks for a newer library when the manifest is older, or has no schema at all', () => {
    for (const schema of [SCHEMA - 1, undefined, 'one'])
      assert.match(damaged({ schema }), /: update the library \(npm install studio-cdk@latest\) and run «cdk synth» again\.$/);
  });

  it('takes no target that ssh would read as an option', () => {
    const to = (target: object): object => ({ stacks: [{ ...stackEntry(), target: { host: 'a', user: 'root', ...target } }] });
    const text = `${folder('manifest.json')} is damaged: stack «studio-laptop» has a target that cannot be one`;
    for (const bad of [{ host: '-oProxyCommand=x' }, { host: 'a b' }, { user: '-l' }, { port: 0 }, { port: '22' }, { hostKeys: [1] }])
      assert.ok(damaged(to(bad)).startsWith(text), JSON.stringify(bad));
    for (const good of [{ host: 'fe80::1%eth0' }, { host: '[::1]' }, { user: 'alice', port: 2222 }])
      assert.doesNotThrow(() => {
        writeFileSync(folder('manifest.json'), JSON.stringify({ ...manifest(), ...to(good) }));
        readManifest(folder());
      });
  });

  it('calls damaged what is cut off, or no object', () => {
    assert.match(refusal('{"schema": 1, "stacks": ['), /manifest\.json is damaged: .*JSON.*\. Run «cdk synth» to write it anew\.$/);
    for (const text of ['[]', 'null', '"a"', '7']) assert.match(refusal(text), /is damaged: it is not a JSON object\./);
  });

  it('names what is missing', () => {
    assert.match(damaged({ stacks: {} }), /is damaged: «stacks» is not a list\./);
    assert.match(damaged({ stacks: [null] }), /is damaged: a stack is not an object\./);
    assert.match(damaged({ messages: null }), /is damaged: «messages» is not a list\./);
    assert.match(damaged({ inputs: [] }), /is damaged: «inputs» is not an object\./);
    assert.match(damaged(without('name')), /is damaged: stack «\?» has no «name»\./);
    for (const key of ['kind', 'path', 'attribute', 'system', 'digest'])
      assert.match(damaged(without(key)), new RegExp(`is damaged: stack «studio-laptop» has no «${key}»\\.`));
    for (const key of ['dependencies', 'files'])
      assert.match(damaged(without(key)), new RegExp(`is damaged: stack «studio-laptop» has no list «${key}»\\.`));
  });
});

function messageOf(action: () => unknown): string {
  let message = '';
  assert.throws(action, (error: unknown) => {
    assert.ok(error instanceof AssemblyError);
    message = error.message;
    return true;
  });
  return message;
}
