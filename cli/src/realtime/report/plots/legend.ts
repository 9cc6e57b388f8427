import type { Markish } from '@observablehq/plot';
import { FORMER, NOW } from './colours';
import type { SvgDocument, SvgElement } from './svg-document';

/** What the two of a comparison are called, and what each looks like: one is filled, the other a broken line. */
export interface Names {
  readonly now: string;
  readonly former?: string;
}

/** Above the plot, from the left. Plots of points say so, and have signs of their own. */
export const legend =
  ({ now, former }: Names, left: number): Markish =>
  (_index, _scales, _values, _dimensions, context) => {
    const document = context.document as unknown as SvgDocument;
    const make = (name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SvgElement => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = text;
      return element;
    };
    const group = make('g', { 'text-anchor': 'start' });
    group.appendChild(make('rect', { x: left, y: 4, width: 14, height: 11, fill: NOW, 'fill-opacity': 0.35, stroke: NOW }));
    group.appendChild(make('text', { x: left + 20, y: 14 }, now));
    if (former !== undefined) {
      const next = left + 20 + now.length * CHARACTER + 18;
      group.appendChild(
        make('line', { x1: next, x2: next + 18, y1: 10, y2: 10, stroke: FORMER, 'stroke-width': 2, 'stroke-dasharray': DASHES }),
      );
      group.appendChild(make('text', { x: next + 24, y: 14 }, former));
    }
    return group as never;
  };

export const DASHES = '4 3';

/** How wide a character is at most on average, in px: nothing here can measure a font. */
const CHARACTER = 6.6;
