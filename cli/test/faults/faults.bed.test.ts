import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { whyNoBed, type BedKind } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date
import { CATALOGUE } from './catalogue';
import type { Fault, Which } from './fault';
import { kindOf } from './grounds';
import { Theatre } from './play';
import type { MachineLook, Seen } from './scene';
import { lastLine, promises, published, type Row } from './table';

const DOCUMENT = resolve(__dirname, '..', '..', '..', 'docs', 'faults.md');

describe('a deployment in which', () => {
  const rows = new Map<Fault, Row>();
  // FAULTS='the link' npx mocha cli/test/faults plays some of them
  const wanted = new RegExp(process.env['FAULTS'] ?? '');
  const all = CATALOGUE.flatMap(({ faults }) => faults);
  const meant = all.filter(({ title }) => wanted.test(title));
  const played = meant.filter((fault) => whyNot(fault) === undefined);
  const theatres = new Map<BedKind, Theatre>();

  before(async function () {
    this.timeout(120_000);
    for (const kind of ['light', 'systemd'] as const) {
      if (whyNoBed(kind) !== undefined) continue;
      const theatre = new Theatre(
        kind,
        played.filter((fault) => kindOf(fault) === kind),
      );
      theatres.set(kind, theatre);
      await theatre.open();
    }
  });
  after(async function () {
    this.timeout(30_000);
    await Promise.all([...theatres.values()].map((theatre) => theatre.close()));
  });

  for (const group of CATALOGUE)
    for (const fault of group.faults.filter((known) => meant.includes(known))) {
      const why = whyNot(fault);
      it(why === undefined ? fault.title : `${fault.title} (left out: ${why})`, async function () {
        const theatre = theatres.get(kindOf(fault));
        if (!theatre || why !== undefined) return this.skip();
        const seen = await theatre.seen(fault);
        check(fault, seen);
        rows.set(fault, { fault, last: lastLine(seen.ran) });
      }).timeout(600_000);
    }

  it('is what docs/faults.md says of it', function () {
    if (rows.size < all.length) return this.skip(); // some were left out, or failed
    const text = published(CATALOGUE.map(({ title, faults }) => ({ title, rows: faults.map((fault) => rows.get(fault)!) })));
    if (process.env['UPDATE_GOLDEN']) writeFileSync(DOCUMENT, text);
    assert.equal(
      promises(text),
      promises(readFileSync(DOCUMENT, 'utf8')),
      'Is it meant to be different? UPDATE_GOLDEN=1 npx mocha cli/test/faults writes it anew.',
    );
  });
});

function whyNot(fault: Fault): string | undefined {
  const missing = fault.needs?.find((program) => !existsSync(`/usr/bin/${program}`));
  return whyNoBed(kindOf(fault)) ?? (missing === undefined ? undefined : `this computer has no ${missing}`);
}

function check({ ends }: Fault, seen: Seen): void {
  const { ran, before, wanted, lock, after, afterReboot } = seen;
  const story = `\n${ran.stdout}${ran.stderr}`;
  const { runs, boots = runs } = ends;
  const which = (look: MachineLook): Which => {
    if (look.runningSystem === before.runningSystem) return 'old';
    return look.configuration === wanted ? 'new' : 'other';
  };

  assert.equal(ran.code, ends.exit, `exit code${story}`);
  const said = `${ran.stderr}\n${ran.stdout}`.trim().split('\n');
  assert.match(said.slice(-12).join('\n'), ends.says, `what it says${story}`);

  assert.equal(which(after), runs, `what the machine runs${story}`);
  assert.ok(after.sshReachable, `the machine can be reached${story}`);
  if (lock) assert.ok(lock['id'] && lock['by'] && lock['phase'], `the lock names its owner${story}`);
  assert.equal(after.lock, undefined, `nobody holds the lock in the end${story}`);
  if (boots === 'old') assert.equal(after.generation, before.generation, `the generation is the former one${story}`);

  assert.equal(which(afterReboot), boots, `what the machine boots${story}`);
  assert.ok(afterReboot.sshReachable, `the machine can be reached after a reboot${story}`);
  assert.equal(afterReboot.profileSystem, afterReboot.runningSystem, `the profile and what runs are the same${story}`);
  assert.equal(afterReboot.defaultSystem, afterReboot.runningSystem, `so is what the next boot brings${story}`);
  assert.equal(afterReboot.bootsOnce, false, `no choice for one boot is left${story}`);
  assert.equal(afterReboot.armed, undefined, `nothing is armed any more${story}`);
  if (boots !== 'other') assert.equal(afterReboot.verifiedSystem, afterReboot.runningSystem, `what runs was confirmed once${story}`);
}
