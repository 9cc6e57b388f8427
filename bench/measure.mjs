// How much processor time and memory a program takes, its children included.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PEAK = join(ROOT, 'bench', 'report-peak.cjs');

/** Median processor time in seconds (user and system) and the highest resident size of any process in MB, over several runs. */
export function measure(command, { cwd = ROOT, runs = 7, env = {} } = {}) {
  const cpu = [];
  let peak = 0;
  for (let run = 0; run < runs; run++) {
    const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-bench-'));
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const result = spawnSync('bash', ['-c', `TIMEFORMAT='cpu %3U %3S'; time ${quoted}`], {
      cwd,
      env: { ...process.env, ...env, NODE_OPTIONS: `--require ${PEAK}`, STUDIO_CDK_BENCH: folder },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (result.status !== 0) throw new Error(`${command.join(' ')} failed:\n${result.stderr}`);
    const [, user, system] = /cpu (\S+) (\S+)\s*$/.exec(result.stderr);
    cpu.push(Number(user) + Number(system));
    for (const file of readdirSync(folder)) peak = Math.max(peak, Number(readFileSync(join(folder, file), 'utf8')) / 1024);
    rmSync(folder, { recursive: true });
  }
  return { cpu: median(cpu), peak };
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
