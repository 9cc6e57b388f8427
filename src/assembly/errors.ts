import { dirname } from 'node:path';
import { SCHEMA } from './manifest';

/** Something about the assembly on disk that the user can put right. The message is the whole story: no stack trace is needed. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';
}

export const missing = (dir: string): AssemblyError =>
  new AssemblyError(
    `${dir} holds no synthesised studio: there is no manifest.json. Run «cdk synth» first, or name the folder with --output.`,
  );

export const unreadable = (file: string, why: string): AssemblyError =>
  new AssemblyError(`${file} cannot be read: ${why}. Run «cdk synth» to write it anew.`);

export const damaged = (file: string, what: string): AssemblyError =>
  new AssemblyError(`${file} is damaged: ${what}. Run «cdk synth» to write it anew.`);

export function otherSchema(file: string, found: unknown): AssemblyError {
  const newer = typeof found === 'number' && found > SCHEMA;
  const advice = newer
    ? 'update the command line (npm install --save-dev studio-cdk-cli@latest)'
    : 'update the library (npm install studio-cdk@latest) and run «cdk synth» again';
  return new AssemblyError(`${file} has schema ${String(found)}, this version of studio-cdk reads schema ${SCHEMA}: ${advice}.`);
}

export const unreadableLock = (file: string, why: string): AssemblyError => new AssemblyError(`${file} cannot be read: ${why}.`);

export const lockDamaged = (file: string, what: string): AssemblyError =>
  new AssemblyError(
    `${file} is damaged: ${what}. Take it from your history («git checkout flake.lock»), or delete it and run «cdk update» for a new one.`,
  );

export const lockOfOtherVersion = (file: string, found: unknown, known: number): AssemblyError =>
  new AssemblyError(
    `${file} has version ${String(found)}, and this version of studio-cdk reads version ${known}. Delete it and run «cdk update» for a new one.`,
  );

export const notOurs = (dir: string): AssemblyError =>
  new AssemblyError(
    `${dir} is not empty and was not written by studio-cdk, so it is left alone. Choose another folder with --output, or empty this one.`,
  );

export const notAFolder = (path: string): AssemblyError =>
  new AssemblyError(`${path} is a file, and the studio is written to a folder. Choose another one with --output, or move the file away.`);

/** What the operating system answered, in the words of somebody who wants to go on working. */
export function cannotWrite(dir: string, error: NodeJS.ErrnoException): AssemblyError {
  return new AssemblyError(`The studio could not be written to ${dir}: ${reason(error)} The previous contents are untouched.`);
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOSPC':
      return 'the disk is full. Free some space (a look with «df -h» tells which disk) and run the command again.';
    case 'EDQUOT':
      return 'your disk quota is used up. Free some space and run the command again.';
    case 'EROFS':
      return 'the file system is read-only. Choose a folder on another one with --output.';
    case 'EACCES':
    case 'EPERM':
      return `no permission to write in ${placeOf(error)}. Choose another folder with --output, or change the owner of this one.`;
    case 'ENAMETOOLONG':
      return 'a file name is too long for the file system. Shorten the id of the construct it is made from.';
    case 'ENOTDIR':
      return `${error.path ?? 'a part of the path'} is not a folder. Choose another folder with --output.`;
    default:
      return `${error.message}.`;
  }
}

/** The folder that refused: what we asked about, or where a file was to be made or moved. */
const placeOf = ({ path, syscall }: NodeJS.ErrnoException): string =>
  path === undefined ? 'that folder' : syscall === 'access' || syscall === 'scandir' ? path : dirname(path);
