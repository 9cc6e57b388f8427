import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { app, jam, song } from '../bin/studio';

interface Program {
  readonly name: string;
  readonly systems: readonly string[];
}

describe('The studio for any Linux', () => {
  let programs: Readonly<Record<string, readonly Program[]>> = {};
  before(() => {
    const manifest = JSON.parse(readFileSync(join(app.synth(), 'manifest.json'), 'utf8')) as {
      stacks: { name: string; programs: Program[] }[];
    };
    programs = Object.fromEntries(manifest.stacks.map((stack) => [stack.name, stack.programs]));
  });

  it('has its programs on Intel and on ARM', () => {
    for (const { name, systems } of programs[jam.stackName]!) assert.deepEqual(systems, ['x86_64-linux', 'aarch64-linux'], name);
    assert.deepEqual(
      programs[jam.stackName]!.map(({ name }) => name),
      ['ardour', 'carla'],
    );
  });

  it('has programs of its own for the song, all from one revision', () => {
    assert.deepEqual(
      programs[song.stackName]!.map(({ name }) => name),
      ['night-train-session', 'night-train-ardour'],
    );
    assert.equal(song.nixpkgs.gitRef, song.revision);
  });
});
