// Builds Pulumi's engine from its Go module, and beside it our stand-in for its command provider (test/fixtures/pulumi), for the tests that
// deploy through them.
//
// Go takes the sources from the module proxy that this machine uses, and compares them with the sums in go.sum. Nothing is installed: both
// programs go into a folder of the user's cache, named after what they are built from.
//
//   node scripts/pulumi.mjs            builds them unless they are there; says in one line what it did or why it cannot
//   node scripts/pulumi.mjs --where    prints their folder if they are there, and else nothing
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const SOURCES = join(ROOT, 'test', 'fixtures', 'pulumi');
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studio-cdk', 'pulumi');

/** Nobody waits longer for a proxy that does not answer. */
const LIMIT_MS = 30 * 60_000;

const engine = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';
const read = (name) => readFileSync(join(SOURCES, name), 'utf8');
const version = () => /^\tgithub\.com\/pulumi\/pulumi\/pkg\/v3 (v\S+)/m.exec(read('engine/go.mod'))[1];

/** Programs of other sources live in another folder, so that several checkouts can share a cache. */
function folder() {
  const names = readdirSync(SOURCES, { recursive: true }).filter((name) => /\.go$|(^|\/)go\.(mod|sum)$/.test(name));
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const name of names.sort()) hash.update(`\0${name}\0${read(name)}`);
  return join(CACHE, hash.digest('hex').slice(0, 16));
}

async function ensure(target) {
  if (existsSync(target)) return `Pulumi engine: ${version()} is there`;
  console.log(`Pulumi engine: building ${version()} from Go modules, which takes minutes the first time …`);
  const begun = Date.now();
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'building-')); // beside it, so that what is done is renamed
  try {
    await build(work);
    finish(work, target);
    return `Pulumi engine: ${version()} built into ${target} in ${Math.round((Date.now() - begun) / 1000)} s`;
  } catch (error) {
    return `Pulumi engine: left out, so tests with a real one are skipped (${error.code === 'ENOENT' ? 'there is no «go» on PATH' : error.message})`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function build(work) {
  const name = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version()}`;
  await go('engine', '-o', join(work, 'pulumi'), '-ldflags', `-s -w -X ${name}`, engine);
  await go('command', '-o', join(work, 'pulumi-resource-command'), '-ldflags', '-s -w', '.');
  const said = (await run(join(work, 'pulumi'), ['version'], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: 'true' } })).trim();
  if (said !== version()) throw new Error(`the program that was built says it is ${said}`);
}

/** With the modules of go.sum and no others, whatever flags the user has. */
const go = (module, ...args) => run('go', ['build', '-mod=readonly', '-buildvcs=false', ...args], { cwd: join(SOURCES, module) });

/** Another run may have been faster; its programs are the same. */
function finish(work, target) {
  try {
    renameSync(work, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The signal that was to end us. What was begun is cleared away first. */
let ending;

/** Gives what a program printed; rejects with the last line of its complaints. Our end is its end. */
function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
    const stop = (signal) => {
      ending = signal;
      child.kill(signal);
    };
    const limit = setTimeout(() => child.kill(), LIMIT_MS);
    const settle = (failure) => {
      clearTimeout(limit);
      SIGNALS.forEach((signal) => process.off(signal, stop));
      if (failure) reject(failure);
      else resolve(said.stdout);
    };
    SIGNALS.forEach((signal) => process.on(signal, stop));
    child.on('error', settle);
    child.on('close', (code, signal) => {
      const complaint = said.stderr.trim().split('\n').at(-1) || (signal ? `stopped by ${signal}` : `exit code ${code}`);
      settle(code === 0 ? undefined : new Error(complaint));
    });
  });
}

if (import.meta.filename === process.argv[1]) {
  if (process.argv[2] === '--where') {
    if (existsSync(folder())) console.log(folder());
  } else {
    console.log(await ensure(folder()));
    if (ending) process.kill(process.pid, ending);
  }
}
