/** The cable of a machine: pulled out, slow, or long. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Hub } from './hub';
import { leave } from './process';
import { SCRIPTS } from './seed';

export class Cable {
  private delay: ChildProcess | undefined;

  public constructor(
    private readonly hub: Hub,
    private readonly machine: { readonly name: string; readonly address: string },
    private readonly disk: string,
  ) {}

  public cut(): Promise<void> {
    return this.do('cut');
  }

  public restore(): Promise<void> {
    return this.do('restore');
  }

  public unplug(): Promise<void> {
    return this.do('unplug');
  }

  public rate(rate: string | undefined): Promise<void> {
    return this.do('rate', rate ?? 'full');
  }

  /** This kernel cannot hold packets back, so what the operator sends to port 22 goes through a program that does. */
  public async latency(ms: number | undefined): Promise<void> {
    const table = `latency_${this.machine.name.replaceAll('-', '_')}`;
    if (this.delay) {
      await this.hub.run(['nft', 'delete', 'table', 'ip', table]);
      this.delay.stdin!.end();
      this.delay = undefined;
    }
    if (ms === undefined) return;
    const script = [process.execPath, join(SCRIPTS, 'delay.mjs'), this.machine.address, '22', `${ms}`];
    const [program, ...args] = this.hub.enter(script);
    const delay = spawn(program!, args, { env: this.hub.environment, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.delay = delay;
    const port = await new Promise<string>((resolve, reject) => {
      delay.once('error', reject);
      delay.once('exit', () => reject(new Error('The program that delays did not start.')));
      delay.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    });
    leave(delay);
    const rule = `ip saddr 10.77.0.1 ip daddr ${this.machine.address} tcp dport 22 redirect to :${port}`;
    await this.hub.run(['nft', `table ip ${table} {\n chain out {\n type nat hook output priority -100\n ${rule}\n }\n}`]);
  }

  private async do(...args: string[]): Promise<void> {
    await this.hub.run(['sh', join(SCRIPTS, 'cable.sh'), this.machine.name, this.disk, ...args]);
  }
}
