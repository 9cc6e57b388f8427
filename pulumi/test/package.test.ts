import assert from 'node:assert/strict';
import { ComponentResource } from '@pulumi/pulumi';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PACKAGES } from '../../cli/src/pulumi/errors';
import type * as Public from '../src';
import { PACKAGE, REPOSITORY } from './support/bundle';

const LIB = join(PACKAGE, 'lib');
const json = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('the package studio-cdk-pulumi', () => {
  const manifest = json(join(PACKAGE, 'package.json'));

  it('has the version of the library, and takes the Pulumi that the command line takes', () => {
    assert.equal(manifest['version'], json(join(REPOSITORY, 'package.json'))['version']);
    const [pulumi, command] = PACKAGES.map((name) => name.split('@').at(-1));
    assert.deepEqual(manifest['peerDependencies'], { '@pulumi/command': `^${command}`, '@pulumi/pulumi': '>=3.200.0 <4' });
    assert.match(pulumi!, /^3\.(2\d\d|[3-9]\d\d)\./);
  });

  it('is a class that Pulumi can make, and nothing else', () => {
    const { StudioMachine, ...others } = createRequire(__filename)('../lib') as typeof Public;
    assert.deepEqual(others, {});
    assert.ok(StudioMachine.prototype instanceof ComponentResource);
  });

  it('brings what it runs on machines, and the licences of what is in it', () => {
    for (const name of ['guard.sh', 'probe.sh', 'measure.sh'])
      assert.equal(readFileSync(join(LIB, name), 'utf8'), readFileSync(join(REPOSITORY, 'assets', name), 'utf8'), name);
    assert.match(readFileSync(join(LIB, 'THIRD-PARTY-LICENSES.txt'), 'utf8'), /^ssh2$/m);
  });

  it('needs nothing but Pulumi and Node.js', () => {
    const bundle = readFileSync(join(LIB, 'index.js'), 'utf8');
    const needed = [...bundle.matchAll(/\brequire\("([^".][^"]*)"\)/g)].map(([, name]) => name!);
    const others = needed.filter((name) => !name.startsWith('@pulumi/') && !(process as unknown as Builtin).getBuiltinModule(name));
    assert.deepEqual([...new Set(others)], ['cpu-features']); // which ssh2 does without
  });

  it('has types of its own and of Pulumi, and none of the command line', () => {
    const typed = readdirSync(LIB).filter((name) => name.endsWith('.d.ts'));
    assert.deepEqual(typed, ['args.d.ts', 'index.d.ts', 'studio-machine.d.ts']);
    for (const name of typed)
      for (const [, from] of readFileSync(join(LIB, name), 'utf8').matchAll(/from '([^']+)'/g))
        assert.ok(from!.startsWith('@pulumi/') || existsSync(join(LIB, `${from}.d.ts`)), `${name}: ${from}`);
  });
});

interface Builtin {
  readonly getBuiltinModule: (name: string) => unknown;
}
