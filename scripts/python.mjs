// Makes the Python that the library's Python distribution is built and tried with: a virtual environment in the cache, with jsii's runtime from PyPI.
// Nothing is installed into the machine's own Python.
//
//   node scripts/python.mjs        makes it unless it is there; says in one line what it did or why it cannot
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** test/support/python.ts looks in the same folder. */
const FOLDER = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studio-cdk', 'python');
/** Beside the packages: written last, so a folder that was half made is made again, and one with other versions too. */
const MARKER = join(FOLDER, 'packages.txt');
const PYTHON = join(FOLDER, 'bin', 'python');

const PACKAGES = [
  'jsii==1.140.0', // goes with jsii-pacmak in package.json
  'constructs==10.4.0', // the version that the library is built with
  'publication==0.0.3',
  'pytest==9.2.0',
  'build==1.5.0', // these three: what pacmak's pyproject.toml asks for
  'setuptools==75.3.2',
  'wheel==0.48.0',
];

/** @returns the interpreter, or the reason why there is none; never throws */
export function ensurePython() {
  const wanted = `${PACKAGES.join('\n')}\n`;
  try {
    if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === wanted && version(PYTHON)) return { python: PYTHON };
    const found = version('python3');
    if (found === undefined) return { reason: 'there is no python3 on this machine' };
    if (!/^3\.1\d/.test(found)) return { reason: `jsii needs Python 3.10 or newer, and python3 is ${found}` };
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(dirname(FOLDER), { recursive: true });
    quiet('python3', ['-m', 'venv', FOLDER]);
    quiet(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', ...PACKAGES]);
    writeFileSync(MARKER, wanted);
    return { python: PYTHON };
  } catch (error) {
    return { reason: lastLine(error) };
  }
}

function version(python) {
  try {
    return /\d+\.\d+\.\d+/.exec(execFileSync(python, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))?.[0];
  } catch {
    return undefined;
  }
}

const quiet = (program, args) => execFileSync(program, args, { stdio: 'pipe', timeout: 300_000 });

/** What a program said last is mostly what was wrong. */
export function lastLine(error) {
  const lines = String(error.stderr || error.stdout || error.message)
    .trim()
    .split('\n');
  return lines.at(-1).trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { python, reason } = ensurePython();
  console.log(python ? `python: ${version(python)} with jsii's runtime in ${FOLDER}` : `python: left out (${reason})`);
}
