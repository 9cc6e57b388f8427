/**
 * A Pulumi program of somebody's own: a machine of a studio, and something else before and after it. Runs where the operator sits, and prints how it
 * went as one object.
 *
 *   node -r tsx/cjs program.ts up|preview|destroy '{ "folder": …, "args": … }'
 */
import { local, type types } from '@pulumi/command';
import { interpolate, secret } from '@pulumi/pulumi';
import { LocalWorkspace, type EngineEvent, type OutputMap } from '@pulumi/pulumi/automation';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Public from '../../src';

export interface Task {
  /** Where Pulumi works. */
  readonly folder: string;
  readonly args: Public.StudioMachineArgs;
  /** The way to the machine with the key of this file. The address is told by a resource. */
  readonly keyFile?: string;
  readonly hostKey?: string;
  /** Another program in place of this one: what it exports is its outputs. */
  readonly index?: string;
}

export interface Report {
  /** How many resources saw what: `create`, `same` … */
  readonly changes: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the engine said of each resource, but for what passes by. */
  readonly said: readonly string[];
  readonly failure?: string;
}

const load = createRequire(__filename);
const { StudioMachine } = load('../../lib') as typeof Public; // as it is shipped
const [verb, given] = process.argv.slice(2) as ['up' | 'preview' | 'destroy', string];
const { folder, args, keyFile, hostKey, index } = JSON.parse(given) as Task;

async function program(): Promise<Record<string, unknown>> {
  const place = new local.Command('place', { create: `printf %s ${args.stack}` });
  const connection: types.input.remote.ConnectionArgs | undefined =
    keyFile === undefined
      ? undefined
      : { host: place.stdout, privateKey: secret(readFileSync(keyFile, 'utf8')), ...(hostKey !== undefined && { hostKey }) };
  const machine = new StudioMachine('laptop', { ...args, ...(connection && { connection }) }, { dependsOn: [place] });
  const { system, generation, gates, outcome } = machine;
  const after = new local.Command('after', { create: interpolate`echo after ${system}`, triggers: [system] }, { dependsOn: [machine] });
  return { system, generation, gates, outcome, after: after.stdout };
}

async function main(): Promise<void> {
  const said: string[] = [];
  const onEvent = ({ diagnosticEvent }: EngineEvent): void => {
    if (diagnosticEvent?.ephemeral) console.error(diagnosticEvent.message.trim());
    else if (diagnosticEvent && (diagnosticEvent.severity as string) !== 'debug')
      said.push(`${diagnosticEvent.severity} ${diagnosticEvent.urn?.split('::').at(-1) ?? ''}: ${diagnosticEvent.message.trim()}`);
  };
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      stackName: 'home',
      projectName: 'trial',
      program: index === undefined ? program : async () => load(index) as Record<string, unknown>,
    },
    { workDir: folder },
  );
  const options = { color: 'never', onEvent } as const;
  let report: Report;
  try {
    if (verb === 'up') {
      const { summary, outputs } = await stack.up(options);
      report = { changes: summary.resourceChanges ?? {}, outputs: plain(outputs), said };
    } else if (verb === 'destroy') {
      report = { changes: (await stack.destroy(options)).summary.resourceChanges ?? {}, outputs: {}, said };
    } else report = { changes: (await stack.preview(options)).changeSummary, outputs: {}, said };
  } catch (error) {
    report = { changes: {}, outputs: {}, said, failure: (error as Error).message };
    process.exitCode = 1;
  }
  console.log(JSON.stringify(report));
}

const plain = (outputs: OutputMap): Record<string, unknown> =>
  Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));

void main();
