import { SCHEMA, type Manifest, type Message, type StackEntry } from '../../../src/assembly';
import { folderWith } from './cli';

export const stack = (name: string, more: Partial<StackEntry> = {}): StackEntry => ({
  name,
  kind: 'nixos',
  path: name,
  source: 'bin/studio.ts:4',
  attribute: `nixosConfigurations.${name}`,
  system: 'x86_64-linux',
  hostName: name,
  dependencies: [],
  files: [`machines/${name}/configuration.nix`],
  digest: 'sha256-0',
  ...more,
});

export const manifest = (stacks: readonly StackEntry[], messages: readonly Message[] = []): Manifest => ({
  schema: SCHEMA,
  generator: 'studio-cdk 0.1.0',
  program: 'bin/studio.js',
  stacks,
  inputs: { nixpkgs: { url: 'github:NixOS/nixpkgs/nixos-26.05' } },
  messages,
});

/** An app in plain JavaScript, which starts fast and writes this manifest. */
export const appWriting = (data: Manifest, first = ''): string => `
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
${first}
const output = process.env.STUDIO_CDK_OUTPUT;
const data = ${JSON.stringify(data)};
const write = (name, text) => (mkdirSync(dirname(join(output, name)), { recursive: true }), writeFileSync(join(output, name), text));
rmSync(output, { recursive: true, force: true });
for (const { name, files } of data.stacks) for (const file of files) write(file, '{ networking.hostName = "' + name + '"; }\\n');
write('flake.nix', '{ }\\n');
write('manifest.json', JSON.stringify(data));
`;

export const APP = 'node bin/studio.js';

/** A project whose app writes this manifest. */
export const projectWriting = (data: Manifest, first = ''): string => projectRunning(appWriting(data, first));

/** A project with this program. */
export const projectRunning = (program: string, settings: object = { app: APP }): string =>
  folderWith({ 'cdk.json': JSON.stringify(settings), 'bin/studio.js': program });
