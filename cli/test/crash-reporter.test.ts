import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, cdk, folderWith } from './support/cli';

/** Runs a program as the app of a project; TypeScript through the loader that projects use. */
function crash(program: string, { file = 'bin/studio.ts', args = [] as readonly string[] } = {}): string {
  const app = file.endsWith('.ts') ? `node -r tsx/cjs ${file}` : `node ${file}`;
  const folder = folderWith({ 'cdk.json': JSON.stringify({ app }), [file]: program });
  if (file.endsWith('.ts')) symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  const { code, err } = cdk(['synth', ...args], { cwd: folder });
  assert.equal(code, 1);
  return err;
}

describe('an app that throws', () => {
  it('is reported with what, and the line of the user that did it', () => {
    const program = `const rack: any = undefined;\n\nfunction wire(): void {\n  rack.connect();\n}\nwire();\n`;
    assert.equal(
      crash(program),
      `bin/studio.ts threw TypeError: Cannot read properties of undefined (reading 'connect')\n  at bin/studio.ts:4:8 (wire)\nThe whole stack trace is shown with --debug.\n`,
    );
  });

  it('is reported with the stack trace when that is asked for', () => {
    const err = crash('null.x', { file: 'bin/studio.js', args: ['--debug'] });
    assert.match(err, /^bin\/studio\.js threw TypeError: .*\n {2}at bin\/studio\.js:1:6\n\nTypeError: .*\n(.*\n)* +at node:internal/);
  });

  it('is reported by its own line when a package threw', () => {
    const folder = folderWith({
      'cdk.json': '{ "app": "node bin/studio.js" }',
      'bin/studio.js': `\n\nrequire('rack').add();`,
      'node_modules/rack/index.js': `exports.add = () => { throw new Error('full'); };`,
    });
    assert.match(cdk(['synth'], { cwd: folder }).err, /^bin\/studio\.js threw Error: full\n {2}at bin\/studio\.js:3:17\n/);
  });

  it('is reported for a promise that nobody waited for, with the cause', () => {
    const err = crash(`(async () => { throw new RangeError('late', { cause: new Error('no clock') }); })();`, { file: 'bin/studio.js' });
    assert.match(err, /^bin\/studio\.js threw RangeError: late\n {2}because of Error: no clock\n {2}at bin\/studio\.js:1:22\n/);
  });

  it('is reported when it threw no error at all', () => {
    assert.match(crash(`throw 'hello'`, { file: 'bin/studio.js' }), /^bin\/studio\.js threw 'hello', which is no Error/);
  });

  it('is left alone when it takes care of its own', () => {
    const err = crash(`process.on('uncaughtException', () => { console.error('mine'); process.exit(5); }); null.x`, {
      file: 'bin/studio.js',
    });
    assert.match(err, /^mine\nThe app ended with exit code 5 /);
  });
});

describe('an error of the library', () => {
  const program = `class SynthesisError extends Error { name = 'SynthesisError' } throw new SynthesisError('One.\\nTwo.')`;

  it('is printed as it is', () => {
    assert.equal(crash(program, { file: 'bin/studio.js' }), 'One.\nTwo.\n');
  });

  it('is printed with a stack trace when that is asked for', () => {
    assert.match(
      crash(program, { file: 'bin/studio.js', args: ['--debug'] }),
      /^One\.\nTwo\.\n\nSynthesisError: One\.\n(.*\n)* +at .*studio\.js:1:/,
    );
  });
});

describe('an app that cannot be loaded', () => {
  it('names the place of a mistake in TypeScript', () => {
    assert.equal(
      crash(`const rate = 48000;\n  const quantum = = 64;\n`),
      `bin/studio.ts:2:19: this is not valid code: Unexpected "=".\n\n    const quantum = = 64;\n                    ^\n`,
    );
  });

  it('names the place of a mistake in JavaScript', () => {
    assert.equal(
      crash('const rate = ;', { file: 'bin/studio.js' }),
      `bin/studio.js:1: this is not valid code: Unexpected token ';'.\n\n  const rate = ;\n               ^\n`,
    );
  });

  it('names a file that is missing', () => {
    assert.equal(crash(`import './racks';`), 'bin/studio.ts imports «./racks», and there is no such file.\n');
    assert.equal(
      crash(`import './racks.mjs';`, { file: 'bin/studio.mjs' }),
      'bin/studio.mjs imports «bin/racks.mjs», and there is no such file.\n',
    );
  });

  it('names a package that is missing, and how to install it', () => {
    const sentence = (name: string, folder: string): string =>
      `imports «${name}», which is not installed. Run «npm install»; if package.json does not name it yet, «npm install --save-dev ${folder}».\n`;
    assert.equal(
      crash(`require('@racks/blue/one')`, { file: 'bin/studio.js' }),
      `bin/studio.js ${sentence('@racks/blue/one', '@racks/blue')}`,
    );
    assert.equal(crash(`import 'racks'`, { file: 'bin/studio.mjs' }), `bin/studio.mjs ${sentence('racks', 'racks')}`);
  });

  it('says that a package is not whole', () => {
    const folder = folderWith({
      'cdk.json': '{ "app": "node bin/studio.js" }',
      'package.json': '{ "name": "racks", "exports": { ".": "./lib/index.js" } }',
      'bin/studio.js': `require('racks')`,
    });
    assert.match(cdk(['ls'], { cwd: folder }).err, /^There is no lib\/index\.js, which is the beginning of a package\. .*«npm run build»/);
  });

  it('says that the program is missing', () => {
    const folder = folderWith({ 'cdk.json': '{ "app": "node bin/stduio.js" }' });
    assert.deepEqual(cdk(['ls'], { cwd: folder }), {
      code: 1,
      out: '',
      err: 'There is no bin/stduio.js to run. It is what "app" in cdk.json names.\n',
    });
  });

  it('says that the loader is missing', () => {
    const folder = folderWith({ 'cdk.json': '{ "app": "node -r no-such-loader/cjs bin/studio.ts" }', 'bin/studio.ts': '' });
    assert.match(
      cdk(['ls'], { cwd: folder }).err,
      /^«no-such-loader\/cjs» is not installed, and the app is run with it\. Run «npm install»/,
    );
  });
});
