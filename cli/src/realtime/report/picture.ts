import { hasSamples, nameOf, pairOf, type ReportData } from './data';
import { standalone } from './plots/draw';
import { frameOf, latenciesOf } from './plots/frame';
import { histogram } from './plots/histogram';
import { timeline } from './plots/timeline';
import type { Picture } from './pictures';
import { labelOf } from './words';

const [WIDTH, HEIGHT, BARS] = [800, 400, 200];

/** One plot as a standalone SVG. Undefined: nothing was measured. */
export function renderPicture(picture: Picture, { stack, measurements }: Pick<ReportData, 'stack' | 'measurements'>): string | undefined {
  const { now, former } = pairOf(measurements);
  if (now === undefined) return undefined;
  const look = { id: picture, width: WIDTH, height: HEIGHT };
  if (picture === 'timeline') return standalone(timeline(measurements.filter(hasSamples), look));
  const data = latenciesOf(now, former);
  const names = { now: `${nameOf(stack)}, ${labelOf(now)}`, ...(former && { former: labelOf(former) }) };
  return standalone(histogram(data, { ...look, title: `How late ${nameOf(stack)} woke up`, frame: frameOf([data], BARS), names }));
}
