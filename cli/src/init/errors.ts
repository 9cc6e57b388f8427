import { UserError, suggestion } from '../errors';

export const noTemplate = (name: string, near: readonly string[], all: readonly string[]): UserError =>
  new UserError(`No template is called «${name}». ${suggestion(near, all)}`);

export const noTemplateNamed = (all: readonly string[]): UserError =>
  new UserError(`Which template? ${suggestion([], all)} For example: cdk init ${all[0] ?? 'laptop'} my-studio`);

export const noTemplates = (folder: string): UserError =>
  new UserError(`No templates are installed: ${folder} is missing. In the repository «npm run build» makes it.`);

const SHOWN = 5;

export function inTheWay(folder: string, found: readonly string[], template: string): UserError {
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
  const names = `${found.slice(0, SHOWN).join(', ')}${more}`;
  return new UserError(`${folder} is not empty: ${names}. Nothing was written. Name a new folder: cdk init ${template} my-studio`);
}

export const notAFolder = (path: string): UserError =>
  new UserError(`${path} is a file, or lies below one. Name a new folder for the studio.`);

export const badName = (name: string, better: string): UserError =>
  new UserError(
    `A studio cannot be called «${name}»: use letters, digits, «-», «_» and «.», and not the name of a package that it needs. Try «${better}».`,
  );

export const cannotCreate = (folder: string, why: string): UserError =>
  new UserError(`The studio could not be written to ${folder}: ${why}. Nothing was left behind.`);
