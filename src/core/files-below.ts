import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files in a folder and in those below it, relative to it and with `/`, always in the same order. Links are followed, as a copy of them would be. */
export function filesBelow(folder: string, below = ''): string[] {
  const names = readdirSync(join(folder, below)).sort();
  return names.flatMap((name) => {
    const member = below === '' ? name : `${below}/${name}`;
    const found = statSync(join(folder, member), { throwIfNoEntry: false });
    if (found?.isDirectory()) return filesBelow(folder, member);
    return found?.isFile() ? [member] : [];
  });
}
