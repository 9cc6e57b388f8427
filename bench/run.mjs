// npm run bench: how long things take, as ratios to the least they could take. Nothing here passes or fails: machines differ, and a busy one lies.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median, ROOT } from './measure.mjs';
import { measurePython } from './python.mjs';

// In memory where there is such a folder: a disk would be measured, not the program.
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'studio-cdk-bench-'));
const rows = [];
const row = (what, value, unit, budget) =>
  rows.push({ what, value: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`, budget: budget === undefined ? '' : `≤ ${budget} ${unit}` });

// Starting, and one machine
const floor = measure(['node', '-e', '0']);
const version = measure(['node_modules/.bin/cdk', '--version']);
const synth = measure(['node_modules/.bin/cdk', 'synth', '--quiet', '--output', join(scratch, 'one')]);
row('cdk --version, cpu, against node -e 0', version.cpu / floor.cpu, '×', 2);
row('cdk synth of one machine, cpu, against node -e 0', synth.cpu / floor.cpu, '×', 6);
row('cdk synth of one machine, peak of any process', synth.peak, 'MB', 120);

// A school
const small = school(100);
const large = school(1000);
const plain = median(times(3, () => script('plain-printer.cjs', 1000, Math.round(large.bytes / 1000), fresh()).microseconds));
row('1000 machines of 20 constructs, cpu, against a plain printer of the same bytes', large.microseconds / plain, '×', 3);
row('1000 machines, cpu for each construct', large.microseconds / large.constructs, 'µs', 20);
row('100 → 1000 machines, growth exponent', Math.log10(large.microseconds / small.microseconds), '', 1.05);
row('1000 machines, peak', large.megabytes, 'MB', 150);

// Dependencies
const layers = (count) => median(times(5, () => script('layers.cjs', count, fresh()).microseconds));
row('26 → 104 layers of 2 stacks, growth exponent', Math.log(layers(104) / layers(26)) / Math.log(4), '', 1.1);

// A studio for any Linux
const programs = (kind) => median(times(9, () => script('portable.cjs', kind, fresh()).microseconds));
const ratio = programs('portable') / programs('machine');
row('portable stack of 10 programs and 150 plugins, cpu, against a machine of the same size', ratio, '×', 1.5);

// Deployments, to machines on this computer
const deploying = run(['-r', 'tsx/cjs', join('bench', 'deploy.ts')]);
deploying.rows?.forEach(({ what, value, unit, budget }) => row(what, value, unit, budget));

// Does it crackle?
const realtime = run(['-r', 'tsx/cjs', join('bench', 'realtime.ts')]);
realtime.rows.forEach(({ what, value, unit, budget }) => row(what, value, unit, budget));

// In Python
const python = measurePython(scratch);
python.rows?.forEach(({ what, value, unit, budget }) => row(what, value, unit, budget));

rmSync(scratch, { recursive: true });
console.table(rows);
if (deploying.reason !== undefined) console.log(`Deployments were left out: ${deploying.reason}.`);
if (python.reason !== undefined) console.log(`Python was left out: ${python.reason}.`);

function school(machines) {
  const results = times(3, () => {
    const folder = fresh();
    return { ...script('school.cjs', machines, folder), bytes: bytesBelow(folder) };
  });
  const microseconds = median(results.map((result) => result.microseconds));
  return { ...results[0], microseconds };
}

function script(name, ...args) {
  return run([join('bench', name), ...args.map(String)]);
}

function run(args) {
  const result = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

function bytesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function times(count, action) {
  return Array.from({ length: count }, action);
}

function fresh() {
  return mkdtempSync(join(scratch, 'run-'));
}
