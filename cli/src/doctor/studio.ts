import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifest } from '../../../src/assembly/read';
import type { GlobalOptions } from '../command';
import { runApp } from '../project/app';
import { openProject, type Project } from '../project/project';
import { findSettings } from '../project/settings';
import { error, ok, warning, type Finding } from './finding';
import { goTogether } from './version';

/** The studio's project: its settings, the library, and a run of its app that changes nothing. */
export async function checkStudio(cwd: string, options: GlobalOptions, cli: string): Promise<readonly Finding[]> {
  const settings = checkSettings(cwd);
  if (settings.status !== 'ok') return [ok('studio-cdk-cli', cli), settings];
  const folder = dirname(settings.found);
  return [ok('studio-cdk-cli', cli), checkLibrary(folder, cli), settings, await checkApp(cwd, options)];
}

function checkSettings(cwd: string): Finding {
  try {
    const settings = findSettings(cwd);
    return settings
      ? ok('cdk.json', settings.file)
      : warning('cdk.json', 'not found', 'Here is no studio. Go to its folder, or start one with «cdk init laptop my-studio».');
  } catch (problem) {
    return error('cdk.json', 'not usable', (problem as Error).message);
  }
}

function checkLibrary(folder: string, cli: string): Finding {
  let version: string;
  try {
    const require = createRequire(join(folder, 'cdk.json'));
    ({ version } = require('studio-cdk/package.json') as { version: string });
  } catch {
    return error('studio-cdk', 'not found', `Run «npm install» in ${folder}; if package.json does not name it, «npm install studio-cdk».`);
  }
  return goTogether(version, cli)
    ? ok('studio-cdk', version)
    : warning(
        'studio-cdk',
        version,
        `It does not go with the command line (${cli}): «npm install studio-cdk@${cli} studio-cdk-cli@${cli}».`,
      );
}

async function checkApp(cwd: string, options: GlobalOptions): Promise<Finding> {
  const output = mkdtempSync(join(tmpdir(), 'studio-cdk-doctor-'));
  try {
    const project = openProject(cwd, options);
    await tryApp(project, output);
    const { stacks, messages } = readManifest(project.app === undefined ? project.output : output);
    const found = `runs: ${stacks.map(({ name }) => name).join(', ') || 'no stack yet'}`;
    const warnings = messages.filter(({ level }) => level === 'warning').length;
    return warnings === 0
      ? ok('app', found)
      : warning('app', found, `It has ${warnings} warning${warnings === 1 ? '' : 's'}: «cdk synth» shows what.`);
  } catch (problem) {
    return error('app', 'fails', (problem as Error).message.trim());
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

async function tryApp(project: Project, output: string): Promise<void> {
  const { app, folder, context } = project;
  if (app !== undefined) await runApp({ app, folder, context, output, debug: false, stdout: 'capture' });
}
