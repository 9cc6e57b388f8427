import assert from 'node:assert/strict';
import type { Examined } from '../../src/realtime/render/examined';
import { changes, frameOf, jsonLines, watch } from '../../src/doctor/watch';
import { Paper } from '../support/paper';
import { anExamined, away, crackling } from './an-examined';

const NOON = (): Date => new Date(2026, 4, 22, 12, 3, 11);
const well = anExamined();

describe('watching', () => {
  it('looks until it is enough, and gives the last look', async () => {
    const stop = new AbortController();
    const looks: readonly (readonly Examined[])[] = [[well], [crackling()]];
    let at = 0;
    const shown: (readonly Examined[])[] = [];
    const view = {
      show: (examined: readonly Examined[]) => void (shown.push(examined), shown.length === 2 && stop.abort()),
      end: () => undefined,
    };
    const last = await watch(() => Promise.resolve(looks[at++]!), 0.001, view, stop.signal);
    assert.deepEqual(shown, looks);
    assert.equal(last, looks[1]);
  });

  it('does not take for a finding that it was stopped in the middle of a look', async () => {
    const stop = new AbortController();
    const look = (): Promise<readonly Examined[]> => (stop.abort(), Promise.resolve([away()]));
    const view = { show: () => assert.fail('shown'), end: () => undefined };
    assert.equal(await watch(look, 1, view, stop.signal), undefined);
  });

  it('says in a log what changed, and nothing else', () => {
    const paper = new Paper(false);
    const view = changes(paper, () => paper.line('all of it'), NOON);
    for (const look of [[well], [well], [crackling()], [away('studio-laptop')], [crackling()], [well]]) view.show(look);
    const lines = paper.text.trimEnd().split('\n');
    assert.equal(lines[0], 'all of it');
    assert.ok(lines.includes('12:03:11  studio-laptop  swappiness  ok → warning: runs 60, asked for 10 (bin/studio.ts:14)'));
    assert.ok(lines.includes('12:03:11  studio-laptop  connection  ok → error: studio-laptop did not answer within 5 s. Is it on?'));
    assert.ok(lines.includes('12:03:11  studio-laptop  connection  error → ok'));
    assert.equal(lines.filter((line) => line.includes('swappiness')).length, 3, 'there, back after being away, and mended');
  });

  it('prints a line of JSON for each look that differs', () => {
    const paper = new Paper(false);
    const view = jsonLines(paper, false);
    for (const look of [[well], [well], [crackling()]]) view.show(look);
    const codes = paper.text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { exitCode: number }).exitCode);
    assert.deepEqual(codes, [0, 1]);
  });

  it('draws as much as the screen has, the worst first', () => {
    const many = Array.from({ length: 30 }, (_, at) => crackling(`m${at}`));
    const frame = frameOf(many, new Paper(true, 60, 12), NOON());
    assert.ok(frame.length <= 11);
    assert.match(frame[2]!, /^ {2}✘ CPU governor: powersave/);
    assert.match(frame.at(-2)!, /and \d+ lines more$/);
    assert.equal(frame.at(-1), 'looked at 12:03:11; Ctrl-C ends it');
    assert.ok(frame.every((line) => line.length <= 80));
  });
});
