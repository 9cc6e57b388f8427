/** A machine with a realtime kernel, booted in QEMU without KVM: the kernel is real, the processor is emulated. See README.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running, runOrFail } from '../bed/process';
import { packInitramfs } from './initramfs';
import { installedKernel } from './installed';

export interface KernelMachineOptions {
  /** Further words of the kernel's command line: `nohz_full=1`. */
  readonly parameters?: readonly string[];
}

/** Two processors that take turns on one of ours, so that the tests beside this one go on. Page tables of five levels would only take time. */
const PROCESSOR = ['-accel', 'tcg,thread=single', '-smp', '2', '-cpu', 'max,la57=off', '-m', '768'];

/** A USB sound card behind a controller of its own; what it plays nobody hears. */
const DEVICES = [
  '-device',
  'e1000,netdev=net,romfile=',
  '-device',
  'qemu-xhci',
  '-audiodev',
  'none,id=none',
  '-device',
  'usb-audio,audiodev=none',
];

/** It takes five seconds on a computer that has nothing else to do. */
const MOST_SECONDS_TO_BOOT = 100;
const LONGEST_LIFE_MS = 15 * 60_000;

export class KernelMachine {
  /** Its name in `sshConfig`. */
  public static readonly NAME = 'rt-machine';

  public static async boot({ parameters = [] }: KernelMachineOptions = {}): Promise<KernelMachine> {
    const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-kernel-'));
    let machine: KernelMachine | undefined;
    try {
      const initramfs = await furnish(folder);
      machine = new KernelMachine(folder, await freePort(), initramfs, parameters);
      await machine.#qemu.waitFor('Server listening on 0.0.0.0', MOST_SECONDS_TO_BOOT * 1000);
      rmSync(initramfs); // it is in the machine's memory
      return machine;
    } catch (error) {
      await machine?.stop();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  readonly #qemu: Running;

  private constructor(
    private readonly folder: string,
    port: number,
    initramfs: string,
    parameters: readonly string[],
  ) {
    writeFileSync(this.sshConfig, sshConfig(folder, port));
    // It dies with us, however we do.
    this.#qemu = new Running(
      [
        ...['setpriv', '--pdeathsig', 'KILL', 'qemu-system-x86_64', ...PROCESSOR, '-nodefaults', '-no-reboot', '-display', 'none'],
        ...['-kernel', installedKernel().image, '-initrd', initramfs],
        ...['-append', ['console=ttyS0', 'quiet', 'panic=-1', ...parameters].join(' '), '-serial', 'stdio', ...DEVICES],
        // The one way in is a port of our loopback, and there is none out.
        ...['-netdev', `user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
      ],
      { timeoutMs: LONGEST_LIFE_MS },
    );
  }

  /** A file for `ssh -F`, by which it is reached by its name, as alice if nobody else is asked for. */
  public get sshConfig(): string {
    return join(this.folder, 'ssh_config');
  }

  /** What it printed to its console. */
  public get console(): string {
    return this.#qemu.output;
  }

  public async stop(): Promise<void> {
    this.#qemu.signal('SIGKILL');
    await this.#qemu.ended.catch(() => undefined); // it may not have started
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Keys for both sides, and the machine's file system. */
async function furnish(folder: string): Promise<string> {
  const [hostKey, key, initramfs] = [join(folder, 'host_key'), join(folder, 'key'), join(folder, 'initramfs')];
  for (const file of [hostKey, key]) await runOrFail(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
  writeFileSync(join(folder, 'known_hosts'), `${KernelMachine.NAME} ${readFileSync(`${hostKey}.pub`, 'utf8')}`);
  await packInitramfs(initramfs, { kernel: installedKernel(), hostKey, authorizedKey: readFileSync(`${key}.pub`, 'utf8').trim() });
  return initramfs;
}

const sshConfig = (folder: string, port: number): string => `Host ${KernelMachine.NAME}
  HostName 127.0.0.1
  Port ${port}
  HostKeyAlias ${KernelMachine.NAME}
  User alice
  IdentityFile ${join(folder, 'key')}
  IdentityAgent none
  UserKnownHostsFile ${join(folder, 'known_hosts')}
  GlobalKnownHostsFile none
  ConnectTimeout 60
`;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
