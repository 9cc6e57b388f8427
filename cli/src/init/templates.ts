import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** In both, as `../..` of the bundled commands: `cli/`. */
const CLI = join(__dirname, '..', '..');

export interface TemplateFolders {
  /** A folder a template, each a project without its package.json. */
  readonly templates: string;
  /** What every project has besides. Those in Python have what is in the folder of this name and `-python`. */
  readonly common: string;
}

export const INSTALLED: TemplateFolders = { templates: join(CLI, 'templates'), common: join(CLI, 'templates-common') };

export interface Template {
  readonly name: string;
  readonly summary: string;
}

const SUMMARIES: Readonly<Record<string, string>> = {
  laptop: "one musician's laptop: a DAW, plugins, low latency",
  portable: 'a studio for any Linux, without administrator rights, and a song that is pinned',
  band: 'several machines that share one definition',
  classroom: 'forty machines, all alike',
  'python-laptop': "one musician's laptop, in Python",
};

export function listTemplates({ templates }: TemplateFolders): readonly Template[] {
  if (!existsSync(templates)) return [];
  const names = readdirSync(templates).sort();
  const known = Object.keys(SUMMARIES);
  const rank = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length);
  return names.sort((a, b) => rank(a) - rank(b)).map((name) => ({ name, summary: SUMMARIES[name] ?? '' }));
}

/** The packages that the project is made to work with. */
export interface ProjectFacts {
  /** For package.json and the README. */
  readonly name: string;
  /** Version of the command line and the library: the two go together. */
  readonly version: string;
}

/** A new project as a list of files: relative path, contents. */
export function projectFiles(folders: TemplateFolders, template: string, facts: ProjectFacts): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  collect(isPython(folders, template) ? `${folders.common}-python` : folders.common, '', files);
  collect(join(folders.templates, template), '', files);
  return new Map([...files].map(([path, contents]) => [placed(path), filled(path, contents, facts)]));
}

const isPython = ({ templates }: TemplateFolders, template: string): boolean => existsSync(join(templates, template, 'app.py'));

function collect(folder: string, prefix: string, into: Map<string, Buffer>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) collect(join(folder, entry.name), `${path}/`, into);
    else into.set(path, readFileSync(join(folder, entry.name)));
  }
}

/** npm leaves a .gitignore out of packages, so it travels without its dot. */
const placed = (path: string): string => (path === 'gitignore' ? '.gitignore' : path);

function filled(path: string, contents: Buffer, { name, version }: ProjectFacts): Buffer {
  if (!['package.json', 'README.md', 'requirements.txt'].includes(basename(path))) return contents;
  return Buffer.from(contents.toString().replaceAll('{{name}}', name).replaceAll('{{version}}', version));
}
