import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveMeasurement, THIS_COMPUTER } from '../../src/realtime/measure';
import { cdk, folderWith, type Ran } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';
import { measurement } from '../realtime/report/fixtures';

/** Nothing listens there. */
const TARGET = { host: '127.0.0.1', user: 'alice', port: 1 };

describe('cdk report', () => {
  let project: string;
  const report = (...args: readonly string[]): Ran => {
    const { code, out, err } = cdk(['report', ...args], { cwd: project });
    return { code, err, out: out.replaceAll('\u00a0', ' ') };
  };

  before(() => {
    project = projectWriting(manifest([stack('studio-laptop', { target: TARGET }), stack('stage-box', { target: TARGET })]));
    for (const [at, max] of [133, 84].entries()) saveMeasurement(project, measurement({ generation: 41 + at, max }));
    saveMeasurement(project, { ...measurement({ max: 1500 }), stack: THIS_COMPUTER });
  });

  it('answers the question in the terminal: a sentence, a plot, and the generations', () => {
    const { code, out } = report('studio-laptop');
    assert.equal(code, 0);
    assert.match(
      out,
      /^64 frames at 48 kHz hold: the worst of 3,000,000 wake-ups was 84 µs late, the buffer lasts 1,333 µs\.\n\n┃ generation 41\n +0–9 µs {2}█+/,
    );
    assert.match(out, /◂ worst 84 µs\n/);
    assert.match(out, /\n42 +84 µs .*\n41 +133 µs/);
    assert.doesNotMatch(out, /\u001b/);
  });

  it('draws with plain signs where the terminal has no others', () => {
    const { out } = cdk(['report', 'studio-laptop'], { cwd: project, env: { LC_ALL: 'C' } });
    assert.match(out, / {2}#+\| /);
    assert.doesNotMatch(out, /[█┃]/);
  });

  it('writes into a pipe or a device, and does not put a file in its place', async function () {
    const folder = folderWith({});
    const pipe = join(folder, 'pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return this.skip();
    const reading = spawn('sh', ['-c', 'exec cat "$1" >"$2"', 'sh', pipe, join(folder, 'out')], { stdio: 'ignore' });
    const read = new Promise((done) => reading.once('close', done));
    const { code, err } = report('studio-laptop', '--stored', '--html', pipe);
    const isThere = lstatSync(pipe).isFIFO();
    if (!isThere) reading.kill();
    await read;
    assert.equal(code, 0, err);
    assert.ok(isThere);
    assert.match(readFileSync(join(folder, 'out'), 'utf8'), /^<!doctype html>/);
  });

  it('says how to measure where nobody did', () => {
    const { code, out } = report('stage-box');
    assert.equal(code, 0);
    assert.match(out, /^Nobody knows yet whether stage-box crackles.*\n\n.*cdk measure stage-box --seconds 30 --load$/m);
  });

  it('writes a page from what is stored where the machine does not answer, and says so', () => {
    const { code, out, err } = report('studio-laptop', '--html', 'report.html');
    assert.equal(code, 0);
    assert.equal(out, '');
    assert.match(
      err,
      /^studio-laptop did not answer, so the page is made from what is stored: .*nothing listens for ssh.*\nreport\.html is written\.$/m,
    );
    const page = readFileSync(join(project, 'report.html'), 'utf8');
    assert.match(page, /<!doctype html>/);
    assert.match(page, /studio-laptop was not reached: .*nothing listens for ssh/);
    assert.deepEqual(
      readdirSync(project).filter((name) => /report/.test(name)),
      ['report.html'],
    );
  });

  it('asks no machine with --stored', () => {
    const { code, out, err } = report('studio-laptop', '--stored', '--html', '-');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /studio-laptop was not asked\./);
  });

  it('prints one plot, that of the generations as well', () => {
    assert.match(report('studio-laptop', '--svg', '-').out, /<title id="histogram-title">How late studio-laptop woke up<\/title>/);
    assert.match(report('studio-laptop', '--svg', '-', '--plot', 'timeline').out, /<title id="timeline-title">/);
    const { code, err } = report('stage-box', '--svg', '-');
    assert.equal(code, 1);
    assert.match(err, /There is nothing to draw: stage-box was never measured\. «cdk measure stage-box» does that\./);
  });

  it('looks at this computer, with its own checks', () => {
    const { code, err } = report('--local', '--html', 'here.html');
    assert.equal(code, 0, err);
    const page = readFileSync(join(project, 'here.html'), 'utf8');
    assert.match(page, /64 frames at 48 kHz do not hold: /);
    assert.match(page, /What the machine is set to/);
    assert.match(page, /The way of the sound/);
    assert.match(page, /cdk report --local/);
  });

  it('tells programs the verdict and the figures', () => {
    const data = JSON.parse(report('studio-laptop', '--json').out) as {
      verdict: { tone: string };
      comparison: { verdict: string };
      measurements: { generation: number; max: number; bufferMicros: number }[];
    };
    assert.equal(data.verdict.tone, 'good');
    assert.equal(data.comparison.verdict, 'better');
    assert.deepEqual(
      data.measurements.map(({ generation, max }) => [generation, max]),
      [
        [41, 133],
        [42, 84],
      ],
    );
  });

  it('does without a measurement that is damaged, and names the file', () => {
    const place = join(project, 'measurements', 'studio-laptop', '20200101T000000Z-1.json');
    writeFileSync(place, '{"schema":1,"stack":"\u001b[2J');
    const { code, err } = report('studio-laptop');
    assert.equal(code, 0);
    assert.match(err, /«measurements\/studio-laptop\/20200101T000000Z-1\.json» is left out: it is no JSON, or is cut off\./);
  });

  describe('refuses', () => {
    const refused = (message: RegExp, ...args: readonly string[]): Mocha.Test =>
      it(`${args.join(' ')}`, () => {
        const { code, err } = report(...args);
        assert.equal(code, 1);
        assert.match(err, message);
      });
    refused(/--plot «pie» is no plot of a report\. There are histogram and timeline\./, 'studio-laptop', '--svg', '-', '--plot', 'pie');
    refused(/--plot says which plot goes into a file/, 'studio-laptop', '--plot', 'timeline');
    refused(/Only one of --html, --svg and --json can go to standard output/, 'studio-laptop', '--html', '-', '--json');
    refused(/--local means this computer, so no stack is named beside it\./, '--local', 'studio-laptop');
    refused(
      /nowhere\/.*cannot be written|cdk\.json\/report\.html cannot be written/,
      'studio-laptop',
      '--stored',
      '--html',
      'cdk.json/report.html',
    );
    refused(/name one|There are|which/i, '--json');
  });
});
