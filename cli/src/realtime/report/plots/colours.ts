/** What a plot is drawn with: names of the page's colours, so that it follows the page from light to dark and onto paper. */
export const INK = 'var(--ink)';
export const MUTED = 'var(--muted)';
export const LINE = 'var(--line)';
export const PAPER = 'var(--paper)';
/** The measurement that it is about. */
export const NOW = 'var(--now)';
/** The one before. */
export const FORMER = 'var(--former)';
/** The end of the buffer, and what is beyond it. */
export const DEADLINE = 'var(--deadline)';

export type Colours = Readonly<
  Record<'ink' | 'muted' | 'line' | 'paper' | 'card' | 'now' | 'former' | 'deadline' | 'good' | 'close', string>
>;

/** Pairs that a text and its background can be have a contrast of 4.5 or more; so the two lines of a plot, and they differ in form as well. */
export const LIGHT: Colours = {
  ink: '#1c1b19',
  muted: '#5f5b54',
  line: '#d9d4ca',
  paper: '#faf8f4',
  card: '#ffffff',
  now: '#1f5fa6',
  former: '#8a5a12',
  deadline: '#b3261e',
  good: '#1d6b3a',
  close: '#8a5a00',
};

export const DARK: Colours = {
  ink: '#ece9e2',
  muted: '#a8a39a',
  line: '#3a3d44',
  paper: '#15171b',
  card: '#1d2025',
  now: '#7fb5f5',
  former: '#d9a35a',
  deadline: '#ff8f84',
  good: '#7fd49b',
  close: '#e9b960',
};

/** A picture of its own has no page to ask: it is light, as paper is, and every program that shows SVG understands it. */
export const inLightColours = (svg: string): string =>
  svg.replaceAll(/var\(--([a-z]+)\)/g, (name, colour: string) => LIGHT[colour as keyof Colours] ?? name);
