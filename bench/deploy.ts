// How long deployments take, on a bed of machines on this computer: node -r tsx/cjs bench/deploy.ts
//
// Prints JSON: the rows, or why there can be no bed. What is measured runs in a process of its own, where the operator sits
// (deploy-operator.ts), so that nothing of the bed's machinery is in the figures.
import { join } from 'node:path';
import { Bed, studio, whyNoBed, type BedKind, type Studio } from '../test/bed';
import type { Row } from './shortest';

const FLEET = Array.from({ length: Number(process.env['BENCH_MACHINES'] ?? 50) }, (_, index) => `desk-${index}`);
const FIRST_DEPLOYMENT_MS = 600_000;

void main();

async function main(): Promise<void> {
  const reason = whyNoBed('light');
  if (reason !== undefined) return print({ reason });
  // As on a real machine where that is possible: units, journal and timers cost something.
  const one = await onBed(whyNoBed('systemd') === undefined ? 'systemd' : 'light', ['laptop'], 'one');
  const fleet = await onBed('light', FLEET, 'fleet');
  print({ rows: [...one, ...fleet] });
}

async function onBed(kind: BedKind, machines: readonly string[], what: 'one' | 'fleet'): Promise<readonly Row[]> {
  const bed = await Bed.start({ kind, machines });
  try {
    const project = await studio(bed, { machines });
    await deployFirst(project);
    const measuring = [process.execPath, '-r', 'tsx/cjs', join(__dirname, 'deploy-operator.ts'), what, ...machines];
    const env = { BENCH_STUDIO: project.folder };
    const { code, stdout, stderr } = await bed.operator.run(measuring, { cwd: join(__dirname, '..'), env, timeoutMs: FIRST_DEPLOYMENT_MS });
    if (code !== 0) throw new Error(stderr + stdout);
    return JSON.parse(stdout) as readonly Row[];
  } finally {
    await bed.stop();
  }
}

async function deployFirst(project: Studio): Promise<void> {
  const { code, stderr, stdout } = await project.cdk(['deploy', '--all', '--quiet'], { timeoutMs: FIRST_DEPLOYMENT_MS });
  if (code !== 0) throw new Error(stderr + stdout);
}

function print(result: object): void {
  console.log(JSON.stringify(result));
}
