/** A real Ardour, Debian's, as the judge of wrappers: what it lists is what a musician sees. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Why there is no judging on this machine; undefined where everything is there. */
export function whatIsMissing(): string | undefined {
  const needed = {
    ardour: debianArdour(),
    'lilv-utils': '/usr/bin/lv2ls',
    'ladspa-sdk': '/usr/lib/ladspa/amp.so',
    'calf-plugins': CALF,
    'x42-plugins': FIL4,
  };
  const missing = Object.entries(needed).flatMap(([name, file]) => (file !== undefined && existsSync(file) ? [] : [name]));
  return missing.length === 0 ? undefined : `no real DAW here (Debian packages ${missing.join(', ')})`;
}

export const CALF = '/usr/lib/lv2/calf.lv2';
export const FIL4 = '/usr/lib/lv2/fil4.lv2';

/** Debian's Ardour without windows, in no wrapper of ours. */
export function debianArdour(): string | undefined {
  const name = existsSync('/usr/bin') ? readdirSync('/usr/bin').find((program) => /^ardour\d+-lua$/.test(program)) : undefined;
  return name === undefined ? undefined : join('/usr/bin', name);
}

export interface Seen {
  readonly format: string;
  readonly id: string;
  readonly name: string;
}

/** Starts an Ardour in a session of a user, and gives the plugins that it has. Its home is made if need be. */
export async function pluginsOf(ardour: string, home: string, session: Readonly<Record<string, string>> = {}): Promise<Seen[]> {
  mkdirSync(home, { recursive: true });
  const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: home, ...session };
  const { stdout } = await run(ardour, [resolve(__dirname, 'list-plugins.lua')], { env, timeout: 30_000 });
  const lines = stdout.split('\n').map((line) => line.split('\t'));
  return lines.flatMap(([format, id, name]) => (id === undefined ? [] : [{ format: format!, id, name: name! }]));
}

/** The LV2 bundles of a Debian package. */
export function pluginsIn(debian: string): string[] {
  const files = execFileSync('dpkg-query', ['-L', debian], { encoding: 'utf8' }).split('\n');
  return files.filter((file) => /^\/usr\/lib\/lv2\/[^/]+$/.test(file));
}

/** The LV2 plugins in a folder, by lilv alone. */
export async function uris(folder: string): Promise<string[]> {
  const { stdout } = await run('/usr/bin/lv2ls', { env: { LV2_PATH: folder, LANG: 'C.UTF-8' } });
  return stdout.split('\n').filter((line) => line !== '');
}
