import type { Call } from '../command';
import { interruptible } from '../deploy/interrupts';
import { openProject } from '../project/project';
import type { GlobalOptions } from '../command';
import { markdownOf } from '../realtime/render/markdown';
import { showLines } from '../realtime/render/plain-view';
import { showTables } from '../realtime/render/table-view';
import type { ReadLine } from '../realtime/render/hint';
import { jsonText } from '../render/json-text';
import { answerOf } from './answer';
import type { DoctorOptions } from './doctor-options';
import { examineAll } from './examine';
import type { Examined } from '../realtime/render/examined';
import { exitCodeFor } from './exit-code';
import { patientsOf } from './patients';
import { linesBelow } from './program-line';
import { changes, jsonLines, screen, watch, type Watching } from './watch';

const SIGINT = 130;

/** Looks at machines, or at this computer, and says what makes them crackle. */
export async function checkTuning(call: Call, options: DoctorOptions): Promise<number> {
  const patients = await patientsOf(call, options);
  const readLine = options.local && options.names.length === 0 ? nothing : linesBelow(homeOf(call));
  const show = (examined: readonly Examined[]): void => showOnce(examined, call, options, readLine);
  const quiet = { onFirst: (): void => undefined, onSecond: (): void => undefined };
  try {
    const { result, exitCode } = await interruptible(quiet, async (signal) => {
      const look = (): Promise<readonly Examined[]> => examineAll(patients, signal);
      if (options.watch !== undefined) return watch(look, options.watch, viewOf(call, options, show), signal);
      const examined = await look();
      if (!signal.aborted) show(examined);
      return examined;
    });
    // Ctrl-C is how watching ends: then it is the last look that counts
    const wasEnough = exitCode === undefined || (options.watch !== undefined && exitCode === SIGINT);
    return wasEnough && result !== undefined ? exitCodeFor(result, options.strict) : (exitCode ?? SIGINT);
  } finally {
    await Promise.all(patients.map((patient) => patient.close().catch(() => undefined)));
  }
}

const nothing: ReadLine = () => undefined;

const homeOf = ({ cwd, options }: Call): string => openProject(cwd, options as GlobalOptions).folder;

function showOnce(
  examined: readonly Examined[],
  { terminal: { out } }: Call,
  { form, fixHint, strict }: DoctorOptions,
  readLine: ReadLine,
): void {
  if (form === 'json') out.line(jsonText(answerOf(examined, strict), 2));
  else if (form === 'markdown') out.line(markdownOf(examined));
  else (out.isInteractive ? showTables : showLines)(examined, out, { fixHint, readLine });
}

function viewOf({ terminal: { out } }: Call, { form, strict }: DoctorOptions, show: (examined: readonly Examined[]) => void): Watching {
  if (form === 'json') return jsonLines(out, strict);
  return out.isInteractive ? screen(out) : changes(out, show);
}
