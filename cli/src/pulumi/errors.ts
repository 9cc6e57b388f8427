import { UserError } from '../errors';

/** What fits Node 20 and one another. The newest `@pulumi/command` by its tag is an old one. */
export const PACKAGES = ['@pulumi/pulumi@3.248.0', '@pulumi/command@1.2.1'] as const;

export const notInstalled = (name: string): UserError =>
  new UserError(
    `--engine pulumi needs ${name}, which is not installed. In the folder of your studio:\n  npm install ${PACKAGES.join(' ')}`,
  );

export const noProgram = (why: string): UserError =>
  new UserError(
    `--engine pulumi needs the program «pulumi», which could not be started (${why}). Install it as Pulumi’s documentation says, or on NixOS with «nix shell nixpkgs#pulumi-bin».`,
  );

export const noPassphrase = (): UserError =>
  new UserError(
    'Pulumi’s state is encrypted with a passphrase, and there is nobody here to ask for it. Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it.',
  );

export const wrongPassphrase = (): string =>
  'This is not the passphrase that Pulumi’s state was made with (PULUMI_CONFIG_PASSPHRASE, or what was typed). Nobody but those who know it can read what is secret there.';

export const passphrasesDiffer = (): UserError => new UserError('These were two different passphrases, so no state was made. Try again.');

export const rightsNeedPassword = (label: string): string =>
  `sudo of ${label} asks for a password, which Pulumi would have to write into its state. «cdk bootstrap-access» lets its user run the guard without one; or deploy without --engine.`;

export const noHostKey = (label: string): string =>
  `${label} has neither an Ed25519 nor an ECDSA host key, and others are not checked by Pulumi’s provider. NixOS makes an Ed25519 key unless services.openssh.hostKeys says otherwise.`;

export const isLocked = (stack: string, who: string): string =>
  `Somebody is changing the Pulumi state of «${stack}»: ${who}. Wait until that is done. If it is gone for good, «pulumi cancel --stack ${stack}» takes the lock away.`;

export const lockTakenOver = (stack: string): string =>
  `The Pulumi state of «${stack}» was still locked by a run on this computer that is gone. The lock was taken away.`;

export const notRecorded = (stack: string, why: string): string =>
  `The machine is as said, but Pulumi’s state does not know all of it: ${why} The next «cdk deploy ${stack} --engine pulumi» puts that right.`;

export const engineFailed = (why: string): string => `Pulumi’s engine stopped: ${why}`;

export const goneMeanwhile = (): string => 'it ended in the middle of the work.';
