import { plot, type PlotOptions } from '@observablehq/plot';
import { escaped, Markup } from '../markup';
import { inLightColours, INK } from './colours';
import { SvgDocument, type SvgElement } from './svg-document';

export interface Drawing {
  /** Unique on the page. */
  readonly id: string;
  /** What it shows, and what is to be seen in it: read to those who do not see it. */
  readonly title: string;
  readonly description: string;
  readonly options: PlotOptions & { readonly width: number; readonly height: number };
}

/** Text sizes of all plots, in px. */
export const FONT_SIZE = 12;

/** A plot as an element of a page. */
export function draw({ id, title, description, options }: Drawing): Markup {
  const document = new SvgDocument();
  const svg = plot({ ...options, className: 'plot', document: document as never }) as unknown as SvgElement;
  svg.removeChild(svg.childNodes[0]!); // a style sheet, which the page has
  const label = (name: string, text: string): void => {
    const element = document.createElement(name);
    element.setAttribute('id', `${id}-${name}`);
    element.textContent = text;
    svg.insertBefore(element, svg.childNodes[0] ?? null);
  };
  label('desc', description);
  label('title', title);
  svg.removeAttribute('font-family'); // the page's
  svg.setAttribute('fill', INK);
  svg.setAttribute('id', id);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${id}-title ${id}-desc`);
  svg.setAttribute('font-size', String(FONT_SIZE));
  return new Markup(svg.outerHTML);
}

/** A plot as a file that any program shows. */
export function standalone(drawing: Drawing): string {
  const { width, height } = drawing.options;
  const attributes = `xmlns="http://www.w3.org/2000/svg" font-family="system-ui, 'DejaVu Sans', sans-serif" color="var(--ink)"`;
  const paper = `<rect width="${width}" height="${height}" fill="var(--paper)"/>`;
  const { text } = draw(drawing);
  const comment = `<!-- ${escaped(drawing.title).replaceAll('--', '- -')} -->\n`;
  return `${comment}${inLightColours(text.replace('<svg ', `<svg ${attributes} `).replace('</desc>', `</desc>${paper}`))}\n`;
}
