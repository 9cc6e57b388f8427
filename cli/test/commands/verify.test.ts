import assert from 'node:assert/strict';
import { cdk, type Ran } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

/** Nobody answers at a name below `.invalid` (RFC 6761), so nothing here leaves this computer. */
const at = (name: string): { target: { host: string; user: string } } => ({ target: { host: `${name}.invalid`, user: 'root' } });
const wish = (value: unknown): never => ({ value, path: 'studio-laptop/Kernel', source: 'bin/studio.ts:14', option: '' }) as never;
const DATA = manifest([
  stack('studio-laptop', {
    ...at('studio-laptop'),
    realtime: { budget: wish({ maxLatency: 150, maxXruns: 0, measureFor: 20, load: false, margin: 50, worse: 'warn' }) },
    healthChecks: [{ id: 'desk', source: 'bin/studio.ts:20', within: 30, check: { kind: 'unit', unit: 'desk.service' } }],
  }),
  stack('foh', at('foh')),
]);

describe('cdk verify', () => {
  let folder: string;
  const verify = (...args: readonly string[]): Ran => cdk(['verify', ...args], { cwd: folder });
  before(() => {
    folder = projectWriting(DATA);
  });

  it('lists the checks of a machine with what they look at, for how long, and who asked for them; no machine is asked', () => {
    const { code, out, err } = verify('studio-laptop', '--list');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(
      out,
      `CHECK       LOOKS                                       WITHIN  ASKED FOR BY
ssh         that ssh answers on a new connection        20 s
units       that no service failed anew                 10 s
desk        that desk.service is active                 35 s    bin/studio.ts:20
realtime    that its realtime tuning took               20 s    bin/studio.ts:14
latency     that no wake-up takes longer than 150 µs    45 s    bin/studio.ts:14
xruns       that the sound breaks off at no time        10 s    bin/studio.ts:14
comparison  that it is not over 50 % worse than before  10 s    bin/studio.ts:14
`,
    );
  });

  it('lists them as data', () => {
    const listed = JSON.parse(verify('--all', '--list', '--json').out) as {
      stack: string;
      gates: { gate: string; skippable: boolean }[];
    }[];
    assert.deepEqual(
      listed.map(({ stack: name, gates }) => [name, gates.length, gates.filter(({ skippable }) => !skippable).map(({ gate }) => gate)]),
      [
        ['studio-laptop', 7, ['ssh']],
        ['foh', 2, ['ssh']],
      ],
    );
  });

  it('knows only checks that there are', () => {
    const { code, err } = verify('studio-laptop', '--only', 'latencie');
    assert.equal(code, 1);
    assert.equal(err, 'There is no gate «latencie». Did you mean «latency»? «cdk verify --list» says what each of them is.\n');
  });

  it('says of a machine that does not answer why, and ends with 1', () => {
    const { code, out, err } = verify('foh');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^✘ There is no machine by the name «foh\.invalid»/);
  });

  it('says it of each of several, and counts those that are well', () => {
    const { code, out, err } = verify('--all');
    assert.equal(code, 1);
    assert.equal(out, '0 of 2 machines are well.\n');
    assert.match(err, /^foh {11}\| ✘ There is no machine/m);
    const reports = JSON.parse(verify('foh', '--json').out) as { stack: string; fine: boolean; problem?: string }[];
    assert.deepEqual([reports[0]?.stack, reports[0]?.fine, typeof reports[0]?.problem], ['foh', false, 'string']);
  });
});
