import { LARGEST_QUANTUM, LONGEST_CHECK, MOST_WORDS, RESERVED_GATES } from '../../assembly';

/** What can be wrong with a health check. Whose it is, and on which line, the report says itself. */

export const badCheckId = (id: string): string =>
  RESERVED_GATES.includes(id)
    ? `A health check cannot be called «${id}»: a check that every deployment makes is called so. Give it another id.`
    : `A health check cannot be called «${id}»: --skip-gate is told its id. Use 1 to 64 letters, digits, «-», «_» and «.», such as web or sample-server.`;

export const badWithin = (within: string): string =>
  `The machine cannot be given ${within} to be well: it is more than nothing and at most ${LONGEST_CHECK} s, such as Duration.seconds(30).`;

export const emptyCommand = (): string =>
  "The health check has no command. Give the program and its arguments, each on its own: ['systemctl', 'is-active', 'jacktrip'].";

export const badProgram = (program: string): string =>
  `«${program}» is no program: it is a name in the machine's PATH, or an absolute path such as /run/current-system/sw/bin/jq. No shell reads it: each argument is a word of its own.`;

export const badArgument = (place: number): string =>
  `Word ${place} of the command is not one line of text, at most 4096 signs long. What needs more belongs into a script on the machine.`;

export const longCommand = (words: number): string =>
  `The command has ${words} words, and a health check takes at most ${MOST_WORDS}. What needs more belongs into a script on the machine.`;

export const badUnitName = (unit: string): string =>
  `«${unit}» is no name of a unit: it needs a kind at its end, such as pipewire.service or var-lib-samples.mount.`;

export const badAccount = (user: string): string =>
  `«${user}» is no account: user names are letters, digits, dashes and underscores, and start with a letter.`;

export const badHost = (host: string): string => `«${host}» is no host: give a name such as localhost, or an address.`;

export const badPort = (port: number): string => `There is no port ${port}: ports are whole numbers from 1 to 65535.`;

export const badUrl = (url: string): string =>
  `«${url}» is no address that can be asked: it begins with http:// or https://, and has neither blanks nor a user and a password, for everybody can read the manifest.`;

export const badStatus = (status: number): string =>
  `There is no HTTP status ${status}: they are 100 to 599, and 200 means that all is well.`;

export const badMaxQuantum = (frames: number): string =>
  `The quantum cannot be at most ${frames} frames: it is a whole number from 1 to ${LARGEST_QUANTUM}.`;
