import type { Call, CommandSpec } from '../command';
import { askAll, type Answer } from '../deploy/ask-machines';
import type { DeployEvent } from '../deploy/events';
import { figuresIn } from '../deploy/figures-in';
import { interruptible } from '../deploy/interrupts';
import { openWays } from '../deploy/open-machine';
import { selectMachines, type Machine } from '../deploy/select-machines';
import { checkGates } from '../deploy/skip';
import { gatesOfMachine, verifyMachine } from '../deploy/verify-machine';
import { duration } from '../deploy/words';
import { REACHING, TAGGED } from '../machines/options';
import { synthesise } from '../project/assembly';
import { jsonText } from '../render/json-text';
import { table } from '../render/table';
import { harmless, harmlessData } from '../ssh/harmless';
import type { Paint } from '../terminal';

export const command: CommandSpec = {
  description:
    'Runs the checks that a deployment must pass, on machines as they are. It changes nothing. It ends with 0 when all are well, and with 1 otherwise.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs; not needed for the only machine of an app', completes: 'machines' }],
  options: [
    ...TAGGED,
    { flags: '--all', summary: 'every machine' },
    { flags: '--list', summary: 'only say which checks there are; no machine is asked' },
    { flags: '--only <ID>', summary: 'this check; may be repeated', repeatable: true },
    { flags: '--interrupt', summary: 'measure with other work going on also when somebody records or plays' },
    ...REACHING,
    { flags: '--json', summary: 'what was found, as JSON' },
  ],
  examples: [
    { command: 'cdk verify studio-laptop', meaning: 'is it well?' },
    { command: 'cdk verify studio-laptop --list', meaning: 'what does a deployment look at?' },
    { command: 'cdk verify --all --only latency', meaning: 'measure all machines' },
  ],
  run: verify,
};

type GateEvent = Extract<DeployEvent, { type: 'gate' }>;

async function verify(call: Call): Promise<number> {
  const { terminal, options, arguments: names } = call;
  const { home, manifest } = await synthesise(call, 'stderr');
  const machines = selectMachines(manifest.stacks, { names, ...(options as { readonly tag?: readonly string[]; readonly all?: boolean }) });
  const only = options['only'] as readonly string[] | undefined;
  checkGates(machines, only ?? []);
  if (options['list']) return list(call, machines, only);

  const ways = openWays(call);
  const book = figuresIn(home);
  const isJson = options['json'] === true;
  const found = new Map<string, GateEvent[]>(machines.map(({ name }) => [name, []]));
  const listen = (event: DeployEvent): void => {
    if (event.type !== 'gate') return;
    const gate = harmlessData(event);
    found.get(gate.stack)!.push(gate);
    if (!isJson) terminal.out.line(`${prefix(machines, gate.stack, terminal.out.paint)}${lineOf(gate, terminal.out.paint)}`);
  };
  const words = { onFirst: (): void => undefined, onSecond: (): void => undefined };
  const { result, exitCode } = await interruptible(words, (signal) =>
    askAll(machines, (machine) => {
      const show = (note: string): void => {
        if (terminal.err.isInteractive)
          terminal.err.line(`${prefix(machines, machine.name, terminal.err.paint)}${terminal.err.paint.dim(`${note} …`)}`);
      };
      return verifyMachine(machine, { ways, book, show, listen, signal, interrupt: options['interrupt'] === true, ...(only && { only }) });
    }),
  );
  if (exitCode !== undefined) return exitCode;
  const reports = result.map((answer) => reportOf(answer, found.get(answer.machine.name)!));
  if (isJson) terminal.out.line(jsonText(reports, 2));
  else conclude(reports, machines, terminal);
  return reports.every(({ fine }) => fine) ? 0 : 1;
}

interface Report {
  readonly stack: string;
  readonly fine: boolean;
  readonly gates: readonly Pick<GateEvent, 'gate' | 'verdict' | 'text'>[];
  /** Why nothing, or not all, was looked at. */
  readonly problem?: string;
}

function reportOf(answer: Answer<readonly string[]>, gates: readonly GateEvent[]): Report {
  const told = gates.map(({ gate, verdict, text }) => ({ gate, verdict, text }));
  const failures = 'value' in answer ? answer.value : [answer.problem.message];
  const isTold = gates.some(({ verdict }) => verdict === 'fail');
  return {
    stack: answer.machine.name,
    fine: failures.length === 0,
    gates: told,
    ...(failures.length > 0 && !isTold && { problem: harmless(failures.join('\n')) }),
  };
}

function conclude(reports: readonly Report[], machines: readonly Machine[], { out, err }: Call['terminal']): void {
  for (const { stack, problem } of reports)
    if (problem !== undefined) err.line(`${prefix(machines, stack, err.paint)}${err.paint.red('✘')} ${problem}`);
  const well = reports.filter(({ fine }) => fine).length;
  if (machines.length > 1) out.line(`${well} of ${machines.length} machines ${well === 1 ? 'is' : 'are'} well.`);
}

const prefix = (machines: readonly Machine[], stack: string, paint: Paint): string =>
  machines.length === 1 ? '' : `${paint.dim(`${stack.padEnd(Math.max(...machines.map(({ name }) => name.length)))} |`)} `;

function lineOf({ gate, verdict, text }: GateEvent, paint: Paint): string {
  const sign = { pass: paint.green('✔'), warn: paint.yellow('!'), fail: paint.red('✘'), skip: paint.yellow('-') }[verdict];
  return `${sign} ${gate}: ${text}`;
}

function list({ terminal: { out }, options }: Call, machines: readonly Machine[], only: readonly string[] | undefined): number {
  const gates = machines.map((machine) => ({
    stack: machine.name,
    gates: gatesOfMachine(machine, only).map(({ id, title, source, budget, isFirm }) => ({
      gate: id,
      title,
      within: budget,
      ...(source !== undefined && { source }),
      skippable: isFirm !== true,
    })),
  }));
  if (options['json']) out.line(jsonText(gates, 2));
  else
    for (const { stack, gates: own } of gates) {
      if (machines.length > 1) out.line(out.paint.bold(stack));
      const rows = own.map(({ gate, title, source = '', within }) => [gate, title, duration(within), harmless(source)]);
      out.line(table([['CHECK', 'LOOKS', 'WITHIN', 'ASKED FOR BY'], ...rows], (cell, _, row) => (row === 0 ? out.paint.bold(cell) : cell)));
    }
  return 0;
}
