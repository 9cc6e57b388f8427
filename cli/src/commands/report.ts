import { dirname, resolve } from 'node:path';
import type { RealtimeEntry } from '../../../src/assembly/realtime';
import type { Call, CommandSpec } from '../command';
import { withLogin, withRights } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachine, type Machine } from '../deploy/select-machines';
import { replaceFile } from '../hardware/file';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';
import { findSettings } from '../project/settings';
import { judge } from '../realtime/checks';
import { listMeasurements, THIS_COMPUTER } from '../realtime/measure';
import { takeSnapshot } from '../realtime/probe/take-snapshot';
import { wantedFor } from '../realtime/probe/wanted';
import { reportAsData } from '../realtime/report/as-data';
import { nameOf, type ReportData } from '../realtime/report/data';
import { leftOut, noProjectFolder, nothingToDraw, notReached, stackAndLocal } from '../realtime/report/errors';
import { readReportOptions, type ReportOptions } from '../realtime/report/options';
import { terminalReport } from '../realtime/report/terminal-report';
import { local, remote, type RunProgram } from '../realtime/run-program';
import { displayPath } from '../render/paths';
import { jsonText } from '../render/json-text';
import { harmless } from '../ssh/harmless';

export const command: CommandSpec = {
  description:
    'Answers the question «does it crackle?» from what «cdk measure» stored: in the terminal, or as one page that needs nothing else, for a browser, a phone, or paper. For a page the machine is asked how it is set up, and nothing is changed there; where it does not answer, the page is made without.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [
    { flags: '--html <FILE>', summary: 'the whole report as a page; «-» is standard output' },
    { flags: '--svg <FILE>', summary: 'one plot as a picture; «-» is standard output' },
    { flags: '--plot <NAME>', summary: 'which plot: histogram (default), or timeline' },
    { flags: '--local', summary: 'this computer' },
    { flags: '--stored', summary: 'do not ask the machine' },
    { flags: '--sudo', summary: "ask it with root's rights, which see more" },
    ...REACHING,
    { flags: '--json', summary: 'the verdict and the figures of all measurements, as JSON' },
  ],
  examples: [
    { command: 'cdk report studio-laptop', meaning: 'the answer, and a plot in the terminal' },
    { command: 'cdk report studio-laptop --html report.html', meaning: 'all of it, to look at or to send' },
    { command: 'cdk report studio-laptop --svg latency.svg', meaning: 'the histogram for a post' },
  ],
  run: report,
};

/** What a report is about, and how to ask it how it is. */
interface Subject {
  readonly stack: string;
  /** Where measurements are. */
  readonly folder: string;
  readonly asked?: RealtimeEntry;
  ask<T>(look: (run: RunProgram) => Promise<T>): Promise<T>;
}

async function report(call: Call): Promise<number> {
  const given = readReportOptions(call.options);
  const subject = call.options['local'] ? thisComputer(call) : await machineOf(call);
  const { stack, folder } = subject;
  const { out, err } = call.terminal;
  const measurements = listMeasurements(folder, stack, ({ file, why }) =>
    err.line(err.paint.yellow(harmless(leftOut(displayPath(call.cwd, file), why)))),
  );
  const stored: ReportData = { stack, madeAt: new Date().toISOString(), measurements };
  if (given.json) out.line(jsonText(reportAsData(stored), 2));
  if (given.svg !== undefined) deliver(call, given.svg, await pictureOf(stored, given));
  if (given.html !== undefined) deliver(call, given.html, await pageOf(call, subject, stored));
  if (!given.json && given.svg === undefined && given.html === undefined) out.line(terminalReport(stored, out));
  return 0;
}

async function pictureOf(data: ReportData, { plot }: ReportOptions): Promise<string> {
  const { renderPicture } = await import('../realtime/report/picture.js');
  const picture = renderPicture(plot, data);
  if (picture === undefined) throw nothingToDraw(data.stack);
  return picture;
}

async function pageOf(call: Call, subject: Subject, stored: ReportData): Promise<string> {
  const data = call.options['stored'] ? stored : await withMachine(call, subject, stored);
  const { renderPage } = await import('../realtime/report/page.js');
  return renderPage(data);
}

/** A machine that is switched off has measurements all the same, and somebody may want to see just those. */
async function withMachine({ terminal: { err } }: Call, subject: Subject, stored: ReportData): Promise<ReportData> {
  try {
    const snapshot = await subject.ask((run) => takeSnapshot(run, wantedFor(subject.asked)));
    return { ...stored, machine: { snapshot, checks: judge(snapshot, subject.asked) } };
  } catch (error) {
    if ((error as Error).name === 'Interrupted') throw error;
    const why = harmless((error as Error).message);
    err.line(err.paint.yellow(notReached(nameOf(stored.stack), why)));
    return { ...stored, unreached: why };
  }
}

/** A word on where it is, on the other stream: the file itself may be what is printed. */
function deliver({ terminal: { out, err }, cwd }: Call, file: string, text: string): void {
  if (file === '-') return out.write(text);
  const place = resolve(cwd, file);
  replaceFile(place, text);
  err.line(`${err.paint.bold(displayPath(cwd, place))} is written.`);
}

async function machineOf(call: Call): Promise<Subject> {
  const { home, manifest } = await synthesise(call, 'stderr');
  const machine: Machine = selectMachine(manifest.stacks, call.arguments);
  const use = call.options['sudo'] ? withRights : withLogin;
  return {
    stack: machine.name,
    folder: home,
    ...(machine.realtime && { asked: machine.realtime }),
    ask: (look) => use(openWays(call), machine, (connection) => look(remote(connection))),
  };
}

function thisComputer({ cwd, arguments: names }: Call): Subject {
  if (names.length > 0) throw stackAndLocal();
  const settings = findSettings(cwd);
  if (settings === undefined) throw noProjectFolder();
  return { stack: THIS_COMPUTER, folder: dirname(settings.file), ask: (look) => look(local()) };
}
