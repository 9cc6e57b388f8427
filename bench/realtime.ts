// How long it takes to find out whether a machine crackles: node -r tsx/cjs bench/realtime.ts
//
// Prints JSON: the rows, and why some were left out. Machines are those of a bed on this computer, and share its processors; so many at once
// are held against what the same costs by hand, and not only against one.
import { join } from 'node:path';
import type { Measurement, ThreadLatency } from '../cli/src/realtime/measurement';
import { renderPage } from '../cli/src/realtime/report/page';
import { Bed, studio, whyNoBed } from '../test/bed';
import { shortest, type Row } from './shortest';

const MACHINES = Array.from({ length: Number(process.env['BENCH_MACHINES'] ?? 50) }, (_, index) => `desk-${index}`);
const PATIENCE_MS = 600_000;

void main();

async function main(): Promise<void> {
  const reason = whyNoBed('light');
  const rows = [...(await page()), ...(reason === undefined ? await onBed() : [])];
  console.log(JSON.stringify({ rows, reason }));
}

async function onBed(): Promise<readonly Row[]> {
  const bed = await Bed.start({ kind: 'light', machines: MACHINES });
  try {
    const project = await studio(bed, { machines: MACHINES, lock: false });
    const { code: failure, stderr: complaint } = await project.cdk(['synth', '--quiet'], { timeoutMs: PATIENCE_MS });
    if (failure !== 0) throw new Error(complaint);
    const measuring = [process.execPath, '-r', 'tsx/cjs', join(__dirname, 'realtime-operator.ts'), ...MACHINES];
    const env = { BENCH_STUDIO: project.folder };
    const { code, stdout, stderr } = await bed.operator.run(measuring, { cwd: join(__dirname, '..'), env, timeoutMs: PATIENCE_MS });
    if (code !== 0) throw new Error(stderr + stdout);
    return JSON.parse(stdout) as readonly Row[];
  } finally {
    await bed.stop();
  }
}

/** A measurement of 10⁷ wake-ups, a former one, and a year of others. */
async function page(): Promise<readonly Row[]> {
  const measurements = Array.from({ length: 50 }, (_, index) => measured(50 - index));
  const render = (): string => renderPage({ stack: 'studio-laptop', madeAt: '2026-11-22T12:00:00.000Z', measurements });
  const [time] = await shortest(9, [render]);
  return [
    { what: 'report of 10⁷ samples on 8 CPUs and 50 measurements, to draw', value: time!, unit: 'ms', budget: 200 },
    { what: 'the same, its size', value: Buffer.byteLength(render()) / 1000, unit: 'kB', budget: 300 },
  ];
}

function measured(daysAgo: number): Measurement {
  return {
    schema: 1,
    stack: 'studio-laptop',
    at: new Date(Date.UTC(2026, 10, 22) - daysAgo * 86_400_000).toISOString(),
    seconds: 1250,
    threads: Array.from({ length: 8 }, (_, cpu) => thread(cpu, 1_250_000)),
    settings: { priority: 88, interval: 1000, load: false, defaultSystem: true },
    machine: {
      hostname: 'studio-laptop',
      kernel: '6.12.1-rt',
      kernelVersion: '#1 SMP PREEMPT_RT',
      parameters: [],
      generation: 51 - daysAgo,
    },
    buffer: { quantum: 64, rate: 48_000 },
    from: 'cyclictest 2.40',
  };
}

/** Most wake up after a few µs, and every bucket up to 2000 µs has been met: the largest that there is. */
function thread(cpu: number, samples: number): ThreadLatency {
  const weights = Array.from({ length: 2000 }, (_, at) => (at + 1) ** -2);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const histogram = weights.map((weight, at) => [at + 1, Math.max(1, Math.round((weight / all) * samples))] as const);
  const counted = histogram.reduce((sum, [, count]) => sum + count, 0);
  const mean = histogram.reduce((sum, [latency, count]) => sum + latency * count, 0) / counted;
  return { cpu, samples: counted, min: 1, max: 2000, mean, histogram, overflows: 0 };
}
