/** What others may use of this folder. */
export { compare, changeText, FIGURE_NAMES, type Change, type Comparison, type Figure } from './compare';
export { isRefused } from './errors';
export { runHere, runOn, type MachineRun } from './machine-run';
export { measure, type MeasureOptions } from './measure';
export { latencyText, limitOf, merged, percentile, type Buckets, type Latency } from './percentile';
export { formerGeneration, listMeasurements, MEASUREMENTS, saveMeasurement, THIS_COMPUTER, type Damaged } from './store';
export { bufferMicros, summarise, type Summary } from './summary';
