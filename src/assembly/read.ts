import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, missing, otherSchema, unreadable } from './errors';
import { MANIFEST_FILE, SCHEMA, type Manifest, type StackEntry } from './manifest';

/**
 * Reads the manifest of an assembly.
 *
 * @throws AssemblyError when there is none, or one of another schema, or a damaged one
 */
export function readManifest(dir: string): Manifest {
  const file = join(dir, MANIFEST_FILE);
  const data = parse(file, text(dir, file));
  if (data['schema'] !== SCHEMA) throw otherSchema(file, data['schema']);
  if (!Array.isArray(data['stacks'])) throw damaged(file, '«stacks» is not a list');
  for (const stack of data['stacks'] as unknown[]) checkStack(file, stack);
  if (!Array.isArray(data['messages'])) throw damaged(file, '«messages» is not a list');
  if (!isObject(data['inputs'])) throw damaged(file, '«inputs» is not an object');
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

function checkStack(file: string, stack: unknown): void {
  if (!isObject(stack)) throw damaged(file, 'a stack is not an object');
  const name = typeof stack['name'] === 'string' ? stack['name'] : '?';
  for (const key of TEXTS) if (typeof stack[key] !== 'string') throw damaged(file, `stack «${name}» has no «${key}»`);
  for (const key of LISTS) if (!Array.isArray(stack[key])) throw damaged(file, `stack «${name}» has no list «${key}»`);
  if (stack['target'] !== undefined && !isTarget(stack['target'])) throw damaged(file, `stack «${name}» has a target that cannot be one`);
}

/** A target ends on the command line of ssh: what looks like an option there is none. An assembly may come from anybody. */
function isTarget(target: unknown): boolean {
  if (!isObject(target)) return false;
  const { host, user, port = 22, hostKeys = [] } = target;
  const isWord = (word: unknown): boolean => typeof word === 'string' && /^[\w[][\w.:[\]%-]*$/.test(word);
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535;
  return isWord(host) && isWord(user) && isPort && Array.isArray(hostKeys) && hostKeys.every((key) => typeof key === 'string');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
