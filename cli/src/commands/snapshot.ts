import { join, resolve } from 'node:path';
import type { Call, CommandSpec } from '../command';
import { Nix } from '../nix/nix';
import { synthesise } from '../project/assembly';
import { selectStacks } from '../project/select';
import { forThisComputer } from '../render/next-step';
import { displayPath, shellWord } from '../render/paths';
import { Progress } from '../render/progress';
import { sizeText } from '../render/size';
import { checkFree, makeSnapshot } from '../snapshot/create';
import * as errors from '../snapshot/errors';
import { givenKey, ownKey } from '../snapshot/key';
import { FLAKE_FOLDER } from '../snapshot/layout';
import { readSnapshot, type Snapshot } from '../snapshot/manifest';
import { parsePublicKey, type Verifier } from '../snapshot/narinfo';
import { checkOpening, copyIntoStore, runFrom } from '../snapshot/open';
import { isElsewhere, problemsOf } from '../snapshot/verify';

interface SnapshotOptions {
  readonly to?: string;
  readonly key?: string;
  readonly publicKey?: string;
  readonly json?: boolean;
}

export const command: CommandSpec = {
  description:
    "Keeps a stack so that it opens in years, without a network: its flake, the sources of its inputs, and all that it consists of as a signed binary cache, in one folder. «cdk snapshot verify DIR» checks such a folder, without Nix. «cdk snapshot open DIR -- PROGRAM» copies it into this computer's store, with its cache and key for this one call, and runs a program of it.",
  usage: '[options] NAME | verify DIR | open DIR [-- PROGRAM ARGS…]',
  arguments: [
    { syntax: '[WORDS...]', summary: 'the name of a stack to keep; or what to do, and with which folder', completes: 'snapshots' },
  ],
  options: [
    { flags: '--to <DIR>', summary: 'where to, instead of snapshots/NAME; s3://… takes the cache, the rest is kept in snapshots/NAME' },
    { flags: '--key <FILE>', summary: 'sign with this secret key; without it each snapshot gets one, which stays in your settings' },
    { flags: '--public-key <KEY>', summary: 'verify, open: it must be signed with this key, name:base64' },
    { flags: '--json', summary: 'the result as JSON on standard output' },
  ],
  examples: [
    { command: 'cdk snapshot studio-laptop --to /media/usb/laptop', meaning: 'keep a machine' },
    { command: 'cdk snapshot verify /media/usb/laptop', meaning: 'is it still whole?' },
    { command: 'cdk snapshot open /media/usb/laptop -- ardour9 song.ardour', meaning: 'and open it' },
  ],
  run: snapshot,
};

function snapshot(call: Call): Promise<number> {
  const [verb, folder, ...rest] = call.arguments;
  const options = call.options as SnapshotOptions;
  if (verb !== 'verify' && verb !== 'open') return create(call, options);
  for (const option of ['to', 'key'] as const)
    if (options[option] !== undefined) throw errors.onlyFor(`--${option}`, '«cdk snapshot NAME»');
  if (folder === undefined) throw errors.noFolderNamed(verb);
  if (verb === 'open') return open(call, options, resolve(call.cwd, folder), rest);
  if (rest.length > 0) throw errors.surplusWords(folder);
  return verify(call, options, resolve(call.cwd, folder));
}

async function create(call: Call, { to, key, publicKey, json }: SnapshotOptions): Promise<number> {
  const { terminal, cwd, version, arguments: names } = call;
  if (publicKey !== undefined) throw errors.onlyFor('--public-key', '«cdk snapshot verify» and «cdk snapshot open»');
  if (names.length > 1) throw errors.tooManyNames();
  if (to !== undefined && /^[a-z0-9+]+:\/\//.test(to) && !to.startsWith('s3://')) throw errors.otherScheme(to);
  const nix = await Nix.find('a snapshot');
  const assembly = await synthesise(call, 'stderr');
  const all = assembly.manifest.stacks.map(({ name }) => name);
  if (names.length === 0) throw errors.noName(all);
  const stacks = selectStacks(assembly.manifest.stacks, names);
  if (stacks.length !== 1) throw errors.tooManyNames();
  const stack = forThisComputer(stacks[0]!);

  const isRemote = to?.startsWith('s3://') === true;
  const folder = to === undefined || isRemote ? join(assembly.home, 'snapshots', stack.name) : resolve(cwd, to);
  checkFree(folder);
  const made = await makeSnapshot({
    nix,
    assembly,
    stack,
    folder,
    key: key === undefined ? await ownKey(nix, stack.name, folder) : givenKey(resolve(cwd, key)),
    generator: `studio-cdk-cli ${version}`,
    err: terminal.err,
    ...(isRemote && { cacheAddress: to }),
  });
  if (json) terminal.out.line(JSON.stringify({ folder, ...withoutLists(made) }, null, 2));
  else reportMade(call, folder, made);
  return 0;
}

const pathCount = ({ length }: Snapshot['paths']): string => `${length} ${length === 1 ? 'path' : 'paths'}`;

const withoutLists = ({ paths, flake, ...rest }: Snapshot): object => ({ ...rest, paths: paths.length, files: Object.keys(flake).length });

function reportMade({ terminal: { out }, cwd }: Call, folder: string, { name, paths, size, publicKey, programs }: Snapshot): void {
  const where = displayPath(cwd, folder);
  const packed = size.packed === undefined ? '' : `, ${sizeText(size.packed)} here`;
  out.line(
    `${out.paint.green('✔')} ${name} is kept in ${out.paint.bold(where)}: ${pathCount(paths)}, ${sizeText(size.unpacked)} in a store${packed}`,
  );
  out.line(`  signed with ${publicKey}\n`);
  const [program] = programs;
  out.line(`Next: ${out.paint.cyan(`cdk snapshot verify ${shellWord(where)}`)}`);
  out.line(`      ${out.paint.cyan(`cdk snapshot open ${shellWord(where)}${program === undefined ? '' : ` -- ${shellWord(program)}`}`)}`);
}

async function verify({ terminal, cwd }: Call, options: SnapshotOptions, folder: string): Promise<number> {
  const { out, err } = terminal;
  const found = readSnapshot(folder);
  const key = keyOf(folder, found, options);
  const progress = new Progress(err, `Verifying ${found.name}`);
  const onProgress = (done: number, total: number): void => progress.at(done, total);
  const problems = await problemsOf(folder, found, { key, onProgress }).finally(() => progress.end());
  if (options.json) out.line(JSON.stringify({ whole: problems.length === 0, problems, ...withoutLists(found) }, null, 2));
  const where = displayPath(cwd, folder);
  if (problems.length > 0) {
    for (const problem of problems.slice(0, MOST_PROBLEMS)) err.line(`${err.paint.red('✘')} ${problem}`);
    if (problems.length > MOST_PROBLEMS) err.line(`  and ${problems.length - MOST_PROBLEMS} more`);
    err.line(
      `${where} is damaged: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}. Copy it again from where you have it whole.`,
    );
    return 1;
  }
  if (options.json) return 0;
  out.line(
    `${out.paint.green('✔')} ${where} is whole: ${found.name}, ${pathCount(found.paths)}, ${sizeText(found.size.unpacked)} in a store`,
  );
  if (isElsewhere(found)) out.line(`  What it consists of is at ${found.cache}, and was not looked at.`);
  return 0;
}

const MOST_PROBLEMS = 20;

async function open(call: Call, options: SnapshotOptions, folder: string, [program, ...args]: readonly string[]): Promise<number> {
  const { terminal } = call;
  const found = readSnapshot(folder);
  const key = keyOf(folder, found, options);
  checkOpening(folder, found, program);
  const nix = await Nix.find('opening a snapshot');
  await copyIntoStore(nix, folder, found, key, terminal.err);
  if (program !== undefined) return runFrom(found, program, args);
  if (options.json) terminal.out.line(JSON.stringify({ folder, ...withoutLists(found) }, null, 2));
  else reportOpened(call, folder, found);
  return 0;
}

function reportOpened({ terminal: { out }, cwd }: Call, folder: string, { name, kind, paths, programs, outputs }: Snapshot): void {
  const where = displayPath(cwd, folder);
  out.line(`${out.paint.green('✔')} ${name} is in this computer's store: ${pathCount(paths)}\n`);
  for (const output of outputs) out.line(`  ${output}`);
  const [first, ...others] = programs;
  const run = `cdk snapshot open ${shellWord(where)} -- ${first === undefined ? '' : shellWord(first)}`;
  if (first !== undefined) out.line(`\nRun:    ${out.paint.cyan(run)}${others.length > 0 ? `, or one of ${others.length} others` : ''}`);
  const flake = shellWord(`path:${join(folder, FLAKE_FOLDER)}#${name}`);
  if (kind === 'nixos') out.line(`Switch: ${out.paint.cyan(`sudo nixos-rebuild switch --flake ${flake}`)}`);
}

function keyOf(folder: string, { publicKey }: Snapshot, { publicKey: wanted }: SnapshotOptions): Verifier {
  const key = parsePublicKey(publicKey);
  if (!key) throw errors.badPublicKey(`${folder} names a key, and`, publicKey);
  if (wanted === undefined || wanted === publicKey) return key;
  throw parsePublicKey(wanted) ? errors.otherKey(folder, publicKey, wanted) : errors.badPublicKey('--public-key', wanted);
}
