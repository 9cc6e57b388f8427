import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative } from 'node:path';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { App, StudioConstruct, callSite, findingsBelow, setSource, sourceOf, whereabouts } from '../../src/core';
import * as core from '../../src/core';
import { configuration, machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { Stage, lamps } from './fixtures/stage';
import { Says } from './says';

const HERE = 'test/core/source.test.ts';
const STAGE = 'test/core/fixtures/stage.ts';

/** `file:line` of the only line with these words. */
function line(file: string, words: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.flatMap((text, index) => (text.replace(/line\(.*/, '').includes(words) ? [index + 1] : []));
  assert.equal(found.length, 1, `«${words}» is on lines ${found.join()}`);
  return `${file}:${found[0]}`;
}

describe('the line that made a construct', () => {
  const folder = temporaryFolder();

  it('is the user’s own, whatever the compiler did to the lines', () => {
    const laptop = machine();
    const lamp = new Says(laptop, 'Lamp', () => undefined); // the lamp
    assert.equal(sourceOf(lamp), line(HERE, '// the lamp'));
    assert.equal(sourceOf(laptop), line('test/support/machine.ts', 'new NixosStack('));
    assert.equal(sourceOf(new App()), line(HERE, 'sourceOf(new App())'));
  });

  it('is where a class of the user was used; what the class makes has lines in the class', () => {
    const stage = new Stage(machine(), 'Stage'); // the stage
    assert.equal(sourceOf(stage), line(HERE, '// the stage'));
    assert.equal(sourceOf(stage.lamp), line(STAGE, '// Lamp'));
    assert.equal(sourceOf(stage.stage!), line(STAGE, '// a stage on the stage'));
  });

  it('is the same for everything that one loop makes', () => {
    const made = lamps(machine(), 40);
    assert.deepEqual(new Set(made.map(sourceOf)), new Set([line(STAGE, '// one of many')]));
  });

  it('is the nearest line of the user when an installed package makes the construct', () => {
    const library = folder('node_modules', 'stage-lights', 'index.js');
    mkdirSync(dirname(library), { recursive: true });
    writeFileSync(library, 'exports.makeRig = (Base, scope) => new (class Rig extends Base {})(scope, "Rig");\n');
    const { makeRig } = createRequire(__filename)(library) as { makeRig(base: unknown, scope: Construct): StudioConstruct };
    const rig = makeRig(StudioConstruct, machine()); // the rig
    assert.equal(sourceOf(rig), line(HERE, '// the rig'));
  });

  it('is a line of the installed package when the user is nowhere near', () => {
    const library = folder('node_modules', 'stage-lights', 'index.js');
    mkdirSync(dirname(library), { recursive: true });
    const deep = 'const deep = (n, f) => n === 0 ? f() : deep(n - 1, f);\n';
    writeFileSync(library, `${deep}exports.site = (core) => deep(60, () =>\n  core.callSite());\n`);
    const { site } = createRequire(__filename)(library) as { site(library: typeof core): string };
    assert.equal(site(core), `${relative('.', library)}:3`);
  });

  it('is a line of TypeScript also when the program was compiled beforehand', () => {
    const program = 'interface A { b: 1 }\n\nexport const site = (core: any): A =>\n  core.callSite();\n';
    writeFileSync(folder('studio.ts'), program);
    buildSync({ entryPoints: [folder('studio.ts')], outfile: folder('lib', 'studio.js'), format: 'cjs', sourcemap: true });
    const { site } = createRequire(__filename)(folder('lib', 'studio.js')) as { site(library: typeof core): string };
    assert.equal(site(core), `${relative('.', folder('studio.ts'))}:4`);
  });

  it('is that of the nearest parent where a construct has none', () => {
    const laptop = machine();
    const lamp = new Says(laptop, 'Lamp', () => undefined);
    setSource(lamp, undefined);
    assert.equal(sourceOf(lamp), sourceOf(laptop));
    setSource(laptop, undefined);
    setSource(laptop.node.root, undefined);
    assert.equal(sourceOf(lamp), undefined);
    assert.equal(whereabouts(lamp), 'studio-laptop/Lamp');
  });

  it('stands in the configuration, as the name of the construct’s module', () => {
    const laptop = machine();
    const lamp = new Says(laptop, 'Lamp', (module) => module.set('a.b', 1));
    assert.ok(configuration(laptop).includes(`_file = "${sourceOf(lamp)} (studio-laptop/Lamp)";`));
  });

  it('stands in what is said about the construct', () => {
    const laptop = machine();
    const lamp = new Says(laptop, 'Lamp', () => undefined);
    core.Annotations.of(lamp).addWarning('It flickers.');
    assert.deepEqual(
      findingsBelow(lamp).map(({ source }) => source),
      [sourceOf(lamp)],
    );
  });

  it('leaves the error handling of the program as it is', () => {
    const before = { limit: Error.stackTraceLimit, prepare: Error.prepareStackTrace };
    callSite();
    assert.deepEqual({ limit: Error.stackTraceLimit, prepare: Error.prepareStackTrace }, before);
  });
});
