// The measurements of realtime.ts, where the operator of the bed sits.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { takeSnapshot } from '../cli/src/realtime/probe/take-snapshot';
import { remote } from '../cli/src/realtime/run-program';
import { openSsh } from '../cli/src/ssh/connect';
import { shortest, type Row } from './shortest';

const STUDIO = process.env['BENCH_STUDIO']!;
const ROOT = join(__dirname, '..');
const CDK = `node ${join(ROOT, 'cli', 'bin', 'cdk.js')}`;

const machines = process.argv.slice(2);
void main().then((rows) => console.log(JSON.stringify(rows)));

async function main(): Promise<readonly Row[]> {
  return [...(await probe()), ...(await doctor())];
}

async function probe(): Promise<readonly Row[]> {
  const connection = await openSsh({}).connect({ host: machines[0]!, user: 'root' });
  try {
    const run = remote(connection);
    const [snapshot, trip] = await shortest(20, [() => takeSnapshot(run), () => run(['sh', '-s'], '')]);
    return [{ what: 'probe of a machine, beyond one round trip', value: snapshot! - trip!, unit: 'ms', budget: 150 }];
  } finally {
    await connection.close();
  }
}

async function doctor(): Promise<readonly Row[]> {
  // It ends with 1, for no machine of the bed grants realtime priorities; what counts is that each was seen.
  const examine = (which: string, count: number) => () =>
    sh(`cd ${STUDIO} && test "$(${CDK} doctor -a cdk.out --json ${which} | grep -c '"seenBy"')" = ${count}`);
  const probes = machines.map((machine) => `ssh ${machine} sh -s <${join(ROOT, 'assets', 'probe.sh')} >/dev/null &`);
  const [one, all, byHand] = await shortest(3, [
    examine(machines[0]!, 1),
    examine('--all', machines.length),
    () => sh(`${probes.join('\n')}\nwait`),
  ]);
  const what = `doctor of ${machines.length} machines`;
  return [
    { what: `${what}, against as many probes over ssh at once`, value: all! / byHand!, unit: '×', budget: 1.5 },
    { what: `${what}, against one (all on the processors of this computer)`, value: all! / one!, unit: '×' },
    { what: 'doctor of one machine', value: one!, unit: 'ms' },
  ];
}

function sh(command: string): void {
  const { status, stderr } = spawnSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
}
