import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Person } from '../terminal';
import type { State } from './engine';
import { noPassphrase, passphrasesDiffer } from './errors';

export interface StateOptions {
  /** The folder of `cdk.json`. */
  readonly home: string;
  /** As the user says. @default PULUMI_BACKEND_URL, or the folder itself */
  readonly backend: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly person: Person;
}

const FOLDER = 'pulumi-state';

/**
 * The state of a project: beside its `cdk.json`, so that it goes along with it, unless the user keeps it elsewhere.
 *
 * @throws UserError when it needs a passphrase, and nobody can be asked
 */
export async function openState({ home, backend, env, person }: StateOptions): Promise<State> {
  const folder = join(home, FOLDER);
  const isNew = !existsSync(folder);
  return {
    folder,
    backend: backend ?? env['PULUMI_BACKEND_URL'] ?? pathToFileURL(folder).href,
    env: await passphrase(env, person, isNew),
  };
}

/** Held by this process and told to the engine alone; whoever sets a variable has it handed on as it is. */
async function passphrase(env: NodeJS.ProcessEnv, person: Person, isNew: boolean): Promise<Readonly<Record<string, string>>> {
  if (env['PULUMI_CONFIG_PASSPHRASE'] !== undefined || env['PULUMI_CONFIG_PASSPHRASE_FILE'] !== undefined) return {};
  if (!person.isThere) throw noPassphrase();
  const typed = await person.askSecret(isNew ? 'A passphrase for Pulumi’s state, which is made now: ' : 'Passphrase of Pulumi’s state: ');
  if (isNew && (await person.askSecret('The same once more: ')) !== typed) throw passphrasesDiffer();
  return { PULUMI_CONFIG_PASSPHRASE: typed };
}
