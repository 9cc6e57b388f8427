// All tests, several files at once, and those that failed once more, alone. The last line is for programs: «12 passed, 0 failed».
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { everyTest } from './test.mjs';

/**
 * Machines are given seconds to answer within, and some tests have to see such a deadline pass. Beside other tests on a small computer one is missed
 * that nobody would miss otherwise. So what failed is judged again when nothing else runs: what fails then fails, and what passes then is named.
 */
export function runEveryTest(chosen = everyTest()) {
  const together = counted(chosen);
  const suspects = Object.keys(together).filter((file) => together[file].failed.length > 0);
  if (suspects.length === 0 || suspects.includes('')) return tell(together, []); // what failed in no file cannot be run again
  console.log(`\nOnce more, with nothing beside them:\n${suspects.map((file) => `  ${file}`).join('\n')}\n`);
  const alone = counted(suspects);
  const whileBusy = suspects.filter((file) => alone[file]?.failed.length === 0).flatMap((file) => together[file].failed);
  return tell({ ...together, ...alone }, whileBusy);
}

/** What each file came to. A run that did not come to its end ends this one. */
function counted(args) {
  const folder = mkdtempSync(join(tmpdir(), 'tally-'));
  try {
    const file = join(folder, 'tally.json');
    const { status, signal } = run('mocha', ['--reporter', 'test/support/tally.cjs', '--reporter-option', `tally=${file}`, ...args], {
      allowFailure: true,
    });
    const files = readTally(file);
    if (!files || (status !== 0 && !Object.values(files).some(({ failed }) => failed.length > 0))) {
      console.error(`mocha did not come to its end (${signal ?? `exit code ${status}`}).`);
      process.exit(status || 1);
    }
    return files;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function tell(files, whileBusy) {
  const all = Object.values(files);
  const sum = (what) => all.reduce((total, counts) => total + what(counts), 0);
  const [passed, failed, skipped] = [sum((it) => it.passed), sum((it) => it.failed.length), sum((it) => it.skipped)];
  if (whileBusy.length > 0)
    console.log(`\nPassed alone only, and failed beside others:\n${whileBusy.map((title) => `  ${title}`).join('\n')}`);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed;
}
