import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { nixosModule, sudoersFile } from '../access/documents';
import * as errors from '../access/errors';
import { publicKeys } from '../access/keys';
import type { Format } from '../access/formats';
import type { Call, CommandSpec } from '../command';
import { readGuard } from '../deploy/guard-script';
import { selectMachine } from '../deploy/select-machines';
import { synthesise } from '../project/assembly';
import { nearest } from '../suggest';

interface AccessOptions {
  readonly user?: string;
  readonly key?: readonly string[];
  readonly format?: string;
}

const FORMATS: Readonly<Record<Format, (call: Call) => Promise<string> | string>> = {
  nixos: async (call) => nixosModule({ user: await userOf(call), keys: keysOf(call), guard: readGuard().text }),
  sudoers: async (call) => sudoersFile(await userOf(call)),
  script: () => readGuard().text,
};

export const command: CommandSpec = {
  description:
    'Prints what a machine needs so that a user who is not root can deploy to it: leave to run the guard of deployments as root, without a password, and nothing else. It changes nothing. Who may deploy may bring in a system of his own choice, so the key of that user is as good as the key of root; what it is not is a shell.',
  usage: '[options] STACK | --user NAME',
  arguments: [{ syntax: '[STACK]', summary: 'the user that this stack is deployed as', completes: 'machines' }],
  options: [
    { flags: '--user <NAME>', summary: 'this user, without a look at the studio' },
    { flags: '--key <FILE>', summary: 'a public key that lets the user in, instead of your own; may be repeated', repeatable: true },
    {
      flags: '--format <FORMAT>',
      summary: 'nixos: a module (default); sudoers: the rule alone; script: the guard itself',
      completes: 'formats',
    },
  ],
  examples: [
    { command: 'cdk bootstrap-access studio-laptop > deploy-access.nix', meaning: 'a module for /etc/nixos' },
    { command: 'cdk bootstrap-access --user deploy --format sudoers', meaning: 'the rule for sudo' },
    { command: 'cdk bootstrap-access --user deploy --format script | less', meaning: 'what the rule allows' },
  ],
  run: bootstrapAccess,
};

async function bootstrapAccess(call: Call): Promise<number> {
  const { out, err } = call.terminal;
  const { format = 'nixos' } = call.options as AccessOptions;
  const document = Object.hasOwn(FORMATS, format) ? FORMATS[format as Format] : undefined;
  if (!document) throw errors.otherFormat(format, nearest(format, Object.keys(FORMATS)), Object.keys(FORMATS));
  out.write(await document(call));
  if (format !== 'script' && err.isInteractive) err.line(err.paint.dim(NEXT));
  return 0;
}

const NEXT =
  "A deployment puts the studio's configuration in the place of the machine's own. With «passwordless: true» in the stack's target the right stays.";

const keysOf = ({ cwd, options }: Call): readonly string[] =>
  publicKeys(
    ((options as AccessOptions).key ?? []).map((file) => resolve(cwd, file)),
    homedir(),
  );

async function userOf(call: Call): Promise<string> {
  const { user } = call.options as AccessOptions;
  const names = call.arguments;
  if (user !== undefined && names.length > 0) throw errors.userAndStack();
  if (user !== undefined) return checkUser(user);
  if (names.length === 0) throw errors.noUser();
  const { manifest } = await synthesise(call, 'stderr');
  const { name, target } = selectMachine(manifest.stacks, names);
  if (target.user === 'root') throw errors.rootNeedsNone(name);
  return checkUser(target.user);
}

/** The rule of useradd(8) and of NixOS; the name goes into files that root reads. */
function checkUser(name: string): string {
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(name)) throw errors.badUser(name);
  if (name === 'root') throw errors.rootIsNoDeployUser();
  return name;
}
