import type { RealtimeEntry } from '../../../src/assembly/realtime';
import type { Call, CommandSpec } from '../command';
import { askAll, type Answer } from '../deploy/ask-machines';
import { interruptible, type Words } from '../deploy/interrupts';
import { openWays } from '../deploy/open-machine';
import { selectMachines, type Machine } from '../deploy/select-machines';
import { REACHING, TAGGED } from '../machines/options';
import { synthesise } from '../project/assembly';
import { measure as measureIt, runHere } from '../realtime/measure';
import { readImport } from '../realtime/measure/read-import';
import { measureMachine } from '../realtime/measure/measure-machine';
import { readMeasureOptions, type MeasureCall } from '../realtime/measure/measure-options';
import { tellMeasured, type Measured } from '../realtime/measure/tell-measured';
import { settingsFor } from '../realtime/measure/settings';
import { THIS_COMPUTER } from '../realtime/measure/store';
import type { Measurement } from '../realtime/measurement';
import { takeSnapshot } from '../realtime/probe/take-snapshot';
import { local } from '../realtime/run-program';
import type { Snapshot } from '../realtime/snapshot';
import { Progress } from '../render/progress';
import { harmless } from '../ssh/harmless';

export const command: CommandSpec = {
  description:
    'Measures how late a machine wakes up the thread that computes the sound, with cyclictest and as the audio server of the stack is woken up: which CPU, how often, how late at worst. It changes nothing there. The result is kept in measurements/, beside cdk.json, so that generations compare. It ends with 1 when a machine could not be measured.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs; not needed for the only machine of an app', completes: 'machines' }],
  options: [
    ...TAGGED,
    { flags: '--all', summary: 'every machine' },
    { flags: '--local', summary: 'this computer' },
    { flags: '--seconds <N>', summary: 'how long; 30 if not given' },
    { flags: '--load', summary: 'with other work going on meanwhile: CPU, memory, disk, network (stress-ng)' },
    { flags: '--priority <N>', summary: "realtime priority, instead of the audio server's" },
    { flags: '--interval <MICROSECONDS>', summary: 'between two wake-ups, instead of as long as a buffer lasts' },
    { flags: '--no-default-system', summary: 'keep the CPUs from sleeping deeply, which music does not do by itself' },
    { flags: '--import <FILE>', summary: "read cyclictest's JSON or histogram instead; «-» is standard input" },
    { flags: '--stack <STACK>', summary: 'whose measurement is imported; if not given it is shown, and not kept', completes: 'machines' },
    ...REACHING,
    { flags: '--json', summary: 'all figures, as JSON' },
  ],
  examples: [
    { command: 'cdk measure studio-laptop', meaning: 'half a minute, with nothing else to do' },
    { command: 'cdk measure studio-laptop --seconds 600 --load', meaning: 'ten minutes, as busy as a full session' },
    { command: 'cdk measure --import latency.json --stack studio-laptop', meaning: 'what somebody measured there by hand' },
  ],
  run: measure,
};

/** Long enough that a machine that crackles once in a while is likely to do it. */
const SECONDS = 30;

async function measure(call: Call): Promise<number> {
  const given = readMeasureOptions(call.options, call.arguments);
  if (given.importFrom !== undefined) return tellMeasured(call, [await readImport(call, given, given.importFrom)], given.json);
  return given.isLocal ? measureLocal(call, given) : measureMachines(call, given);
}

async function measureMachines(call: Call, given: MeasureCall): Promise<number> {
  const { terminal, options, arguments: names } = call;
  const { manifest } = await synthesise(call, 'stderr');
  const machines = selectMachines(manifest.stacks, { names, ...(options as { readonly tag?: readonly string[]; readonly all?: boolean }) });
  const watch = new Watch(call, machines.length === 1 ? machines[0]!.name : `${machines.length} machines`, given);
  const ways = openWays(call, (work) => (watch.end(), work()));
  const { result, exitCode } = await watch.during((signal) =>
    askAll(machines, (machine) =>
      measureMachine(ways, machine, { ...given, seconds: watch.seconds, signal, onProgress: watch.progressOf(machine.name) }),
    ),
  );
  if (exitCode !== undefined) return exitCode;
  const because = ({ realtime }: Machine): string => settingsFor(realtime, given).because;
  return tellMeasured(
    { ...call, terminal },
    result.map((answer) => measuredOf(answer, because(answer.machine))),
    given.json,
  );
}

const measuredOf = ({ machine: { name }, ...answer }: Answer<Measurement>, because: string): Measured => ({
  stack: name,
  label: name,
  ...('value' in answer ? { measurement: answer.value, because } : { problem: harmless(answer.problem.message) }),
});

async function measureLocal(call: Call, given: MeasureCall): Promise<number> {
  const intent = await audioHere();
  const watch = new Watch(call, LABEL, given);
  const { result, exitCode } = await watch.during((signal) =>
    measureIt(runHere, {
      ...given,
      stack: THIS_COMPUTER,
      label: LABEL,
      ...(intent && { intent }),
      seconds: watch.seconds,
      signal,
      onProgress: watch.progressOf(''),
    }).catch((error: Error) => {
      if (!signal.aborted) throw error;
      return undefined;
    }),
  );
  if (exitCode !== undefined || result === undefined) return exitCode ?? 1;
  const { because } = settingsFor(intent, given);
  return tellMeasured(call, [{ stack: THIS_COMPUTER, label: LABEL, measurement: result, because }], given.json);
}

/** Nobody has written down what this computer is for, but its audio server may run. */
async function audioHere(): Promise<RealtimeEntry | undefined> {
  const { pipewire, jack } = await takeSnapshot(local({ timeoutMs: 10_000 })).catch((): Partial<Snapshot> => ({}));
  const [kind, server] = pipewire?.quantum === undefined ? (['jack', jack] as const) : (['pipewire', pipewire] as const);
  const { quantum, rate, priority } = server ?? {};
  if (quantum === undefined || rate === undefined) return undefined;
  const value = { kind, quantum, rate, ...(priority !== undefined && { priority }) };
  return { audio: { value, path: LABEL, option: '' } };
}

const LABEL = 'this computer';

/** Shows how far it is: as far as the last of all machines. Nothing is said while questions are asked. */
class Watch {
  public readonly seconds: number;
  private readonly progress: Progress;
  private readonly reached = new Map<string, number>();

  public constructor(
    private readonly call: Call,
    what: string,
    { seconds = SECONDS, load }: MeasureCall,
  ) {
    this.seconds = seconds;
    this.progress = new Progress(call.terminal.err, `Measuring ${what} for ${seconds} s${load ? ' under load' : ''}`);
  }

  public progressOf(name: string): (seconds: number) => void {
    return (seconds) => {
      this.reached.set(name, seconds);
      this.progress.at(Math.min(...this.reached.values()), this.seconds);
    };
  }

  public end(): void {
    this.progress.end();
  }

  public async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<{ readonly result: T; readonly exitCode?: number }> {
    const { err } = this.call.terminal;
    const say = (text: string): void => (this.end(), err.line(text));
    const words: Words = {
      onFirst: () => say('Ending the measurement …'),
      onSecond: () => say('What still runs there ends by itself within half a minute.'),
    };
    try {
      return await interruptible(words, work);
    } finally {
      this.end();
    }
  }
}
