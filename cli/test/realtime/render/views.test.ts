import assert from 'node:assert/strict';
import { answerOf } from '../../../src/doctor/answer';
import { showLines } from '../../../src/realtime/render/plain-view';
import { showTables } from '../../../src/realtime/render/table-view';
import { anExamined, away, crackling } from '../../doctor/an-examined';
import { Paper } from '../../support/paper';

const readLine = (source: string): string => `what stands in ${source}`;
const LONG = { fixHint: true, readLine };
const SHORT = { fixHint: false, readLine };

function shown(show: typeof showLines, options: typeof LONG, ...examined: Parameters<typeof showLines>[0]): string {
  const paper = new Paper(show === showTables, 110);
  show(examined, paper, options);
  return paper.text;
}

describe('findings for somebody who looks', () => {
  it('begin with the machine and the verdict, and with the group where the worst is', () => {
    const [head, verdict, , group, first] = shown(showTables, SHORT, crackling()).split('\n');
    assert.equal(head, 'studio-laptop  nixos 26.05, kernel 6.18.2, seen as root');
    assert.match(verdict!, /^✘ 1 error, 1 warning, \d+ are well, \d+ do not apply$/);
    assert.equal(group, 'processor');
    assert.match(first!, /^✘ {2}CPU governor +powersave; «performance» keeps the clock up$/);
  });

  it('end with what the worst of them mean, and what to do', () => {
    const text = shown(showTables, SHORT, crackling());
    assert.match(
      text,
      /^✘ CPU governor: powersave.*\n {3}The governor decides[^]*\n {3}new RealtimeKernel\(laptop, 'Kernel', \{ governor: Governor\.PERFORMANCE \}\);\n {3}see it: /m,
    );
    assert.match(text, /^! swappiness: runs 60[^]*\n {3}bin\/studio\.ts:14 asks for it already/m);
  });

  it('show with hints the line of the program, and what to write elsewhere', () => {
    const text = shown(showTables, LONG, crackling());
    assert.match(text, /^ {3}bin\/studio\.ts:14 {2}what stands in bin\/studio\.ts:14$/m);
    assert.match(text, /^ {3}NixOS +boot\.kernel\.sysctl\."vm\.swappiness"$/m);
    assert.match(text, /^ {3}TypeScript {2}new RealtimeKernel\(/m);
    assert.match(text, /^ {3}elsewhere {3}sudo cpupower frequency-set -g performance$/m);
  });

  it('on another Linux say what to type there', () => {
    const debian = anExamined({ os: { id: 'debian', version: '12' }, hasSwap: true, sysctls: { 'vm.swappiness': '60' } });
    assert.match(shown(showTables, SHORT, debian), /^ {3}write «vm\.swappiness = 10» to \/etc\/sysctl\.d/m);
  });

  it('of several machines are those that are not well', () => {
    const text = shown(showTables, SHORT, crackling(), away());
    assert.match(text, /^stage-box\n✘ stage-box did not answer/m);
    assert.doesNotMatch(text, /^✔/m);
  });
});

describe('findings for a log', () => {
  it('are a line each, the worst first, and a summary', () => {
    const lines = shown(showLines, SHORT, crackling()).trimEnd().split('\n');
    assert.match(lines[0]!, /^error +governor +powersave/);
    assert.match(lines[1]!, /^warning +swappiness +runs 60, asked for 10/);
    assert.match(lines.at(-1)!, /^studio-laptop \(nixos 26\.05, kernel 6\.18\.2, seen as root\): 1 error, 1 warning, .*\.$/);
  });

  it('have the machine in front where there are several', () => {
    const text = shown(showLines, SHORT, crackling(), away());
    assert.match(text, /^studio-laptop {2}error +governor/m);
    assert.match(text, /^stage-box +error +connection +stage-box did not answer within 5 s\. Is it on\?$/m);
  });
});

describe('findings as data', () => {
  it('have all that there is to say', () => {
    const answer = answerOf([crackling(), away()], false);
    assert.deepEqual([answer.schema, answer.exitCode], [1, 1]);
    const [first, second] = JSON.parse(JSON.stringify(answer.machines)) as Record<string, unknown>[];
    assert.deepEqual(Object.keys(first!), [
      'name',
      'host',
      'verdict',
      'isComparedWithStudio',
      'at',
      'hostname',
      'os',
      'kernel',
      'seenBy',
      'counts',
      'checks',
    ]);
    assert.deepEqual(second, {
      name: 'stage-box',
      host: 'stage-box.local',
      verdict: 'error',
      isComparedWithStudio: false,
      problem: 'stage-box did not answer within 5 s.\nIs it on?',
    });
    const swappiness = (first!['checks'] as { id: string; status: string; fix: object }[]).find(({ id }) => id === 'swappiness');
    assert.deepEqual([swappiness?.status, Object.keys(swappiness!.fix)], ['warning', ['step', 'option', 'source']]);
  });
});
