import { listed } from '../deploy/words';
import { UserError } from '../errors';
import { shellWord } from '../render/paths';
import { harmless } from '../ssh/harmless';

export const badName = (option: string, given: string, proposal: string | undefined): UserError =>
  new UserError(
    `${option} «${harmless(given)}» is no name that a boot menu takes: small letters, digits and «_», up to 32, a letter first.${proposal === undefined ? '' : ` How about «${proposal}»?`}`,
  );

/** «Tour 2026» is tour_2026. */
export function nearestName(given: string): string | undefined {
  const name = given
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/_+$/, '');
  return name === '' ? undefined : name;
}

export const noSuchName = (stack: string, name: string, there: readonly string[]): UserError =>
  new UserError(
    there.length === 0
      ? `${stack} has no generation of the name «${name}», or of any other. «cdk pin ${shellWord(stack)} --name ${name}» gives it to what it runs.`
      : `${stack} has no generation of the name «${name}». Names there: ${listed(there, '')}.`,
  );

export const nameTaken = (stack: string, said: string, isOurs: boolean): UserError =>
  new UserError(`${stack}: ${said} ${isOurs ? 'Choose another name, or move this one with --force.' : 'Choose another name.'}`);

export const runsNoGeneration = (stack: string): UserError =>
  new UserError(
    `What ${stack} runs is not the generation that it boots, so it is not clear which is meant. Say it with --generation; «cdk generations ${shellWord(stack)}» lists them.`,
  );

export const noNameGiven = (): UserError =>
  new UserError('Which name is to be taken away? Say it with --name; «cdk generations» shows those that there are.');

export const notANumber = (given: string): UserError =>
  new UserError(`--generation «${harmless(given)}» is not the number of a generation. «cdk generations» lists them.`);
