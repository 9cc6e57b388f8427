import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA, type InputEntry, type Manifest } from '../../../src/assembly';
import { folderWith } from './cli';
import { stack } from './studio';

export interface NixStudio {
  readonly inputs: Readonly<Record<string, InputEntry>>;
  /** Nix, a function of the inputs' names: what `packages.x86_64-linux` is. */
  readonly packages: string;
  readonly lock?: string;
}

/** A project whose app writes a flake that real Nix can build, as the library would: with the project's lock in it. */
export function projectOf({ inputs, packages, lock }: NixStudio): string {
  const names = Object.keys(inputs);
  const manifest: Manifest = {
    schema: SCHEMA,
    generator: 'studio-cdk 0.1.0',
    stacks: [stack('studio', { kind: 'portable', attribute: 'packages.x86_64-linux.studio', files: [] }), stack('stage-box')],
    inputs,
    messages: [],
  };
  const flake = `{
  inputs = {
${names.map((name) => inputNix(name, inputs[name]!)).join('\n')}
  };
  outputs = { ${[...names, '...'].join(', ')} }: { packages.x86_64-linux = ${packages}; };
}
`;
  return folderWith({
    'cdk.json': JSON.stringify({ app: 'node bin/studio.js' }),
    ...(lock === undefined ? {} : { 'flake.lock': lock }),
    'bin/flake.nix': flake,
    'bin/manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'bin/studio.js': `
const { copyFileSync, existsSync, mkdirSync, rmSync } = require('node:fs');
const output = process.env.STUDIO_CDK_OUTPUT;
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
if (existsSync('flake.lock')) copyFileSync('flake.lock', output + '/flake.lock');
for (const name of ['flake.nix', 'manifest.json']) copyFileSync('bin/' + name, output + '/' + name);
`,
  });
}

function inputNix(name: string, { url, follows = {} }: InputEntry): string {
  const followed = Object.entries(follows).map(([theirs, ours]) => `    ${name}.inputs.${theirs}.follows = "${ours}";`);
  return [`    ${name}.url = "${url}";`, ...followed].join('\n');
}

export const lockText = (project: string, ...folder: readonly string[]): string =>
  readFileSync(join(project, ...folder, 'flake.lock'), 'utf8');
