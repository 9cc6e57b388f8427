import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK, describeOnBed, studio, type Bed, type Running, type Studio } from '../../../../test/bed';
import '../../support/cli'; // brings the command line up to date
import { Screen } from './screen';

const [COLUMNS, ROWS] = [72, 12];
const SLOW = (text: string): string => `{ system.activationScripts.slow = "echo ${text}; sleep 3"; }`;

/** `script` of util-linux gives a program a terminal, and shows what it writes to it. */
function whyNoTerminal(): string | undefined {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return stdout?.includes('util-linux') ? undefined : '«script» of util-linux missing: package bsdutils or util-linux';
}

/** A command line in a terminal of its own, whose keys are pressed by writing to a pipe. */
class Session {
  private readonly keys: string;
  public readonly process: Running;

  /** Shows the terminal's settings, `cdk …`, its exit code, and the settings again. */
  public constructor(bed: Bed, { folder }: Studio, args: string) {
    this.keys = join(folder, 'keys');
    execFileSync('sh', ['-c', 'rm -f "$1"; mkfifo "$1"', 'sh', this.keys]);
    const line = `trap : INT; stty cols ${COLUMNS} rows ${ROWS}; stty -g; node '${CDK}' ${args}; echo "[$?]"; stty -g`;
    const run = 'exec 3<>"$1"; exec script --quiet --flush --return --command "$2" /dev/null <&3';
    this.process = bed.operator.spawn(['sh', '-c', run, 'sh', this.keys, line], { cwd: folder, env: { NO_COLOR: '1', SHELL: '/bin/sh' } });
  }

  public press(key: string): void {
    writeFileSync(this.keys, key);
  }

  /** What somebody sees, without the first line, how the terminal was set, and without a word on a slow computer. */
  public get lines(): readonly string[] {
    const screen = new Screen(COLUMNS, ROWS);
    screen.write(this.process.output);
    return screen.text
      .split('\n')
      .slice(1)
      .filter((line) => !line.startsWith('Running '));
  }

  /** @throws AssertionError unless the terminal is as it was */
  public assertRestored(): void {
    const settings = this.process.output.split(/\r?\n/).filter((line) => /^[0-9a-f]+(:[0-9a-f]+)+$/.test(line));
    assert.equal(settings.length, 2, this.process.output);
    assert.equal(settings[1], settings[0]);
    const modes = [...this.process.output.matchAll(/\u001b\[\?(\d+)([hl])/g)].map(([, mode, state]) => `${mode}${state}`);
    assert.ok(modes.length > 0);
    assert.equal(modes.at(-1), '7h', 'lines are folded again');
    assert.ok(!modes.includes('25l'), 'the cursor was never hidden');
  }
}

const missing = whyNoTerminal();
const title = 'the live view, on a terminal';
if (missing !== undefined) describe.skip(`${title} (left out: ${missing})`, () => {});
else
  describeOnBed(title, { kind: 'light', machines: ['one', 'two'] }, (bed) => {
    let project: Studio;
    before(async () => {
      project = await studio(bed(), { machines: [{ machine: 'one', module: SLOW('The desk warms up') }, 'two'] });
    });

    it('has a line for each machine that tells phase, time and the last word, and nothing of it is left at the end', async () => {
      const session = new Session(bed(), project, 'deploy --all');
      await session.process.waitFor(/one {2}0:0\d {2}switching {2}The desk warms up/);
      const line = session.lines.find((text) => text.includes(' one '));
      assert.match(line!, /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] one {2}0:0\d {2}switching {2}The desk warms up/);
      await session.process.ended;
      assert.match(
        session.lines.slice(0, -1).join('\n'),
        /^\none {2}switched {2}0:\d\d {2}generation 2\ntwo {2}switched {2}0:\d\d {2}generation 2\n\n✔ All 2 machines are fine: 2 switched\.\n\[0\]$/,
      );
      session.assertRestored();
    }).timeout(60_000);

    it('leaves the terminal as it was after Ctrl-C, and says how it ended', async () => {
      project.setModule('one', SLOW('The desk warms up again'));
      const session = new Session(bed(), project, 'deploy one');
      await session.process.waitFor('The desk warms up again');
      session.press('\u0003');
      await session.process.ended;
      const [first, ...rest] = session.lines.slice(0, -1);
      assert.equal(first, 'Stopping: what can be undone is undone. Ctrl-C once more leaves at once.'.slice(0, COLUMNS));
      assert.match(rest.join('\n'), /^Next: .*\n✘ one was put back: it runs and boots generation 2, as before\. You stopp.*\n\[130\]$/);
      session.assertRestored();
    }).timeout(60_000);

    it('leaves the terminal as it was after the second Ctrl-C, too', async () => {
      const session = new Session(bed(), project, 'deploy one --confirm-timeout 5');
      await session.process.waitFor('The desk warms up again');
      session.press('\u0003');
      await session.process.waitFor('Stopping');
      session.press('\u0003');
      await session.process.ended;
      assert.match(session.lines.join('\n'), /^Stopping: [^]*\nLeft at once\.[^\n]*\n[^]*\n\[130\]\n/);
      assert.doesNotMatch(session.lines.join('\n'), /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
      session.assertRestored();
    }).timeout(60_000);
  });
