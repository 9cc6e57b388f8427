import { UserError } from '../errors';
import { engineFailed, wrongPassphrase } from './errors';

/** An error of the Automation API in our words. What it says itself is all that the program printed, twice, behind its whole command line. */
export function complaintOf(error: Error): Error {
  const text = complaint(error.message);
  if (/\bincorrect passphrase\b/.test(text)) return new UserError(wrongPassphrase());
  return new Error(engineFailed(text), { cause: error });
}

/** The lines in which the program says what is wrong; without any, what it said first. */
export function complaint(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line.startsWith('error: ')).map((line) => line.replace(/^(error: )+/, ''));
  const otherwise = lines.map((line) => line.replace(/^stderr: /, '')).find((line) => line !== '' && !/^(code|stdout):/.test(line));
  return [...new Set(said)].join(' ') || (otherwise ?? 'it did not say why');
}
