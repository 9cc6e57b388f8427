import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { misspelt, notAnObject, notJson, unreadable, wrongType } from './errors';
import { findFault } from './json';
import { nearest } from '../suggest';

export const SETTINGS_FILE = 'cdk.json';

/** What `cdk.json` says. */
export interface Settings {
  readonly file: string;
  /** The command line that runs the studio's program, in the folder of `cdk.json`. */
  readonly app?: string;
  /** @default `cdk.out` */
  readonly output?: string;
  /** Values that constructs can ask for. */
  readonly context: Readonly<Record<string, unknown>>;
}

const KEYS = ['app', 'output', 'context'] as const;

/** Reads `cdk.json` of the folder, or of the nearest one above it. Undefined: there is none. */
export function findSettings(folder: string): Settings | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, SETTINGS_FILE);
    const text = read(file);
    if (text !== undefined) return check(file, parse(file, text));
    if (at === dirname(at)) return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unreadable(file, code === 'EISDIR' ? 'it is a folder' : message);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = findFault(text);
    throw fault ? notJson(file, fault) : unreadable(file, (error as Error).message);
  }
}

function check(file: string, data: unknown): Settings {
  if (!isObject(data)) throw notAnObject(file, data);
  for (const key of Object.keys(data)) {
    const [meant] = nearest(key, KEYS);
    if (meant !== undefined && !isKey(key)) throw misspelt(file, key, meant);
  }
  const { app, output, context = {} } = data;
  if (app !== undefined && !isText(app)) throw wrongType(file, 'app', 'a command line in quotes', app);
  if (output !== undefined && !isText(output)) throw wrongType(file, 'output', 'the name of a folder', output);
  if (!isObject(context)) throw wrongType(file, 'context', 'an object of keys and values', context);
  return { file, context, ...(app !== undefined && { app }), ...(output !== undefined && { output }) };
}

const isKey = (key: string): boolean => (KEYS as readonly string[]).includes(key);
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
