import { noSuchPicture, notAllToOutput, plotWithoutFile } from './errors';
import { PICTURES, type Picture } from './pictures';

/** What is to be made. */
export interface ReportOptions {
  /** Files; `-` is standard output. */
  readonly html?: string;
  readonly svg?: string;
  readonly plot: Picture;
  readonly json: boolean;
}

/** @throws UserError where they do not fit together */
export function readReportOptions(options: Readonly<Record<string, unknown>>): ReportOptions {
  const { html, svg, plot = 'histogram', json } = options as { readonly [name: string]: string | undefined };
  if (svg === undefined && options['plot'] !== undefined) throw plotWithoutFile();
  const picture = PICTURES.find((name) => name === plot);
  if (picture === undefined) throw noSuchPicture(plot);
  if ([html === '-', svg === '-', json].filter(Boolean).length > 1) throw notAllToOutput();
  return { plot: picture, json: Boolean(json), ...(html !== undefined && { html }), ...(svg !== undefined && { svg }) };
}
