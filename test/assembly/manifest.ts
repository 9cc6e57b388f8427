import { SCHEMA, type Manifest, type StackEntry } from '../../src/assembly';

/** A manifest for tests of the writer and the reader, which do not care what it says. */
export function manifest(changes: Partial<Manifest> = {}): Manifest {
  return { schema: SCHEMA, generator: 'studio-cdk 0.1.0', program: 'bin/studio.ts', stacks: [], inputs: {}, messages: [], ...changes };
}

export const stackEntry = (changes: Partial<StackEntry> = {}): StackEntry => ({
  name: 'studio-laptop',
  kind: 'nixos',
  path: 'studio-laptop',
  source: 'bin/studio.ts:6',
  attribute: 'nixosConfigurations.studio-laptop',
  system: 'x86_64-linux',
  hostName: 'studio-laptop',
  target: { host: 'studio-laptop.local', user: 'root' },
  dependencies: [],
  files: ['machines/studio-laptop/configuration.nix'],
  digest: 'sha256-x',
  ...changes,
});
