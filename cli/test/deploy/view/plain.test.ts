import assert from 'node:assert/strict';
import type { DeployEvent } from '../../../src/deploy/events';
import type { Outcome } from '../../../src/deploy/outcome';
import { JsonView } from '../../../src/deploy/view/json';
import { PlainView } from '../../../src/deploy/view/plain';
import { elapsedText } from '../../../src/deploy/view/phase-text';
import { Paper } from '../../support/paper';

const SWITCHED: Outcome = { kind: 'switched', generation: 13, system: 's', isDefault: true, needsReboot: false, warnings: [] };
const UNDONE: Outcome = { kind: 'undone', generation: 12, system: 's', reason: 'jack.service failed' };

const story = (stack: string, outcome: Outcome): readonly DeployEvent[] => [
  { type: 'phase', stack, phase: 'connecting' },
  { type: 'gate', stack, gate: 'clock', verdict: 'pass', text: 'the clocks agree' },
  { type: 'gate', stack, gate: 'memory', verdict: 'warn', text: 'There is little memory.' },
  { type: 'phase', stack, phase: 'building', note: 'on the machine' },
  { type: 'log', stack, line: 'building system' },
  { type: 'warning', stack, text: 'Odd.' },
  { type: 'phase', stack, phase: 'finished' },
  { type: 'outcome', stack, outcome, seconds: 75 },
];

function tell(stacks: Readonly<Record<string, Outcome>>, quiet = false): { out: string; err: string } {
  const [out, err] = [new Paper(false), new Paper(false)];
  const view = new PlainView({ out, err }, Object.keys(stacks), quiet);
  for (const [stack, outcome] of Object.entries(stacks)) story(stack, outcome).forEach((event) => view.onEvent(event));
  view.end(Object.entries(stacks).map(([stack, outcome]) => ({ stack, outcome, seconds: 75 })));
  return { out: out.text, err: err.text };
}

describe('the plain view', () => {
  it('tells one machine line by line, and the result in a sentence', () => {
    const { out, err } = tell({ laptop: SWITCHED });
    assert.equal(
      err,
      `Connecting
  ✔ clock: the clocks agree
warning There is little memory.
Building: on the machine
  building system
warning Odd.
`,
    );
    assert.equal(out, '✔ laptop runs the new system, generation 13, was checked, and boots it from now on. (1:15)\n');
  });

  it('tells of a check that was left out, and why, also to somebody who wants to hear little', () => {
    for (const quiet of [false, true]) {
      const [out, err] = [new Paper(false), new Paper(false)];
      const view = new PlainView({ out, err }, ['laptop'], quiet);
      view.onEvent({ type: 'gate', stack: 'laptop', gate: 'desk', verdict: 'skip', text: 'it is away' });
      assert.equal(err.text, '- desk: left out, because: it is away\n');
    }
  });

  it('puts bad news on standard error, with what to do', () => {
    const { out, err } = tell({ laptop: UNDONE });
    assert.equal(out, '');
    assert.match(
      err,
      /\nNext: «cdk logs laptop» shows what was said on the machine\.\n✘ laptop was put back: it runs and boots generation 12, as before\. jack\.service failed\. \(1:15\)\n$/,
    );
  });

  it('ends with the result also where a reason has many lines', () => {
    const { err } = tell({ laptop: { kind: 'untouched', reason: 'Nix could not evaluate it.\n  undefined variable\nSee the log.' } });
    assert.match(
      err,
      /\nNix could not evaluate it\.\n {2}undefined variable\nSee the log\.\n✘ laptop was not changed\. Nix could not evaluate it\. \(1:15\)\n$/,
    );
  });

  it('begins each line with its machine where there are several, and ends with a table', () => {
    const { err } = tell({ laptop: SWITCHED, 'stage-box': UNDONE });
    assert.match(err, /^laptop {4}\| Connecting\n/);
    assert.match(err, /\nstage-box \| {3}building system\n/);
    assert.match(err, /\nstage-box \| ✘ stage-box was put back/);
    const [, table] = err.split('\n\n');
    assert.equal(
      table,
      `laptop     switched  1:15  generation 13
stage-box  put back  1:15  on generation 12: jack.service failed`,
    );
    assert.match(
      err,
      /\n\nNext: «cdk logs stage-box» shows what was said on the machine\.\n✘ 1 of 2 machines is fine: 1 put back \(stage-box\), 1 switched\.\n$/,
    );
  });

  it('says good news of several in one line', () => {
    const { out } = tell({ laptop: SWITCHED, foh: { kind: 'unchanged', generation: 3, system: 's', needsReboot: false } });
    assert.match(out, /\n✔ All 2 machines are fine: 1 switched, 1 up to date\.\n$/);
  });

  it('says with --quiet nothing of machines that are fine', () => {
    assert.doesNotMatch(tell({ laptop: SWITCHED, foh: SWITCHED }, true).err, /✔/);
    assert.match(tell({ laptop: SWITCHED, foh: UNDONE }, true).err, /foh +\| ✘ foh was put back/);
  });

  it('is silent with --quiet but for warnings', () => {
    const { out, err } = tell({ laptop: SWITCHED }, true);
    assert.deepEqual([out, err], ['', 'warning There is little memory.\nwarning Odd.\n']);
  });

  it('shows with --quiet what a machine said last when it failed', () => {
    const { err } = tell({ laptop: UNDONE }, true);
    assert.match(err, /warning Odd\.\n {2}building system\nNext: .*\n✘ laptop was put back/);
  });
});

describe('--json', () => {
  it('is an object a line, the last one with all results', () => {
    const paper = new Paper(false);
    const view = new JsonView(paper, () => new Date(0));
    story('laptop', UNDONE).forEach((event) => view.onEvent(event));
    view.say('Stopping.');
    view.end([{ stack: 'laptop', outcome: UNDONE, seconds: 75 }]);
    const lines = paper.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const time = '1970-01-01T00:00:00.000Z';
    assert.deepEqual(lines[0], { time, type: 'phase', stack: 'laptop', phase: 'connecting' });
    assert.deepEqual(lines.at(-2), { time, type: 'note', text: 'Stopping.' });
    assert.deepEqual(lines.at(-1), {
      time,
      type: 'end',
      fine: false,
      machines: [
        {
          stack: 'laptop',
          outcome: UNDONE,
          seconds: 75,
          text: 'laptop was put back: it runs and boots generation 12, as before. jack.service failed.',
        },
      ],
    });
    assert.equal(lines.length, story('laptop', UNDONE).length + 2);
  });
});

describe('a time', () => {
  it('is told as on a clock', () => {
    assert.deepEqual([0, 9.9, 61, 3599, 3661].map(elapsedText), ['0:00', '0:09', '1:01', '59:59', '1:01:01']);
  });
});
