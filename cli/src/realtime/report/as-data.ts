import { compare } from '../measure';
import { hasSamples, pairOf, type ReportData } from './data';
import { summaryOf } from './figures-of';
import { MARGIN, verdictOf } from './verdict';

/** A report for programs: what was stored, as figures. */
export function reportAsData({ stack, measurements }: ReportData): object {
  const { now, former } = pairOf(measurements);
  return {
    stack,
    verdict: verdictOf({ stack, measurements }),
    ...(now && former && { comparison: { with: former.at, ...compare(former, now, MARGIN) } }),
    measurements: measurements.filter(hasSamples).map((measurement) => {
      const { at, seconds, settings, machine, buffer, from } = measurement;
      return { at, generation: machine.generation, kernel: machine.kernel, seconds, settings, buffer, from, ...summaryOf(measurement) };
    }),
  };
}
