import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'mocha';
import { describeWithPython } from '../support/python';

const PROGRAM = join(__dirname, 'fixtures', 'callbacks.py');

describeWithPython('what a program in Python is called back for', (python) => {
  let configuration = '';
  let said = '';

  before(() => {
    const folder = python().folder();
    copyFileSync(PROGRAM, join(folder, 'app.py'));
    writeFileSync(join(folder, 'hardware.nix'), '{ }\n');
    writeFileSync(join(folder, 'cdk.json'), '{ "app": "python3 app.py" }\n');
    const { status, stderr } = python().cdk(['synth', '--quiet'], folder);
    assert.equal(status, 0, stderr);
    said = stderr;
    configuration = readFileSync(join(folder, 'cdk.out', 'machines', 'laptop', 'configuration.nix'), 'utf8');
  });

  /** `app.py:N` of the only line with these words. */
  function line(words: string): string {
    return `app.py:${
      readFileSync(PROGRAM, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes(words)) + 1
    }`;
  }

  it('adds to the machine what a construct of the user says', () => {
    assert.match(configuration, /# laptop\/Lamp: the lamp over the door/);
    assert.ok(configuration.includes(`_file = "${line('# the lamp')} (laptop/Lamp)"`), configuration);
  });

  it('lets an aspect change constructs and make others, with its own lines', () => {
    assert.match(configuration, /LAMP = "red"/);
    assert.match(configuration, /CURTAIN = "closed"/);
    assert.ok(configuration.includes(`_file = "${line('# the curtain')} (laptop/Curtain)"`), configuration);
  });

  it('knows the line also of what such a construct makes in turn', () => {
    const made = [...configuration.matchAll(/_file = "(.*) \(laptop\/Studio(?:\/.*)?\)"/g)].map(([, place]) => place);
    assert.ok(made.length > 1, configuration);
    assert.deepEqual(new Set(made), new Set([line('# the studio')]));
  });

  it('asks for a late value when it is written', () => {
    assert.match(configuration, /SEEN = .*"[1-9]\d* seen"/);
    assert.ok(configuration.includes(`_file = "${line('# the override')} `), configuration);
  });

  it('hands on what an aspect has to say, with the line of the construct', () => {
    assert.match(said, /The lamp is dimmed/);
    assert.ok(said.includes(line('# the lamp')), said);
  });
});
