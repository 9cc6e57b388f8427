import { isAbsolute } from 'node:path';
import { relativeTo } from './frames';

interface ModuleError extends Error {
  readonly code?: string;
  readonly requireStack?: readonly string[];
}

/** A file or a package that is not there. Undefined: the error is about something else. */
export function missingModule(error: ModuleError, cwd: string, program: string | undefined): string | undefined {
  if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  const wanted = /Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
  if (wanted === undefined) return undefined;
  const importer = error.requireStack?.[0] ?? /imported from (\S+)/.exec(error.message)?.[1];
  if (wanted === program) return `There is no ${relativeTo(cwd, wanted)} to run. It is what "app" in cdk.json names.`;
  if (importer === undefined && isAbsolute(wanted)) return unbuilt(relativeTo(cwd, wanted));
  if (importer === undefined || importer.startsWith('internal/'))
    return `«${wanted}» is not installed, and the app is run with it. ${install(wanted)}`;
  const who = `${relativeTo(cwd, importer)} imports «${relativeTo(cwd, wanted)}»`;
  return /^([./]|[A-Za-z]:)/.test(wanted) ? `${who}, and there is no such file.` : `${who}, which is not installed. ${install(wanted)}`;
}

/** A package whose package.json names a file that is not there. */
const unbuilt = (file: string): string =>
  `There is no ${file}, which is the beginning of a package. Is this its repository, «npm run build» makes it; otherwise run «npm install» again.`;

function install(wanted: string): string {
  const name = wanted.split('/', wanted.startsWith('@') ? 2 : 1).join('/');
  return `Run «npm install»; if package.json does not name it yet, «npm install --save-dev ${name}».`;
}
