import { UserError, suggestion } from '../errors';

export const noUser = (): UserError =>
  new UserError(
    'Whose access is it to be? Name a stack, whose user it is, as in «cdk bootstrap-access studio-laptop», or a user with --user NAME.',
  );

export const userAndStack = (): UserError => new UserError('--user says who it is, and so does the stack: leave one of the two out.');

export const rootNeedsNone = (stack: string): UserError =>
  new UserError(
    `«${stack}» is deployed to as root, who may do everything already: root needs no more than a key. Say target: { user: 'deploy', … } in the stack for a user of its own, or --user NAME here.`,
  );

export const badUser = (name: string): UserError =>
  new UserError(
    `«${name}» is no name for a user: it begins with a small letter or «_», goes on with those, digits, «-» and «_», and has at most 31 of them.`,
  );

export const rootIsNoDeployUser = (): UserError =>
  new UserError('root may do everything already: root needs no more than a key. Choose a user of its own, as in --user deploy.');

export const otherFormat = (given: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`There is no format «${given}». ${suggestion(near, all)}`);

export const noKeys = (looked: readonly string[]): UserError =>
  new UserError(
    `There is no public key to let the user in with: none of ${looked.join(', ')} is there. Name yours with --key FILE, or make one: ssh-keygen -t ed25519`,
  );

export const unreadableKey = (file: string, why: string): UserError => new UserError(`The key ${file} cannot be read: ${why}.`);

export const privateKey = (file: string): UserError =>
  new UserError(`${file} is the secret half of a key, which stays where it is. The public half is in ${file}.pub.`);

export const noPublicKey = (file: string, line: number): UserError =>
  new UserError(
    `${file}:${line} is no public key of ssh: that is a type, a long word and perhaps a comment, as in «ssh-ed25519 AAAAC3… alice@home».`,
  );

export const emptyKeyFile = (file: string): UserError => new UserError(`${file} holds no key.`);
