import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNoBed, type BedKind } from '../../../test/bed';
import { pulumiEngine, pulumiEnvironment } from '../../../test/support/pulumi';
import { CATALOGUE } from '../faults/catalogue';
import { check } from '../faults/check';
import { kindOf } from '../faults/grounds';
import { Theatre } from '../faults/play';
import '../support/cli'; // brings the command line up to date

/**
 * One of each sort: what the guard does, no engine can change, so what matters is who is interrupted at which moment. `ALL_FAULTS=1 npx mocha
 * cli/test/pulumi` plays all of them, which takes some minutes.
 */
const CHOSEN = [
  'the machine does not take our key',
  'the link is cut in the copy',
  'the link is cut in the activation, and mended soon',
  'the link is cut in the confirmation, after the word has arrived, and stays so',
  'a package does not build',
  'a script of the activation fails (exit code 2)',
  'a gate fails: a health check of the studio',
  'a take begins while it is built',
  'it fails in the activation',
  'somebody else is deploying',
  'Ctrl-C in the copy',
  'Ctrl-C in the activation',
  'Ctrl-C twice in the activation',
  'the deployer is killed in the activation',
  'a new kernel comes up as it should (trial reboot)',
];

describe('a deployment by a Pulumi engine in which', () => {
  const wanted = new RegExp(process.env['FAULTS'] ?? '');
  const faults = CATALOGUE.flatMap((group) => group.faults).filter(
    ({ title }) => wanted.test(title) && (process.env['ALL_FAULTS'] || CHOSEN.includes(title)),
  );
  const engine = pulumiEngine();
  const theatres = new Map<BedKind, Theatre>();
  let home: string;

  before(async function () {
    this.timeout(120_000);
    if ('why' in engine) return this.skip();
    home = mkdtempSync(join(tmpdir(), 'pulumi-faults-'));
    const { PULUMI_BACKEND_URL: _, ...env } = pulumiEnvironment(home); // each project has its own
    for (const kind of ['light', 'systemd'] as const) {
      if (whyNoBed(kind) !== undefined) continue;
      const theatre = new Theatre(
        kind,
        faults.filter((fault) => kindOf(fault) === kind),
        { options: ['--engine', 'pulumi'], env },
      );
      theatres.set(kind, theatre);
      await theatre.open();
    }
  });
  after(async function () {
    this.timeout(30_000);
    await Promise.all([...theatres.values()].map((theatre) => theatre.close()));
    if (home) rmSync(home, { recursive: true });
  });

  for (const fault of faults) {
    const why = 'why' in engine ? engine.why : whyNoBed(kindOf(fault));
    it(why === undefined ? fault.title : `${fault.title} (left out: ${why})`, async function () {
      const theatre = theatres.get(kindOf(fault));
      if (!theatre) return this.skip();
      check(fault, await theatre.seen(fault));
    }).timeout(900_000);
  }
});
