import assert from 'node:assert/strict';
import type { DeployEvent, Phase } from '../../../src/deploy/events';
import type { Outcome } from '../../../src/deploy/outcome';
import { frameOf, type Shown } from '../../../src/deploy/view/frame';
import { LiveView } from '../../../src/deploy/view/live';
import { Region } from '../../../src/deploy/view/region';
import { Screen } from './screen';

const SWITCHED: Outcome = { kind: 'switched', generation: 13, system: 's', isDefault: true, needsReboot: false, warnings: [] };
const UNDONE: Outcome = { kind: 'undone', generation: 12, system: 's', reason: 'jack.service failed' };
const phase = (stack: string, name: Phase): DeployEvent => ({ type: 'phase', stack, phase: name });
const log = (stack: string, line: string): DeployEvent => ({ type: 'log', stack, line });

describe('the last lines of a terminal', () => {
  it('change in place, with fewer and with more of them', () => {
    const screen = new Screen();
    const region = new Region(screen);
    screen.line('$ cdk deploy');
    region.show(['a', 'b', 'c']);
    region.show(['A']);
    assert.equal(screen.text, '$ cdk deploy\nA');
    region.show(['A', 'B']);
    assert.equal(screen.text, '$ cdk deploy\nA\nB');
  });

  it('stay below what is written above them, and go away', () => {
    const screen = new Screen();
    const region = new Region(screen);
    region.show(['a', 'b']);
    region.above(['first', 'second']);
    assert.equal(screen.text, 'first\nsecond\na\nb');
    region.clear();
    assert.equal(screen.text, 'first\nsecond');
  });

  it('are cleared whole also where Ctrl-C has moved the cursor', () => {
    const screen = new Screen();
    const region = new Region(screen);
    region.show(['laptop  switching']);
    screen.write('^C');
    region.above(['Stopping.']);
    assert.equal(screen.lines[0], 'Stopping.');
  });

  it('are cleared whole also where a narrower terminal has folded them', () => {
    const screen = new Screen(20);
    const region = new Region(screen);
    screen.line('$ cdk deploy');
    region.show(['0123456789abcdef', 'b']);
    screen.columns = 10;
    screen.lines.splice(1, 1, '0123456789', 'abcdef');
    screen.down(1);
    region.show(['x', 'y']);
    assert.equal(screen.text, '$ cdk deploy\nx\ny');
  });

  it('never go on in a second row', () => {
    const screen = new Screen(10);
    const region = new Region(screen);
    region.show(['0123456789abc', 'b']);
    region.show(['x', 'y']);
    assert.equal(screen.text, 'x\ny');
  });
});

describe('the live view', () => {
  const begin = (...stacks: readonly string[]): { screen: Screen; view: LiveView; at: (seconds: number) => string } => {
    const screen = new Screen(110, 20);
    let now = 0;
    const view = new LiveView({ out: screen, err: screen }, stacks, () => now);
    const at = (seconds: number): string => {
      now = seconds * 1000;
      view.redraw();
      return screen.text.replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '*');
    };
    return { screen, view, at };
  };

  it('has a line for each machine: phase, time, what was said last', () => {
    const { view, at } = begin('laptop', 'stage-box', 'foh');
    view.onEvent(phase('laptop', 'building'));
    view.onEvent(log('laptop', "copying path '/nix/store/abc'"));
    view.onEvent(phase('stage-box', 'activating'));
    view.onEvent({ type: 'outcome', stack: 'stage-box', outcome: SWITCHED, seconds: 61 });
    const text = at(83);
    view.close();
    assert.equal(
      text,
      `* laptop     1:23  building  copying path '/nix/store/abc'
✔ stage-box  1:01  switched  generation 13
  foh        waiting`,
    );
  });

  it('keeps warnings, and of a machine that failed what it said last', () => {
    const { view, at, screen } = begin('laptop', 'foh');
    view.onEvent(phase('laptop', 'activating'));
    view.onEvent({ type: 'warning', stack: 'laptop', text: 'The clock is an hour late.' });
    view.onEvent(log('laptop', 'starting jack.service'));
    view.onEvent(log('laptop', 'jack.service: failed'));
    view.onEvent({ type: 'outcome', stack: 'laptop', outcome: UNDONE, seconds: 9 });
    at(9);
    view.close();
    assert.equal(
      screen.text,
      `laptop | warning The clock is an hour late.
laptop |   starting jack.service
laptop |   jack.service: failed
laptop | ✘ laptop was put back: it runs and boots generation 12, as before. jack.service failed.`,
    );
  });

  it('does not repeat what is explained, or what somebody asked for', () => {
    for (const reason of ['Nix could not evaluate it.\n  undefined variable', 'You stopped it.']) {
      const { view, screen } = begin('laptop');
      view.onEvent(log('laptop', 'error: undefined variable'));
      view.onEvent({ type: 'outcome', stack: 'laptop', outcome: { kind: 'untouched', reason }, seconds: 1 });
      view.close();
      assert.equal(screen.text, '');
    }
  });

  it('keeps what a switch would do, for that is all that was asked for', () => {
    const { view, screen } = begin('laptop');
    for (const line of ['building it', 'would restart the following units: jack.service']) view.onEvent(log('laptop', line));
    view.onEvent({ type: 'outcome', stack: 'laptop', outcome: { kind: 'built', system: 's' }, seconds: 1 });
    view.close();
    assert.equal(screen.text, '  would restart the following units: jack.service');
  });

  it('does not say the phases and the result again in the words of the log', () => {
    const { view, at } = begin('laptop');
    view.onEvent(phase('laptop', 'activating'));
    view.onEvent(log('laptop', 'setting up /etc...'));
    for (const line of ['arm', 'undo-failed', 'undone (units-failed): jack.service failed.'])
      view.onEvent(log('laptop', `studio-cdk: ${line}`));
    assert.match(at(1), /setting up \/etc\.\.\.$/);
    view.onEvent(log('laptop', 'studio-cdk: going back: attempt 1 ended with 4'));
    assert.match(at(1), /attempt 1 ended with 4$/);
    view.close();
  });

  it('gives the screen to a question and comes back', async () => {
    const { view, at, screen } = begin('laptop');
    view.onEvent(phase('laptop', 'connecting'));
    at(1);
    const answer = await view.aside(async () => {
      assert.equal(screen.text, '');
      screen.line('Password: ');
      return 'yes';
    });
    assert.equal(answer, 'yes');
    assert.match(at(2), /^Password:\n\* laptop {2}0:02 {2}connecting$/);
    view.close();
  });

  it('asks one question at a time', async () => {
    const { view } = begin('a', 'b');
    const order: string[] = [];
    const ask = (name: string) => async (): Promise<void> => {
      order.push(`${name}?`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`${name}!`);
    };
    await Promise.all([view.aside(ask('a')), view.aside(ask('b'))]);
    view.close();
    assert.deepEqual(order, ['a?', 'a!', 'b?', 'b!']);
  });
});

describe('a frame of the live view', () => {
  const paint = new Screen().paint;
  const frame = (machines: readonly Shown[], rows: number, columns = 60): readonly string[] =>
    frameOf(machines, { rows, columns, paint, turn: 0, now: 0 });

  it('shows in a low window those under way, then those that failed, and counts the others', () => {
    const machines: Shown[] = [
      ...['a', 'b', 'c'].map((stack): Shown => ({ stack, phase: 'finished', outcome: SWITCHED, seconds: 1 })),
      { stack: 'd', phase: 'building', began: 0 },
      { stack: 'e', phase: 'finished', outcome: UNDONE, seconds: 2 },
      { stack: 'f' },
      { stack: 'g' },
    ];
    assert.deepEqual(frame(machines, 6), [
      '⠋ d  0:00  building',
      '✘ e  0:02  put back  on generation 12: jack.service failed',
      '  f  waiting',
      '  and 4 more: 3 fine, 1 waiting',
    ]);
  });

  it('is never higher or wider than the window', () => {
    const machines = Array.from({ length: 40 }, (_, at): Shown => ({
      stack: `machine-${at}`,
      phase: 'building',
      began: 0,
      line: 'x'.repeat(300),
    }));
    for (const [rows, columns] of [
      [10, 30],
      [24, 80],
      [60, 200],
    ] as const) {
      const lines = frame(machines, rows, columns);
      assert.ok(lines.length < rows, `${lines.length} lines in ${rows} rows`);
      for (const line of lines) assert.ok(line.length < columns, `${line.length} of ${columns}`);
    }
  });
});
