import { html, type Markup } from '../markup';
import { draw, type Drawing } from '../plots/draw';

/** Pixels of a plot on a screen or a sheet, and on a phone: shrunk to that, its words would be too small to read. */
export const WIDE = 680;
export const NARROW = 328;

/** A plot in both widths, of which the page shows the one that fits. */
export function figure(
  id: string,
  make: (look: { readonly id: string; readonly width: number }) => Drawing,
  caption?: Markup | string,
): Markup {
  const wide = draw(make({ id, width: WIDE }));
  const narrow = draw(make({ id: `${id}-narrow`, width: NARROW }));
  return html`<figure>
    <div class="wide">${wide}</div>
    <div class="narrow">${narrow}</div>
    ${caption !== undefined && html`<figcaption>${caption}</figcaption>`}
  </figure>`;
}

/** A table that scrolls by itself where it is wider than the page. */
export const table = (caption: string, headings: readonly string[], rows: readonly (readonly (Markup | string)[])[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
