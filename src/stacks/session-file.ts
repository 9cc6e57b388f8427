import type { PackageFile } from '../core';
import { Nix, NODE } from '../nix';

/** What a session's folder is laid out from. */
export interface SessionLayout {
  readonly project: string;
  readonly revision: string;
  readonly folders: readonly string[];
  readonly samples: readonly { readonly name: string; readonly nix: Nix }[];
}

/**
 * `packages/night-train-session.nix`: a program that lays out the folder of a session. It adds what is not there, and leaves alone what is; only the
 * link to the samples is always the project's.
 */
export function sessionFile(layout: SessionLayout): { file: PackageFile; args: Record<string, unknown> } {
  const { folders, project, revision, samples } = layout;
  const links = Object.fromEntries(samples.map(({ name, nix }) => [name, nix]));
  return {
    file: {
      name: `${project}-session`,
      key: JSON.stringify([project, revision, folders, samples.map(({ name }) => name)]),
      comment: [`Lays out the folder of the session ${project}: \`${project}-session [FOLDER]\`.`],
      node: () =>
        Nix.pattern([...(samples.length > 0 ? ['linkFarm', 'samples'] : []), 'writeShellScriptBin', 'writeText'], program(layout))[NODE],
    },
    args: samples.length > 0 ? { samples: links } : {},
  };
}

function program(layout: SessionLayout): Nix {
  const { folders, project, samples } = layout;
  const script = [
    'set -eu\n',
    `folder=\${1:-${project}}\n`,
    ...folders.map((folder) => `mkdir -p "$folder/${folder}"\n`),
    ...(samples.length > 0 ? ['ln -sfn ', Nix.name('library'), ' "$folder/samples"\n'] : []),
    'if [ ! -e "$folder/README.md" ]; then\n',
    '  cp ',
    Nix.name('readme'),
    ' "$folder/README.md"\n',
    '  chmod u+w "$folder/README.md"\n',
    'fi\n',
    'echo "The session is in $folder."\n',
  ];
  const call = Nix.call(Nix.name('writeShellScriptBin'), `${project}-session`, Nix.indented(script));
  const readme = Nix.call(Nix.name('writeText'), `${project}-README.md`, Nix.indented([readmeText(layout)]));
  const library = Nix.call(Nix.name('linkFarm'), `${project}-samples`, Nix.name('samples'));
  return Nix.letIn(samples.length > 0 ? { library, readme } : { readme }, call);
}

function readmeText({ folders, project, revision, samples }: SessionLayout): string {
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('');
  return [
    `# ${project}\n\n`,
    `Made with the packages of nixpkgs at ${revision}.\n`,
    'In the folder of its flake, `nix flake show` lists its programs, and `nix run` starts one:\n\n',
    `    nix run .#${project}-session -- FOLDER   # lays out a folder like this one\n`,
    '\nFolders:\n\n',
    list(folders),
    ...(samples.length > 0 ? ['\nSamples, in `samples/`:\n\n', list(samples.map(({ name }) => name))] : []),
  ].join('');
}
