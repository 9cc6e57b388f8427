import type { Paint } from '../../terminal';
import type { CheckResult, Fix } from '../verdict';
import { wrap } from './wrap';

/** Looks up a line of the user's program: `bin/studio.ts:14` → what stands there. */
export type ReadLine = (source: string) => string | undefined;

export interface HintStyle {
  readonly columns: number;
  readonly paint: Paint;
  /** All ways to mend it, and the line of the program that they belong to. */
  readonly isLong: boolean;
  readonly isNixos: boolean;
  readonly readLine: ReadLine;
}

const INDENT = '   ';

/** What a finding means and what to do about it, in paragraphs below its name. */
export function hintText({ meaning, see, fix, withoutFix }: CheckResult, style: HintStyle): string {
  const { columns, paint, isLong } = style;
  const prose = (text: string): string => wrap(text, Math.min(columns, 100), INDENT);
  const ways = fix ? (isLong ? allWays(fix, style) : [shortWay(fix, style)]) : [];
  return [
    prose(meaning),
    ...(withoutFix === undefined ? [] : [prose(withoutFix)]),
    ...ways,
    `${INDENT}${paint.dim(`see it: ${see}`)}`,
  ].join('\n');
}

/** The one that fits the machine. */
function shortWay({ construct, elsewhere, option, source, step }: Fix, { columns, isNixos, paint }: HintStyle): string {
  if (step !== undefined && (construct === undefined || source !== undefined)) return wrap(step, Math.min(columns, 100), INDENT);
  const code = isNixos ? (construct ?? option) : (elsewhere ?? option);
  const where = isNixos && source !== undefined ? paint.dim(`  (${source})`) : '';
  return `${INDENT}${paint.bold(code ?? step ?? '')}${where}`;
}

/** The program's line as it is, what to write there, and the same for those who write Nix or have another Linux. */
function allWays({ construct, elsewhere, option, source, step }: Fix, { columns, paint, readLine }: HintStyle): readonly string[] {
  const line = source === undefined ? undefined : readLine(source);
  return [
    ...(step === undefined ? [] : [wrap(step, Math.min(columns, 100), INDENT)]),
    ...(source === undefined ? [] : [`${INDENT}${paint.dim(line === undefined ? source : `${source}  ${line}`)}`]),
    ...(construct === undefined ? [] : [row('TypeScript', paint.bold(construct))]),
    ...(option === undefined ? [] : [row('NixOS', option)]),
    ...(elsewhere === undefined ? [] : [row('elsewhere', elsewhere)]),
  ];
}

const row = (name: string, text: string): string => `${INDENT}${name.padEnd(10)}  ${text}`;
