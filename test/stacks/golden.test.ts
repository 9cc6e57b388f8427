import { join } from 'node:path';
import { assertGolden } from '../support/golden';
import { temporaryFolder } from '../support/temp';
import { oneMachine, twoMachines } from './studios';

const GOLDEN = 'test/stacks/golden';

describe('the files of a studio', () => {
  const folder = temporaryFolder();

  it('are these for one small machine', () => assertGolden(oneMachine(folder('cdk.out')).synth(), join(GOLDEN, 'one-machine')));

  it('are these for two machines', () => assertGolden(twoMachines(folder('cdk.out')).synth(), join(GOLDEN, 'two-machines')));
});
