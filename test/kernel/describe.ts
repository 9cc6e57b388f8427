import { whyNoKernel } from './installed';
import { KernelMachine, type KernelMachineOptions } from './machine';

/** `describe` with a machine that boots before the first test and is switched off after the last. Skipped where there can be none, saying why. */
export function describeOnKernel(title: string, options: KernelMachineOptions, tests: (machine: () => KernelMachine) => void): void {
  const reason = whyNoKernel();
  if (reason !== undefined) {
    describe.skip(`${title} (left out: ${reason})`, () => tests(() => undefined as never));
    return;
  }
  describe(title, function () {
    this.timeout(120_000); // an emulated processor, and other tests beside it
    let machine: KernelMachine | undefined;
    before(async () => {
      machine = await KernelMachine.boot(options);
    });
    after(() => machine?.stop());
    tests(() => {
      if (!machine) throw new Error('The machine runs from the first test on, not while tests are described.');
      return machine;
    });
  });
}
