import assert from 'node:assert/strict';
import { Construct } from 'constructs';
import { App } from '../../src/core';

/** Runs something with variables of the environment set. */
function within<T>(variables: Readonly<Record<string, string>>, action: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return action();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

describe('App', () => {
  it('writes to cdk.out, unless the program or, above it, the command line says otherwise', () => {
    assert.equal(new App().outdir, 'cdk.out');
    assert.equal(new App({ outdir: 'out' }).outdir, 'out');
    assert.equal(within({ STUDIO_CDK_OUTPUT: '/tmp/x' }, () => new App({ outdir: 'out' })).outdir, '/tmp/x');
  });

  it('hands context down to every construct', () => {
    const inner = new Construct(new App({ context: { rate: 48000, rooms: ['a', 'b'], none: null } }), 'inner');
    assert.equal(inner.node.tryGetContext('rate'), 48000);
    assert.deepEqual(inner.node.tryGetContext('rooms'), ['a', 'b']);
    assert.equal(inner.node.tryGetContext('none'), null);
    assert.equal(inner.node.tryGetContext('unknown'), undefined);
  });

  it('lets the command line’s context win over the program’s, key by key', () => {
    const context = JSON.stringify({ rate: 96000, musician: 'bob' });
    const { node } = within({ STUDIO_CDK_CONTEXT: context }, () => new App({ context: { rate: 48000, quantum: 64 } }));
    assert.deepEqual([node.tryGetContext('rate'), node.tryGetContext('quantum'), node.tryGetContext('musician')], [96000, 64, 'bob']);
  });
});
