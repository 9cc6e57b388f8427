import { UserError } from '../errors';
import { ConnectionError } from './errors';
import { harmless } from './harmless';

export const noSudo = (label: string): ConnectionError =>
  new ConnectionError('rights', `${label} is not root, and there is no sudo. Connect as root («user» of the target), or install sudo.`);

export const sudoNeedsPassword = (label: string): ConnectionError =>
  new ConnectionError(
    'rights',
    `sudo wants a password from ${label}, and nobody is there to type it. Give it with --sudo-password-file, connect as root, or let this user do without («cdk bootstrap-access» prints the rule).`,
  );

export const sudoPasswordWrong = (label: string, which: string): ConnectionError =>
  new ConnectionError('rights', `sudo does not take the password of ${label}: ${which}. Nothing was changed.`);

export function sudoFailed(label: string, said: string): ConnectionError {
  const words = harmless(said.trim()).split('\n').at(-1) || 'it said nothing';
  const why = /not in the sudoers|not allowed|may not run/i.test(words)
    ? `${label} may not do that with sudo. Connect as root, or let this user («cdk bootstrap-access» prints the rule).`
    : /must have a tty|requiretty/i.test(words)
      ? `sudo on ${label} wants a terminal. Take «requiretty» out of its rules for this user, or connect as root.`
      : `sudo does not work for ${label}.`;
  return new ConnectionError('rights', `${why} It said: ${words}`);
}

export const passwordFileUnreadable = (file: string, why: string): UserError =>
  new UserError(`The password for sudo cannot be read from ${file === '-' ? 'the standard input' : `«${file}»`}: ${why}.`);

export const passwordFileTooOpen = (file: string): UserError =>
  new UserError(`«${file}» holds a password, and others may read it. «chmod 600 ${file}» helps.`);
