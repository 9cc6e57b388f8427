import { hostname } from 'node:os';
import type { RealtimeEntry } from '../../../src/assembly/realtime';
import type { Call } from '../command';
import { openWays, type Ways } from '../deploy/open-machine';
import { selectMachines, type Machine } from '../deploy/select-machines';
import { selectStacks } from '../project/select';
import { synthesise } from '../project/assembly';
import { takeSnapshot } from '../realtime/probe/take-snapshot';
import { wantedFor } from '../realtime/probe/wanted';
import { local, remote } from '../realtime/run-program';
import type { Snapshot } from '../realtime/snapshot';
import type { Connection } from '../ssh/connection';
import type { DoctorOptions } from './doctor-options';
import { localOrElsewhere } from './errors';

/** Something to look at, as often as one likes. */
export interface Patient {
  readonly name: string;
  readonly host?: string;
  /** What it was asked to be. Absent: nobody asked for anything. */
  readonly intent?: RealtimeEntry;
  look(signal: AbortSignal): Promise<Snapshot>;
  close(): Promise<void>;
}

/** Files that a machine has to read are in memory; what does not answer by now never will. */
const PATIENCE_MS = 30_000;

/** Those that a call means. This computer alone needs no studio. */
export async function patientsOf(call: Call, options: DoctorOptions): Promise<readonly Patient[]> {
  if (options.local && options.names.length === 0) return [thisComputer()];
  const { manifest } = await synthesise(call, 'stderr');
  if (options.local) {
    const [stack, another] = selectStacks(manifest.stacks, options.names);
    if (another) throw localOrElsewhere();
    return [thisComputer(stack!.realtime ?? {})];
  }
  const { names, tag, all } = options;
  const machines = selectMachines(manifest.stacks, { names, all, ...(tag && { tag }) });
  const ways = openWays(call);
  return machines.map((machine) => overSsh(machine, ways, options.sudo));
}

function thisComputer(intent?: RealtimeEntry): Patient {
  return {
    name: hostname(),
    ...(intent && { intent }),
    look: (signal) => takeSnapshot(local({ signal, timeoutMs: PATIENCE_MS }), wantedFor(intent)),
    close: () => Promise.resolve(),
  };
}

/** The connection stays open between two looks; one that was lost is opened again. */
function overSsh({ name, target, realtime: intent }: Machine, ways: Ways, sudo: boolean): Patient {
  let open: Connection | undefined;
  const connect = sudo ? ways.open : ways.connect;
  return {
    name,
    host: target.host,
    ...(intent && { intent }),
    async look(signal) {
      open ??= await connect(target, { signal });
      try {
        return await takeSnapshot(remote(open, { signal, timeoutMs: PATIENCE_MS }), wantedFor(intent));
      } catch (error) {
        await this.close();
        throw error;
      }
    },
    async close() {
      const closing = open;
      open = undefined;
      await closing?.close();
    },
  };
}
