/** A real Pulumi engine for tests, as `scripts/pulumi.mjs` has built it, with our stand-in for its command provider (test/fixtures/pulumi). */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Bed } from '../bed';

/** The one of the npm package `@pulumi/command`: the engine looks for a provider of that very version. */
const PROVIDER = 'resource-command-v1.2.1';
const SCRIPT = join(__dirname, '../../scripts/pulumi.mjs');

export type PulumiEngine = { readonly folder: string } | { readonly why: string };

let found: PulumiEngine | undefined;

/** The folder of `pulumi` and `pulumi-resource-command`, or why there is none, as half a sentence. Looked for once in a process. */
export function pulumiEngine(): PulumiEngine {
  found ??= look();
  return found;
}

function look(): PulumiEngine {
  const folder = spawnSync(process.execPath, [SCRIPT, '--where'], { encoding: 'utf8' }).stdout.trim();
  return folder === '' ? { why: 'no Pulumi engine: «node scripts/pulumi.mjs» builds one where Go is' } : { folder };
}

/**
 * What a program needs in its environment to use the engine, and nothing that somebody has here: not their settings, state or plugins.
 *
 * @param place an empty folder, or the one of an earlier call: home and state are in it
 */
export function pulumiEnvironment(place: string): Record<string, string> {
  const engine = pulumiEngine();
  if ('why' in engine) throw new Error(`There is ${engine.why}.`);
  const [home, state] = [join(place, 'home'), join(place, 'state')];
  const plugin = join(home, 'plugins', PROVIDER);
  mkdirSync(state, { recursive: true });
  if (mkdirSync(plugin, { recursive: true }) !== undefined) {
    symlinkSync(join(engine.folder, 'pulumi-resource-command'), join(plugin, 'pulumi-resource-command'));
  }
  return {
    PATH: `${engine.folder}${delimiter}${process.env.PATH}`,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'a passphrase',
    // The provider stands beside the engine, which is on PATH. Found there it would be taken as well, but with a warning in every run.
    PULUMI_IGNORE_AMBIENT_PLUGINS: 'true',
    // The engine asks nobody but us: neither for a newer version of itself, nor for a provider that is missing.
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
}

/**
 * A port of this computer that leads to the ssh server of a machine. The engine talks to the process of an inline program over loopback, so
 * where that is a test, both are outside of the bed's network; a socket file can be reached from either side.
 */
export class Relay {
  public static async start(bed: Bed, machine: string): Promise<Relay> {
    const socket = join(bed.operator.home, `relay-${machine}`);
    const inside = bed.operator.spawn(['node', '-e', INSIDE, socket, machine], { timeoutMs: 600_000 });
    await inside.waitFor('listening');
    const server = createServer((outer) => {
      const inner = connect(socket);
      outer.pipe(inner).pipe(outer);
      // Where one side breaks, the other one does.
      outer.on('error', () => inner.destroy());
      inner.on('error', () => outer.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve).unref());
    return new Relay(server);
  }

  private constructor(private readonly server: Server) {}

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public end(): void {
    this.server.close();
  }
}

/** It ends with the bed. */
const INSIDE = `
  const { connect, createServer } = require('node:net');
  const [, socket, machine] = process.argv;
  const server = createServer((outer) => {
    const inner = connect(22, machine);
    outer.pipe(inner).pipe(outer);
    outer.on('error', () => inner.destroy());
    inner.on('error', () => outer.destroy());
  });
  server.listen(socket, () => console.log('listening'));`;
