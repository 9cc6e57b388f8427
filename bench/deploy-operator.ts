// The measurements of deploy.ts, where the operator of the bed sits: each beside the least that the same could cost.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pack } from '../cli/src/deploy/archive';
import type { Payload, PayloadFile } from '../cli/src/deploy/payload';
import { openSsh } from '../cli/src/ssh/connect';
import type { Connection } from '../cli/src/ssh/connection';
import { shortest, type Row, type Work } from './shortest';

const STUDIO = process.env['BENCH_STUDIO']!;
const CDK = `node ${join(__dirname, '..', 'cli', 'bin', 'cdk.js')}`;
/** OpenSSH's first choice is a key exchange that also outlasts quantum computers, and takes its time; ssh2 has no such thing. */
const SAME_KEY_EXCHANGE = '-o KexAlgorithms=curve25519-sha256';

const [what, ...machines] = process.argv.slice(2);
void (what === 'one' ? one(machines[0]!) : fleet(machines)).then((rows) => console.log(JSON.stringify(rows)));

async function one(machine: string): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-bench-'));
  const master = `ssh -o ControlPath=${folder}/master`;
  sh(`${master} -o ControlMaster=yes -f -N ${machine}`);
  const connection = await openSsh({}).connect({ host: machine, user: 'root' });
  try {
    return [
      ...(await warmExec(connection, `${master} ${machine}`)),
      ...(await upload(connection, `${master} ${machine}`, folder)),
      ...(await nothingToDo(machine)),
      ...(await aSwitch(machine)),
    ];
  } finally {
    await connection.close();
    sh(`${master} -O exit ${machine} 2>/dev/null`);
    rmSync(folder, { recursive: true });
  }
}

async function warmExec(connection: Connection, ssh: string): Promise<readonly Row[]> {
  const [ours, theirs] = await shortest(50, [() => connection.run({ argv: ['true'] }), () => sh(`${ssh} true`)]);
  return [
    { what: 'exec over an open connection', value: ours!, unit: 'ms', budget: 10 },
    { what: 'exec over an open connection, against ssh over its ControlMaster', value: ours! / theirs!, unit: '×', budget: 1 },
  ];
}

/** Far more than an assembly has, for a figure that means something; and nothing that could be compressed. */
async function upload(connection: Connection, ssh: string, folder: string): Promise<readonly Row[]> {
  const files: readonly PayloadFile[] = Array.from({ length: 200 }, (_, index) => ({
    name: `machine/file-${index}.nix`,
    contents: randomBytes(40_000),
    executable: false,
  }));
  for (const { name, contents } of files) write(join(folder, 'assembly', name), contents);
  const payload = { files } as unknown as Payload;
  const send = async (): Promise<unknown> => connection.run({ argv: ['sh', '-c', 'cat >/tmp/ours'], input: await pack(payload) });
  const typed = `tar -cz -C ${folder}/assembly . | ${ssh} 'cat >/tmp/theirs'`;
  const [ours, theirs] = await shortest(7, [send, () => sh(typed)]);
  return [{ what: 'upload of 8 MB in 200 files, against tar | ssh cat', value: ours! / theirs!, unit: '×', budget: 1.5 }];
}

async function nothingToDo(machine: string): Promise<readonly Row[]> {
  sh(`cd ${STUDIO} && ${CDK} deploy --quiet --adopt ${machine}`);
  const deploy = (options: string): Work => inStudio(`${CDK} deploy --quiet ${options} ${machine}`);
  const [whole, alone, ssh, sameKeys, app] = await shortest(15, [
    deploy(''),
    deploy('-a cdk.out'),
    () => sh(`ssh ${machine} true`),
    () => sh(`ssh ${SAME_KEY_EXCHANGE} ${machine} true`),
    inStudio('STUDIO_CDK_OUTPUT=bench.out node -r tsx/cjs bin/studio.ts'),
  ]);
  return [
    { what: 'deploy with nothing to do (synthesised before), against ssh true', value: alone! / ssh!, unit: '×', budget: 2 },
    { what: 'the same, against ssh true with the same key exchange', value: alone! / sameKeys!, unit: '×' },
    { what: 'the same, with the run of the app', value: whole! / ssh!, unit: '×', budget: 2 },
    { what: 'deploy with nothing to do (synthesised before)', value: alone!, unit: 'ms' },
    { what: 'the run of the app alone', value: app!, unit: 'ms' },
  ];
}

/** What a person would type for the same end, with each word that costs a login or an evaluation left out; and the commands as they are known. */
async function aSwitch(machine: string): Promise<readonly Row[]> {
  let change = 0;
  const changed = (): void => {
    write(join(STUDIO, 'modules', `${machine}.nix`), `{ environment.etc."bench".text = "${change++}"; }\n`);
    inStudio(`${CDK} synth --quiet`)();
  };
  const send = `tar -cz -C cdk.out . | ssh ${machine} 'rm -rf byhand && mkdir byhand && tar -xz -C byhand'`;
  const rebuild = (goal: string): string => `nixos-rebuild ${goal} --flake path:$PWD#${machine}`;
  const known = [rebuild('build'), rebuild('test'), rebuild('boot')];
  const least = [
    rebuild('build'),
    'result/bin/switch-to-configuration test',
    'nix-env -p /nix/var/nix/profiles/system --set $(readlink -f result)',
    'result/bin/switch-to-configuration boot',
  ];
  const typed = (commands: readonly string[]): Work =>
    inStudio(`${send} && ssh ${machine} 'export _NIXOS_REBUILD_REEXEC=1; cd byhand && ${commands.join(' && ')}' >/dev/null 2>&1`);
  const deploy = inStudio(`${CDK} deploy --quiet --adopt -a cdk.out ${machine}`);
  const [ours, theirs, floor] = await shortest(9, [deploy, typed(known), typed(least)], changed);
  return [
    { what: 'a switch, against nixos-rebuild build, test and boot by hand', value: ours! / theirs!, unit: '×', budget: 1.15 },
    { what: 'the same, against one build and switch-to-configuration by hand', value: ours! / floor!, unit: '×' },
    { what: 'a switch', value: ours!, unit: 'ms' },
  ];
}

async function fleet(all: readonly string[]): Promise<readonly Row[]> {
  const each = (options: string): Work => {
    return () => sh(`${all.map((machine) => `ssh ${options} ${machine} true &`).join('\n')}\nwait`);
  };
  const [ours, ssh, sameKeys] = await shortest(5, [inStudio(`${CDK} deploy --quiet --all -a cdk.out`), each(''), each(SAME_KEY_EXCHANGE)]);
  const what = `deploy of ${all.length} machines with nothing to do`;
  return [
    { what: `${what}, against as many ssh true at once`, value: ours! / ssh!, unit: '×', budget: 1.5 },
    { what: 'the same, against ssh true with the same key exchange', value: ours! / sameKeys!, unit: '×' },
    { what, value: ours!, unit: 'ms' },
  ];
}

function inStudio(command: string): Work {
  return () => sh(`cd ${STUDIO} && ${command}`);
}

function sh(command: string): void {
  const { status, stderr } = spawnSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
}

function write(file: string, contents: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}
