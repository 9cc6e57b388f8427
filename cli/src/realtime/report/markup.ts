import { harmless } from '../../ssh/harmless';

/** A piece of a page, made by `html` alone: nothing else gets in without being escaped. */
export class Markup {
  public constructor(public readonly text: string) {}
}

type Part = Markup | string | number | undefined | false | readonly Part[];

/** A template whose values are text, unless they are pieces of a page themselves. `undefined` and `false` leave nothing. */
export const html = (fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(fixed.map((text, at) => text + (at < parts.length ? textOf(parts[at]!) : '')).join(''));

/** What the machine or the user called something: its direction of writing does not reach the words around it, nor does its length. */
export const named = (text: string, most = 300): Markup => html`<bdi>${clipped(text, most)}</bdi>`;

export const clipped = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** Text for a page or a picture, in an element or between quotes of an attribute. */
export const escaped = (text: string): string =>
  harmless(text)
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
    .replace(NOT_XML, '\ufffd');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What a picture, which is XML, must not have in it at all. */
const NOT_XML = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(textOf).join('');
}
