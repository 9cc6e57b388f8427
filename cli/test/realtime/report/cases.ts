import type { ReportData } from '../../../src/realtime/report/data';
import { CHECKS, measurement, SNAPSHOT } from './fixtures';

const machine = { snapshot: SNAPSHOT, checks: CHECKS };
const common = { stack: 'studio-laptop', madeAt: '2026-11-22T05:49:00Z' };

const WORST = [310, 290, 250, 420, 160, 140, 131, 120, 133, 84];

/** What a report may have to show. */
export const CASES = {
  'nothing at all': { ...common, measurements: [], unreached: 'nothing listens for ssh' },
  'one sample': { ...common, measurements: [measurement({ cpus: 1, samples: 1, max: 7, load: false })], machine },
  'ten million samples': { ...common, measurements: [measurement({ samples: 1e7, cpus: 8 })], machine },
  '256 CPUs': {
    ...common,
    measurements: [measurement({ cpus: 256, samples: 1e7, max: 390, generation: 41 }), measurement({ cpus: 256, samples: 1e7, max: 300 })],
    machine,
  },
  'wake-ups beyond all buckets': {
    ...common,
    measurements: [measurement({ max: 700, generation: 41 }), measurement({ max: 5012, xruns: 3 })],
    machine,
  },
  'a buffer that is near': { ...common, measurements: [measurement({ max: 390, quantum: 24 })], machine },
  'a buffer that is missed': { ...common, measurements: [measurement({ max: 390, quantum: 16 })], machine },
  'two generations': { ...common, measurements: [measurement({ generation: 41, max: 133 }), measurement()], machine },
  'ten generations': {
    ...common,
    measurements: WORST.map((max, at) => measurement({ generation: 33 + at, max, quantum: at < 5 ? 128 : 64 })),
    machine,
  },
  'a hundred generations': {
    ...common,
    measurements: Array.from({ length: 100 }, (_, at) => measurement({ generation: 1 + at, max: 60 + ((at * 37) % 300) })),
    machine,
  },
  'no histogram': {
    ...common,
    measurements: [measurement({ threads: [{ cpu: 0, samples: 50_000, min: 2, max: 70, mean: 5, histogram: [], overflows: 0 }] })],
    machine,
  },
  'no machine and no buffer': { ...common, measurements: [measurement({ quantum: null })] },
} satisfies Readonly<Record<string, ReportData>>;
