import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { whyNoBed, type BedKind } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date
import { CATALOGUE } from './catalogue';
import { check } from './check';
import type { Fault } from './fault';
import { kindOf } from './grounds';
import { Theatre } from './play';
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
