import { UserError, suggestion } from '../errors';
import { SNAPSHOT_FILE } from './layout';

export const noName = (all: readonly string[]): UserError => new UserError(`Say what to keep: «cdk snapshot NAME». ${suggestion([], all)}`);

export const tooManyNames = (): UserError =>
  new UserError('A snapshot holds one stack: name one. «cdk snapshot verify DIR» and «cdk snapshot open DIR» take a folder.');

export const noFolderNamed = (verb: string): UserError => new UserError(`Say which snapshot: «cdk snapshot ${verb} DIR».`);

export const surplusWords = (folder: string): UserError => new UserError(`«cdk snapshot verify» takes one folder, here ${folder}.`);

export const onlyFor = (option: string, what: string): UserError => new UserError(`${option} belongs to ${what}.`);

// --- making one -----------------------------------------------------------------------------------------------------

export const isSnapshot = (folder: string, name: string): UserError =>
  new UserError(
    `${folder} holds a snapshot of «${name}» already, which is left alone. Choose another folder with --to, or move that one away.`,
  );

export const notEmpty = (folder: string): UserError =>
  new UserError(`${folder} is not empty and no snapshot, so it is left alone. Choose another folder with --to.`);

/** The finished folder is put in its place by its name, and that of a disk is not ours to give. */
export const isDisk = (folder: string): UserError =>
  new UserError(`${folder} is a whole disk, and a snapshot is a folder on one. Name that, as in --to ${folder}/studio.`);

export const isFile = (path: string): UserError =>
  new UserError(`${path} is a file, and a snapshot is a folder. Choose another place with --to.`);

export const otherScheme = (to: string): UserError =>
  new UserError(`--to takes a folder or an address that begins with s3://, and «${to}» is neither.`);

export const lockIsStale = (file: string, differences: readonly string[]): UserError =>
  new UserError(`${file} is for another set of inputs: ${differences.join('; ')}. Run «cdk update» first, and try the studio with it.`);

export const diskFull = (folder: string, partial: string): UserError =>
  new UserError(
    `The disk that ${folder} is on is full. What is copied so far is kept in ${partial}. Free some space (a look with «df -h» tells how much there is) and run the same command again: it goes on from there.`,
  );

export const isBusy = (folder: string, pid: number, file: string): UserError =>
  new UserError(
    `Another «cdk snapshot» writes to ${folder} at the moment: process ${pid}. Wait for it, or delete ${file} if that is something else.`,
  );

export const cannotWrite = (folder: string, why: string): UserError =>
  new UserError(`The snapshot could not be written to ${folder}: ${why}.`);

export const keptSoFar = (partial: string): string => `What is copied so far is kept in ${partial}: the same command goes on from there.`;

export const notASecretKey = (file: string): UserError =>
  new UserError(
    `${file} is no secret key of a binary cache. «nix-store --generate-binary-cache-key NAME SECRET PUBLIC» makes one; --key takes the file SECRET.`,
  );

export const noKeyFile = (file: string, why: string): UserError => new UserError(`The key ${file} cannot be read: ${why}.`);

export const openToOthers = (file: string): UserError =>
  new UserError(`${file} can be read by others, and whoever has it can sign in your name. Run «chmod 600 ${file}» and try again.`);

// --- reading one ----------------------------------------------------------------------------------------------------

export const noSuchFolder = (folder: string): UserError => new UserError(`There is no folder ${folder}.`);

export const noSnapshot = (folder: string): UserError =>
  new UserError(`${folder} is no snapshot: it has no ${SNAPSHOT_FILE}. Name the folder that «cdk snapshot NAME» wrote.`);

export const unfinishedSnapshot = (folder: string): UserError =>
  new UserError(
    `${folder} is a snapshot that was not finished, or lost its ${SNAPSHOT_FILE}. Run the «cdk snapshot» that began it again, or copy the folder anew.`,
  );

export const damagedSnapshot = (file: string, what: string): UserError =>
  new UserError(`${file} is damaged: ${what}. Copy the snapshot again from where you have it whole.`);

export const newerSnapshot = (file: string, found: number, known: number): UserError =>
  new UserError(
    `${file} has schema ${found}, this version of the command line reads schema ${known}: update it (npm install --save-dev studio-cdk-cli@latest).`,
  );

export const badPublicKey = (where: string, text: string): UserError =>
  new UserError(`${where} «${text}» is no public key. One looks like name:lWvS5v2C…=, with 44 characters behind the colon.`);

export const otherKey = (folder: string, found: string, wanted: string): UserError =>
  new UserError(`${folder} is signed with ${found}, and not with ${wanted}. Whoever gave it to you did not make it with that key.`);

export const noProgram = (name: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`The snapshot has no program called «${name}». ${suggestion(near, all)}`);

export const otherStore = (found: string, wanted: string): UserError =>
  new UserError(
    `The snapshot is for a store in ${wanted}, and Nix keeps its store in ${found} on this computer. Paths cannot be moved from one to the other.`,
  );

export const notTrusted = (key: string): UserError =>
  new UserError(
    `Nix does not take the snapshot's signatures: its daemon lets only trusted users name a key. Ask the administrator to add the line «extra-trusted-public-keys = ${key}» to /etc/nix/nix.conf, or to make you a trusted user, and try again.`,
  );

export const wrongSignature = (path: string, folder: string): UserError =>
  new UserError(
    `${path} is not signed with the snapshot's key, so nothing of it was opened. «cdk snapshot verify ${folder}» tells what else is wrong.`,
  );

export const damagedCache = (reason: string, folder: string): UserError =>
  new UserError(`The snapshot is damaged: ${reason}. «cdk snapshot verify ${folder}» tells all that is wrong.`);

export const changedFlake = (problems: readonly string[]): UserError =>
  new UserError(`The snapshot's flake is not what it was: ${problems.join('; ')}. Copy the snapshot again from where you have it whole.`);

export const notRunnable = (program: string, why: string): UserError => new UserError(`${program} could not be started: ${why}.`);
