import { Bed, type BedOptions } from './bed';
import { whyNoBed } from './why-no-bed';

/** `describe` with a bed under it, which starts before the first test and ends after the last. Skipped where there can be none, saying why. */
export function describeOnBed(title: string, options: BedOptions, tests: (bed: () => Bed) => void): void {
  const reason = whyNoBed(options.kind);
  if (reason !== undefined) {
    describe.skip(`${title} (left out: ${reason})`, () => tests(() => undefined as never));
    return;
  }
  describe(title, function () {
    this.timeout(60_000); // other tests run beside it, and machines share the computer
    let bed: Bed | undefined;
    before(async () => {
      bed = await Bed.start(options);
    });
    after(() => bed?.stop());
    tests(() => {
      if (!bed) throw new Error('The bed stands from the first test on, not while tests are described.');
      return bed;
    });
  });
}
