import { resolve } from 'node:path';
import type { Call, CommandSpec } from '../command';
import { GuardClient } from '../deploy/guard-client';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { hunksBetween } from '../diff/lines';
import { hunkLines } from '../diff/render-lines';
import { faultIn } from '../hardware/check';
import * as errors from '../hardware/errors';
import { readExisting, replaceFile } from '../hardware/file';
import { parsePlace } from '../hardware/place';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';
import { displayPath } from '../render/paths';
import type { Destination } from '../ssh/connection';
import { openPerson } from '../terminal';

interface HardwareOptions {
  readonly to?: string;
  readonly from?: string;
  readonly yes?: boolean;
}

export const command: CommandSpec = {
  description:
    'Asks a machine for its disks and drivers, and writes what it says (nixos-generate-config --show-hardware-config) to the hardware file of the stack. A file that says something else is shown line by line first. With --from and --to no studio is needed: the hardware file is what a new one lacks.',
  usage: '[options] STACK | --from [USER@]HOST --to FILE',
  arguments: [{ syntax: '[STACK]', summary: 'the machine; not needed for the only one of an app', completes: 'machines' }],
  options: [
    { flags: '--from <[USER@]HOST>', summary: 'this machine, whatever the stack says' },
    { flags: '--to <FILE>', summary: 'this file, instead of the one that the stack names' },
    { flags: '-y, --yes', summary: 'replace a file that says something else, without a question' },
    ...REACHING,
  ],
  examples: [
    { command: 'cdk import-hardware studio-laptop', meaning: 'after new disks' },
    { command: 'cdk import-hardware --from root@192.168.1.20 --to assets/hardware/laptop.nix', meaning: 'of a new machine' },
  ],
  run: importHardware,
};

async function importHardware(call: Call): Promise<number> {
  const { destination, file } = await journey(call);
  const { machine, text } = await ask(call, destination);
  const fault = faultIn(text);
  if (fault !== undefined) throw errors.notHardware(machine, fault);
  const { out } = call.terminal;
  const name = displayPath(call.cwd, file);
  const before = readExisting(file);
  if (before === text) {
    out.line(`${out.paint.green('✔')} ${name} is the hardware of ${machine} already`);
    return 0;
  }
  if (before !== undefined) await mayReplace(call, name, before, text);
  replaceFile(file, text);
  out.line(`${out.paint.green('✔')} ${name} is the hardware of ${machine}`);
  return 0;
}

/** From where to where. The studio is only asked for what the call does not say: without its hardware file it may not synthesise. */
async function journey(call: Call): Promise<{ readonly destination: Destination; readonly file: string }> {
  const { from, to } = call.options as HardwareOptions;
  const given = from === undefined ? undefined : parsePlace(from);
  const place = to === undefined ? undefined : resolve(call.cwd, to);
  if (given && place !== undefined) return { destination: given, file: place };
  if (given && call.arguments.length === 0) throw errors.noPlaceFor(given.host);
  const { manifest, home, folder } = await synthesise(call, 'stderr');
  const { name, target, hardware } = selectMachine(manifest.stacks, call.arguments);
  const own = hardware === undefined || home === folder ? undefined : resolve(home, hardware); // a folder that was brought here has no project
  if (place === undefined && own === undefined) throw errors.noPlace(name);
  return { destination: given ?? target, file: place ?? own! };
}

async function ask(call: Call, destination: Destination): Promise<{ readonly machine: string; readonly text: string }> {
  const { open, guard } = openWays(call);
  const connection = await open(destination);
  try {
    const { code, stdout, stderr } = await new GuardClient(connection, guard).ask('hardware');
    if (code !== 0) throw errors.cannotTell(connection.label, stderr.trim());
    return { machine: connection.label, text: stdout };
  } finally {
    await connection.close();
  }
}

/** @throws UserError unless the user wants it */
async function mayReplace({ terminal: { err }, options }: Call, name: string, before: string, after: string): Promise<void> {
  err.line(`${name} says something else than the machine:\n`);
  for (const line of hunkLines(hunksBetween(before, after), '  ', err.paint)) err.line(line);
  err.line();
  if ((options as HardwareOptions).yes) return;
  const person = openPerson();
  if (!person.isThere) throw errors.askFirst(name);
  const answer = await person.ask(`Replace ${name}? (yes/no) `);
  if (!/^y(es)?$/i.test(answer.trim())) throw errors.notReplaced(name);
}
