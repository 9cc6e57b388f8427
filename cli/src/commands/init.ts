import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { probe } from '../child-process';
import type { Call, CommandSpec } from '../command';
import { createProject } from '../init/create';
import { noTemplateNamed, noTemplates } from '../init/errors';
import { INSTALLED, listTemplates } from '../init/templates';
import { displayPath, shellWord } from '../render/paths';
import { table } from '../render/table';
import type { Terminal } from '../terminal';

export const command: CommandSpec = {
  description: 'Starts a new studio: a project whose tests pass at once.',
  arguments: [
    { syntax: '[TEMPLATE]', summary: 'what to start from, as in laptop', completes: 'templates' },
    { syntax: '[DIR]', summary: 'a new or empty folder; without it, this one' },
  ],
  options: [
    { flags: '--list', summary: 'list the templates' },
    { flags: '--no-git', summary: 'do not make it a Git repository' },
  ],
  examples: [
    { command: 'cdk init laptop my-studio', meaning: 'one machine, in ./my-studio' },
    { command: 'cdk init --list', meaning: 'what there is to start from' },
  ],
  run: init,
};

async function init({ arguments: [template, folder = '.'], options, terminal, cwd, version }: Call): Promise<number> {
  const templates = listTemplates(INSTALLED);
  if (templates.length === 0) throw noTemplates(INSTALLED.templates);
  if (options['list']) {
    terminal.out.line(table(templates.map(({ name, summary }) => [terminal.out.paint.cyan(name), summary])));
    return 0;
  }
  if (template === undefined) throw noTemplateNamed(templates.map(({ name }) => name));
  const target = resolve(cwd, folder);
  const files = createProject({ template, folder: target, version, folders: INSTALLED });
  if (options['git'] !== false) await startRepository(target);
  report(terminal, cwd, target, files);
  return 0;
}

/** Nothing is lost without one, so nothing is said when there is no Git. */
async function startRepository(folder: string): Promise<void> {
  for (let at = folder; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, '.git'))) return;
  await probe('git', ['init', '--quiet'], folder);
}

/** What comes next in each language. */
const TYPESCRIPT = { program: 'bin/studio.ts', commands: ['npm install', 'npm test', 'npx cdk synth'] };
const PYTHON = {
  program: 'app.py',
  commands: ['npm install', 'python3 -m venv .venv', '. .venv/bin/activate', 'pip install -r requirements.txt', 'pytest', 'npx cdk synth'],
};

function report({ out }: Terminal, cwd: string, target: string, files: readonly string[]): void {
  const where = displayPath(cwd, target);
  out.line(`${out.paint.green('✔')} A new studio in ${out.paint.bold(where === '.' ? target : where)}\n`);
  for (const file of files) out.line(`  ${file}`);
  const { program, commands } = files.includes('app.py') ? PYTHON : TYPESCRIPT;
  const steps = [...(where === '.' ? [] : [`cd ${shellWord(where)}`]), ...commands];
  out.line(`\nNext, with your own machine in ${out.paint.bold(program)}:\n`);
  for (const step of steps) out.line(`  ${out.paint.cyan(step)}`);
}
