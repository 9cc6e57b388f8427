import assert from 'node:assert/strict';
import { cdk } from './support/cli';

const ESCAPE = '\u001b[';

describe('colours', () => {
  const colored = (args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean => cdk(args, { env }).out.includes(ESCAPE);

  it('are left out where nobody looks', () => {
    assert.equal(colored(['--help']), false);
  });

  it('can be forced', () => {
    assert.equal(colored(['--help'], { FORCE_COLOR: '1' }), true);
    assert.equal(colored(['--help'], { FORCE_COLOR: '0' }), false);
  });

  it('obey NO_COLOR and --no-color before anything else', () => {
    assert.equal(colored(['--help'], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
    assert.equal(colored(['--help', '--no-color'], { FORCE_COLOR: '1' }), false);
  });

  it('mark an error on the other stream', () => {
    assert.equal(cdk(['sinth'], { env: { FORCE_COLOR: '1' } }).err.startsWith(`${ESCAPE}31mUnknown command`), true);
  });
});
