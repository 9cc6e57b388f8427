import { dirname, join, resolve } from 'node:path';
import { runProgram, exitCodeOf } from '../child-process';
import { refused, isFull } from '../nix/errors';
import { NixRefusal, type Nix } from '../nix/nix';
import { Progress } from '../render/progress';
import { nearest } from '../suggest';
import type { Output } from '../terminal';
import { changedFlake, damagedCache, noProgram, notRunnable, notTrusted, otherStore, wrongSignature } from './errors';
import { CACHE_FOLDER } from './layout';
import type { Snapshot } from './manifest';
import type { Verifier } from './narinfo';
import { findProgram } from './programs';
import { flakeProblems, isElsewhere } from './verify';
import { Workshop } from './workshop';

/** Looks at what can be known without Nix, before anything is copied. */
export function checkOpening(folder: string, snapshot: Snapshot, program: string | undefined): void {
  const problems = flakeProblems(folder, snapshot);
  if (problems.length > 0) throw changedFlake(problems);
  if (program === undefined || snapshot.programs.includes(program)) return;
  throw noProgram(program, nearest(program, snapshot.programs), snapshot.programs.slice(0, MOST_NAMES));
}

/** A machine has hundreds of programs; more names than these help nobody. */
const MOST_NAMES = 30;

/**
 * Copies the closure into this computer's store. The cache and its key count for this one call, and no other cache is asked.
 *
 * @throws UserError when Nix does not take it
 */
export async function copyIntoStore(nix: Nix, folder: string, snapshot: Snapshot, key: Verifier, err: Output): Promise<void> {
  const wanted = dirname(snapshot.outputs[0] ?? '/nix/store');
  const found = (await nix.run(['eval', '--raw', '--expr', 'builtins.storeDir'])).trim();
  if (found !== wanted) throw otherStore(found, wanted);

  const shop = new Workshop();
  const progress = new Progress(err, `Opening ${snapshot.name}`);
  let [done, total] = [0, snapshot.paths.length];
  const onLine = (line: string): void => {
    total = Number(/^copying (\d+) paths/.exec(line)?.[1] ?? total);
    if (/^copying path '/.test(line)) progress.at(++done, total);
  };
  try {
    const from = isElsewhere(snapshot) ? snapshot.cache : `file://${shop.link('cache', resolve(folder, CACHE_FOLDER))}`;
    const settings = Object.entries({ 'require-sigs': 'true', 'trusted-public-keys': key.text, substituters: '' });
    const options = settings.flatMap(([name, value]) => ['--option', name, value]);
    const roots = [...new Set([...snapshot.outputs, ...Object.values(snapshot.inputs)])];
    await nix.run(['copy', '--from', from, ...options, ...roots], { onLine });
  } catch (error) {
    throw error instanceof NixRefusal ? explained(error, folder, key) : error;
  } finally {
    progress.end();
    shop.close();
  }
}

function explained({ reason, said }: NixRefusal, folder: string, key: Verifier): Error {
  if (/lacks a (valid )?signature/.test(reason)) {
    if (/not a trusted user|restricted setting/.test(said)) return notTrusted(key.text);
    return wrongSignature(/path '([^']+)'/.exec(reason)?.[1] ?? 'A path', folder);
  }
  if (isFull(reason)) return refused('copy it into the store', reason, 'The snapshot itself is as it was.');
  return damagedCache(reason.replace(/\.$/, ''), folder);
}

/** Runs a program of the snapshot in this terminal. @returns its exit code */
export async function runFrom({ outputs }: Snapshot, program: string, args: readonly string[]): Promise<number> {
  const path = findProgram(outputs, program);
  if (path === undefined) throw notRunnable(program, 'it is not where it was when the snapshot was made');
  try {
    const { code, signal } = await runProgram({ program: path, args });
    return signal ? exitCodeOf(signal) : code;
  } catch (error) {
    throw notRunnable(join(path), (error as Error).message);
  }
}
