import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, missing, otherSchema, unreadable } from './errors';
import { isHealthCheckEntry, isPort } from './health-check-entry';
import { MANIFEST_FILE, SCHEMA, type Manifest, type StackEntry } from './manifest';
import { oddMember } from './realtime-entry';
import { CONTROLS, isHost, isLine, isListOf, isObject, isWord } from './words';

/**
 * Reads the manifest of an assembly.
 *
 * @throws AssemblyError when there is none, or one of another schema, or a damaged one
 */
export function readManifest(dir: string): Manifest {
  const file = join(dir, MANIFEST_FILE);
  const json = text(dir, file);
  const data = parse(file, json);
  if (data['schema'] !== SCHEMA) throw otherSchema(file, data['schema']);
  if (!Array.isArray(data['stacks'])) throw damaged(file, '«stacks» is not a list');
  for (const stack of data['stacks'] as unknown[]) checkStack(file, stack);
  if (!Array.isArray(data['messages'])) throw damaged(file, '«messages» is not a list');
  if (!isObject(data['inputs'])) throw damaged(file, '«inputs» is not an object');
  for (const [name, input] of Object.entries(data['inputs']))
    if (!isWord(name) || !isObject(input) || typeof input['url'] !== 'string')
      throw damaged(file, `«inputs» has an entry that cannot be one`);
  if (SUSPICIOUS.test(json) && hasControls({ ...data, messages: [] })) throw damaged(file, 'there are control characters in it');
  return data as unknown as Manifest;
}

function text(dir: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(dir);
    throw unreadable(file, message);
  }
}

function parse(file: string, json: string): Record<string, unknown> {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw damaged(file, (error as Error).message);
  }
  if (!isObject(data)) throw damaged(file, 'it is not a JSON object');
  return data;
}

const TEXTS = ['name', 'kind', 'path', 'attribute', 'system', 'digest'] satisfies (keyof StackEntry)[];
const LISTS = ['dependencies', 'files'] satisfies (keyof StackEntry)[];
/** What ends on command lines: of Nix, of a person who copies what we say, of a shell that completes a name. */
const WORDS = ['name', 'attribute', 'system'] satisfies (keyof StackEntry)[];
const NAMES = ['dependencies', 'tags'] satisfies (keyof StackEntry)[];

/** More than anybody waits for. */
const MOST_CHECKS = 1000;

function checkStack(file: string, stack: unknown): void {
  if (!isObject(stack)) throw damaged(file, 'a stack is not an object');
  const name = isWord(stack['name']) ? stack['name'] : '?';
  for (const key of TEXTS) if (typeof stack[key] !== 'string') throw damaged(file, `stack «${name}» has no «${key}»`);
  for (const key of LISTS) if (!Array.isArray(stack[key])) throw damaged(file, `stack «${name}» has no list «${key}»`);
  for (const key of WORDS) if (!isWord(stack[key])) throw damaged(file, `stack «${name}» has a «${key}» that cannot be one`);
  for (const key of NAMES)
    if (!((stack[key] ?? []) as unknown[]).every((one) => isWord(one))) throw damaged(file, `stack «${name}» has «${key}» that cannot be`);
  const odd = (stack['files'] as unknown[]).find((one) => !isInside(one));
  if (odd !== undefined) throw damaged(file, `stack «${name}» has the file «${String(odd)}», which is outside of that folder`);
  if (stack['target'] !== undefined && !isTarget(stack['target'])) throw damaged(file, `stack «${name}» has a target that cannot be one`);
  checkVerification(file, name, stack);
}

/** What is looked at on the machine: its words end in programs that run there, its numbers in comparisons. */
function checkVerification(file: string, name: string, { healthChecks, realtime }: Record<string, unknown>): void {
  const odd = realtime === undefined ? undefined : oddMember(realtime);
  if (odd !== undefined) throw damaged(file, `stack «${name}» has under «realtime» a «${odd}» that cannot be one`);
  if (healthChecks === undefined) return;
  if (!isListOf(healthChecks, MOST_CHECKS, isHealthCheckEntry))
    throw damaged(file, `stack «${name}» has a health check that cannot be one`);
  const ids = healthChecks.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw damaged(file, `stack «${name}» has two health checks of one name`);
}

/** A target ends on the command line of ssh: what looks like an option there is none. An assembly may come from anybody. */
function isTarget(target: unknown): boolean {
  if (!isObject(target)) return false;
  const { host, user, port = 22, hostKeys = [] } = target;
  return isHost(host) && isHost(user) && isPort(port) && isListOf(hostKeys, 1000, isLine);
}

/** A path below the assembly, on every system. */
const isInside = (path: unknown): boolean =>
  typeof path === 'string' && !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Text in which control characters may stand, as they are or as JSON writes them. Where it is none, as nearly always, no string has to be looked at. */
const SUSPICIOUS = /\\[bfnrtu]|[^\P{Cc}\n]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

function hasControls(value: unknown): boolean {
  if (typeof value === 'string') return CONTROLS.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => CONTROLS.test(key) || hasControls(inner));
}
