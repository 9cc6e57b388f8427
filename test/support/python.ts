import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe } from 'mocha';

const ROOT = join(__dirname, '..', '..');
/** scripts/python.mjs fills it. */
const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'studio-cdk', 'python');
const DIST = join(ROOT, 'dist', 'python');

/** Why there is no Python to run a studio with; undefined where there is. */
export function whyNoPython(): string | undefined {
  if (!existsSync(join(CACHE, 'packages.txt')))
    return 'there is no Python with jsii’s runtime here (node scripts/python.mjs makes one where it may)';
  const wheel = findWheel();
  if (wheel === undefined) return 'the library is not packed for Python (npm run package -- python)';
  if (statSync(wheel).mtimeMs < statSync(join(ROOT, 'lib', 'index.js')).mtimeMs)
    return 'the library was built after it was packed for Python (npm run package -- python)';
  return undefined;
}

function findWheel(): string | undefined {
  const name = existsSync(DIST) ? readdirSync(DIST).find((file) => file.endsWith('.whl')) : undefined;
  return name && join(DIST, name);
}

/** A Python that has the library, installed from the wheel into a folder of its own, beside jsii's runtime from PyPI. */
export class Python {
  readonly #folder = mkdtempSync(join(tmpdir(), 'studio-cdk-python-'));
  readonly #packages = join(this.#folder, 'packages');

  public constructor() {
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-index', '--target', this.#packages];
    execFileSync(join(CACHE, 'bin', 'python'), ['-m', 'pip', 'install', ...options, findWheel()!]);
  }

  /** The environment in which `python3` and `pytest` are the ones of this Python. */
  public get environment(): NodeJS.ProcessEnv {
    const { PYTHONHOME: _, ...inherited } = process.env;
    return {
      ...inherited,
      PATH: `${join(CACHE, 'bin')}${delimiter}${process.env['PATH']}`,
      PYTHONPATH: this.#packages,
      PYTHONDONTWRITEBYTECODE: '1',
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    };
  }

  public run(args: readonly string[], folder: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    return spawnSync('python3', args, { cwd: folder, encoding: 'utf8', env: { ...this.environment, ...env } });
  }

  public cdk(args: readonly string[], folder: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const program = join(ROOT, 'cli', 'bin', 'cdk.js');
    return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env: { ...this.environment, ...env } });
  }

  /** A new folder, which goes when this Python goes. */
  public folder(): string {
    return mkdtempSync(join(this.#folder, 'studio-'));
  }

  public remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Tests with such a Python; without one they are skipped and say why. */
export function describeWithPython(title: string, tests: (python: () => Python) => void): void {
  const reason = whyNoPython();
  if (reason !== undefined) {
    describe.skip(`${title} (left out: ${reason})`, () => tests(() => undefined as never));
    return;
  }
  describe(title, function () {
    this.timeout(60_000);
    let python: Python;
    before(() => void (python = new Python()));
    after(() => python.remove());
    tests(() => python);
  });
}
