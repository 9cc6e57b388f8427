import { listMeasurements, saveMeasurement } from '../realtime/measure';
import type { FigureBook } from './former-figures';

/** The measurements that a project keeps of its machines, beside `cdk.json`. */
export const figuresIn = (folder: string): FigureBook => ({
  list: (stack) => listMeasurements(folder, stack),
  keep: (measurement) => void saveMeasurement(folder, measurement),
});
