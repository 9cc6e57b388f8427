import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, NixosStack } from '../../../src';

/** Synthesises a studio of one machine. @returns the folder of its assembly */
export function assembly(folder: string, stack: string): string {
  const hardware = join(folder, 'hardware.nix');
  writeFileSync(hardware, '{ }\n');
  const app = new App({ outdir: join(folder, 'cdk.out') });
  new NixosStack(app, stack, { stateVersion: '26.05', hardware, target: { host: 'studio.invalid' } });
  app.synth();
  return join(folder, 'cdk.out');
}
