import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { callSite, sourceOf } from '../../src/core';
import { configuration, machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { Says } from './says';

const STACK = Symbol.for('jsii.context.hostStackTrace');
const FOLDER = Symbol.for('jsii.context.hostDirName');
const runtime = globalThis as { [STACK]?: unknown; [FOLDER]?: unknown };

/** What jsii's runtime hands over: file, line, column, function; the nearest first. */
type Frame = [file: string, line: number, column: number, name: string];

const OURS: Frame = ['/venv/lib/python3.11/site-packages/studio_cdk/__init__.py', 4711, 0, '__init__'];
const PACKAGE: Frame = ['/venv/lib/python3.11/site-packages/stage_lights/rig.py', 12, 0, 'make_rig'];

describe('the line of a program in another language', () => {
  const folder = temporaryFolder();
  const here = (file: string): string => relative(process.cwd(), folder(file));
  const calledFrom = (...frames: Frame[]): void => void (runtime[STACK] = frames);

  beforeEach(() => void (runtime[FOLDER] = '/opt/jsii/lib'));
  afterEach(() => {
    delete runtime[STACK];
    delete runtime[FOLDER];
  });

  it('is where the program called the library', () => {
    calledFrom(OURS, [folder('app.py'), 14, 0, '<module>']);
    assert.equal(callSite(), `${here('app.py')}:14`);
  });

  it('is what a construct and its module in the configuration name', () => {
    calledFrom(OURS, [folder('app.py'), 14, 0, '<module>']);
    const laptop = machine();
    const lamp = new Says(laptop, 'Lamp', (module) => module.set('services.lamp.enable', true));
    assert.equal(sourceOf(lamp), `${here('app.py')}:14`);
    assert.match(configuration(laptop), /_file = "[^"]*app\.py:14 \(.*\/Lamp\)"/);
  });

  it('is where a class of the user was used; what the class makes has lines in the class', () => {
    writeFileSync(folder('stage.py'), 'class Stage(Base):\n  def __init__(self):\n    super().__init__(a, b)\n    Lamp(self, "Lamp")\n');
    const use: Frame = [folder('app.py'), 20, 0, '<module>'];
    calledFrom(OURS, [folder('stage.py'), 3, 0, '__init__'], use);
    assert.equal(callSite(), `${here('app.py')}:20`);
    calledFrom(OURS, [folder('stage.py'), 4, 0, '__init__'], use);
    assert.equal(callSite(), `${here('stage.py')}:4`);
  });

  it('is the nearest line of the user when an installed package makes the construct, and the package’s when the user is nowhere near', () => {
    calledFrom(OURS, PACKAGE, [folder('app.py'), 7, 0, '<module>']);
    assert.equal(callSite(), `${here('app.py')}:7`);
    calledFrom(OURS, PACKAGE);
    assert.match(callSite()!, /stage_lights\/rig\.py:12$/);
  });

  it('is not the standard library’s, which runs the tests of the user', () => {
    calledFrom(OURS, ['/usr/lib/python3.11/functools.py', 3, 0, 'call'], [folder('app.py'), 9, 0, 'laptop']);
    assert.equal(callSite(), `${here('app.py')}:9`);
  });

  it('is unknown where the runtime was not asked for it: no line of the runtime is taken for the user’s', () => {
    assert.equal(callSite(), undefined);
    assert.equal(sourceOf(machine()), undefined);
  });
});
