import type { Manifest } from '../../../src/assembly/manifest';
import { readManifest } from '../../../src/assembly/read';
import type { Call, GlobalOptions } from '../command';
import { runApp } from './app';
import { openProject } from './project';

export interface Assembly {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The folder whose `flake.lock` counts: the project's, or the assembly itself when it was synthesised elsewhere. */
  readonly home: string;
}

/** Longer than this, and somebody who looks wants to know what is going on. */
const PATIENCE_MS = 1000;

/** Synthesises, or takes what `--app DIR` names, and reads the result. `stdout` says where the app's own output goes. */
export async function synthesise(call: Call, stdout: 'inherit' | 'stderr'): Promise<Assembly> {
  const options = call.options as GlobalOptions;
  const project = openProject(call.cwd, options);
  if (project.app !== undefined) {
    const { err } = call.terminal;
    const notice = setTimeout(() => err.isInteractive && err.line(err.paint.dim(`Running ${project.app} …`)), PATIENCE_MS);
    try {
      await runApp({ ...project, app: project.app, debug: options.debug === true, stdout });
    } finally {
      clearTimeout(notice);
    }
  }
  return {
    folder: project.output,
    manifest: readManifest(project.output),
    home: project.app === undefined ? project.output : project.folder,
  };
}
