import { UserError } from '../errors';

export const noNix = (forWhat: string): UserError =>
  new UserError(
    `Nix was not found, and ${forWhat} needs it. https://nixos.org/download tells how to get it; what «cdk synth» writes needs none.`,
  );

export const tooOld = (version: string): UserError => new UserError(`Nix ${version} knows no flakes: they came with 2.4. Update Nix.`);

/** What Nix answered, in the words of somebody who wants to go on working. `what` is the end of «Nix could not …». */
export function refused(what: string, reason: string, after: string): UserError {
  return new UserError(`Nix could not ${what}: ${why(reason)}\n${after}`);
}

function why(reason: string): string {
  if (/resolve host|Could(n't| not) connect|Failed to connect|[Tt]imed out|[Tt]imeout was reached|unreachable/.test(reason))
    return `the network does not answer, or there is none. It said: ${reason}`;
  if (isFull(reason)) return `the disk is full. Free some space (a look with «df -h» tells which disk). It said: ${reason}`;
  if (/HTTP error 404|Not Found/.test(reason)) return `there is nothing at an input's address. It said: ${reason}`;
  if (/HTTP error (403|429)/.test(reason))
    return `the server wants to be left alone for a while, or asks for a password. It said: ${reason}`;
  return reason;
}

export const isFull = (reason: string): boolean => /No space left on device|ENOSPC|disk quota/i.test(reason);
