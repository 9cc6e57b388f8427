import { UserError } from '../../errors';
import { nameOf, wordFor } from './data';
import { PICTURES } from './pictures';

export const noSuchPicture = (given: string): UserError =>
  new UserError(`--plot «${given}» is no plot of a report. There are ${PICTURES.join(' and ')}.`);

export const plotWithoutFile = (): UserError =>
  new UserError('--plot says which plot goes into a file, and --svg which file: «--svg latency.svg». «-» is standard output.');

export const nothingToDraw = (stack: string): UserError =>
  new UserError(`There is nothing to draw: ${nameOf(stack)} was never measured. «cdk measure ${wordFor(stack)}» does that.`);

export const notAllToOutput = (): UserError =>
  new UserError('Only one of --html, --svg and --json can go to standard output. Name a file for the others.');

export const noProjectFolder = (): UserError =>
  new UserError('There is no cdk.json here or above, and measurements lie beside it. Go to the folder of your studio with «cd».');

export const stackAndLocal = (): UserError => new UserError('--local means this computer, so no stack is named beside it.');

export const leftOut = (file: string, why: string): string => `«${file}» is left out: ${why}.`;

export const notReached = (name: string, why: string): string => `${name} did not answer, so the page is made from what is stored: ${why}`;
