export { Desktop } from './desktop';
export { Studio } from './studio';
export type { StudioProps } from './studio-props';
