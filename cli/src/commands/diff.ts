import type { Call, CommandSpec } from '../command';
import { readEngine } from '../deploy/deploy-options';
import { GuardClient } from '../deploy/guard-client';
import { interruptible } from '../deploy/interrupts';
import { openWays, type Ways } from '../deploy/open-machine';
import { readPayloads, type Payload } from '../deploy/payload';
import { planMachine } from '../deploy/plan-machine';
import { selectMachine } from '../deploy/select-machines';
import { SshExecutor } from '../deploy/ssh-executor';
import { buildSystem } from '../diff/build';
import { compareWithMachine } from '../diff/machine';
import { reportText } from '../diff/render';
import { differs, isStaged, type DiffReport } from '../diff/report';
import { Interrupted } from '../errors';
import { ENGINE, REACHING } from '../machines/options';
import { synthesise, type Assembly } from '../project/assembly';
import { previewText } from '../pulumi/preview';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description:
    'Compares the studio with what a machine runs: which constructs say something else than at the last deployment, and which packages would come, go or move. The machine builds the new system for that and goes on running what it runs. The exit code is 0 without differences and 2 with some.',
  arguments: [{ syntax: '[STACK]', summary: 'the machine; not needed for the only one of an app', completes: 'machines' }],
  options: [
    { flags: '--no-build', summary: 'compare definitions alone: nothing is built' },
    ...ENGINE,
    ...REACHING,
    { flags: '--json', summary: 'the differences as JSON on standard output' },
  ],
  examples: [
    { command: 'cdk diff studio-laptop', meaning: 'what would a deployment change?' },
    { command: 'cdk diff studio-laptop --no-build', meaning: 'a quick look' },
    { command: 'cdk diff studio-laptop --engine pulumi', meaning: 'what would Pulumi do?' },
    { command: 'cdk diff studio-laptop --json | jq .closure.changed', meaning: 'for programs' },
  ],
  run: diff,
};

const DIFFERENT = 2;

async function diff(call: Call): Promise<number> {
  const { terminal, options } = call;
  const engine = readEngine(options);
  const assembly = await synthesise(call, 'stderr');
  const machine = selectMachine(assembly.manifest.stacks, call.arguments);
  const payload = readPayloads(assembly, [machine]).get(machine.name)!;
  const ways = openWays(call);
  if (engine === 'pulumi') return previewAndTell(call, { assembly, payload, ways });
  const result = await unlessStopped(call, (signal) => compare(call, { assembly, payload, ways, signal }));
  terminal.out.write(options['json'] ? `${jsonText(asData(result), 2)}\n` : reportText(result, terminal.out.paint));
  return differs(result) ? DIFFERENT : 0;
}

/** What Pulumi would do, in its own words. */
async function previewAndTell(call: Call, { assembly, payload, ways }: Omit<Subject, 'signal'>): Promise<number> {
  const { terminal, options } = call;
  const { openPreview } = await import('../pulumi/open-pulumi.js');
  const { stack, fingerprint, files } = payload;
  const { inputs } = assembly.manifest;
  const plan = planMachine({ stack, fingerprint, files: files.map(({ name }) => name), inputs }, { goal: 'switch' });
  const preview = await openPreview(call, assembly.home);
  const result = await unlessStopped(call, (signal) => preview({ plan, payload, ways, signal }));
  terminal.out.write(options['json'] ? `${jsonText(result, 2)}\n` : previewText(result));
  return result.isUnchanged ? 0 : DIFFERENT;
}

async function unlessStopped<T>({ terminal }: Call, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const words = { onFirst: () => terminal.err.line('Stopping.'), onSecond: () => undefined };
  const { result, exitCode } = await interruptible(words, work);
  if (exitCode !== undefined) throw new Interrupted(exitCode);
  return result;
}

interface Subject {
  readonly assembly: Assembly;
  readonly payload: Payload;
  readonly ways: Ways;
  readonly signal: AbortSignal;
}

async function compare({ terminal, options }: Call, { assembly, payload, ways, signal }: Subject): Promise<DiffReport> {
  const { stack, fingerprint, files } = payload;
  const names = files.map(({ name }) => name);
  const plan = planMachine({ stack, fingerprint, files: names, inputs: assembly.manifest.inputs }, { goal: 'build' });
  const executor = new SshExecutor({ connect: ways.open, guard: ways.guard, payloads: new Map([[stack.name, payload]]) });
  const connection = await ways.open(plan.target, { signal });
  try {
    return await compareWithMachine({
      machine: connection.label,
      guard: new GuardClient(connection, ways.guard),
      payload,
      ...(options['build'] !== false && { build: () => buildSystem(executor, plan, terminal.err, signal) }),
    });
  } finally {
    await connection.close();
  }
}

const asData = (report: DiffReport): object => ({
  ...report,
  differs: differs(report),
  isStaged: isStaged(report),
});
