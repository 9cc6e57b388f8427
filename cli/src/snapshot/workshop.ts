import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A temporary folder in which things have short, plain names: Nix reads addresses, and what is a space or a question mark in one differs from
 * version to version. So it is told of links.
 */
export class Workshop {
  public readonly folder = mkdtempSync(join(PLAIN.test(tmpdir()) ? realpathSync(tmpdir()) : '/tmp', 'studio-cdk-snapshot-'));

  public path(name: string): string {
    return join(this.folder, name);
  }

  public link(name: string, to: string): string {
    symlinkSync(to, this.path(name));
    return this.path(name);
  }

  /** What a link leads to stays. */
  public close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const PLAIN = /^[\w/.-]+$/;
