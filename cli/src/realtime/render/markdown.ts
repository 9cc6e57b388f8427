import { countsOf, timeOf, type Examined, type Seen } from './examined';
import { harmless } from '../../ssh/harmless';
import type { CheckResult } from '../verdict';
import { countsText, isQuiet, SIGNS } from './signs';
import { machineText } from './table-view';

/** To paste into a forum or an issue: what is not well in a table, with what it means, and the rest folded up. */
export const markdownOf = (examined: readonly Examined[]): string => examined.map(section).join('\n\n');

function section({ name, seen, problem }: Examined): string {
  const title = `### ${plain(name)}`;
  return seen ? [title, '', ...body(seen)].join('\n') : [title, '', plain(`${SIGNS.error} ${problem ?? 'no answer'}`)].join('\n');
}

function body({ snapshot, results }: Seen): readonly string[] {
  const loud = results.filter(({ status }) => !isQuiet(status));
  const quiet = results.filter(({ status }) => isQuiet(status));
  return [
    plain(`${machineText(snapshot)}, ${timeOf(snapshot)}: ${countsText(countsOf(results))}.`),
    '',
    ...(loud.length === 0 ? [] : [...rows(loud), '', ...loud.map((result) => paragraph(result, snapshot.os.id === 'nixos')), '']),
    ...(quiet.length === 0 ? [] : [`<details><summary>${quiet.length} with nothing to do</summary>`, '', ...rows(quiet), '', '</details>']),
  ];
}

const rows = (results: readonly CheckResult[]): readonly string[] => [
  '| | check | found |',
  '|---|---|---|',
  ...results.map(({ status, title, id, found }) => `| ${SIGNS[status]} ${status} | ${plain(title ?? id)} | ${plain(found)} |`),
];

function paragraph({ title, id, meaning, see, fix, withoutFix }: CheckResult, isNixos: boolean): string {
  // where the program is right already, only its option is named: there is nothing to write
  const isWritten = fix?.step !== undefined && fix.construct === undefined;
  const mend = isWritten ? undefined : fix && (isNixos ? (fix.construct ?? fix.option) : (fix.elsewhere ?? fix.option));
  const parts = [meaning, fix?.step, withoutFix].filter((part) => part !== undefined).map(plain);
  return [`- **${plain(title ?? id)}**:`, ...parts, ...(mend === undefined ? [] : [`Mend it: ${code(mend)}`]), `See it: ${code(see)}`].join(
    ' ',
  );
}

/** Text that stays text: no markup, no link, nobody who is called by his name, and no cell that ends. */
export const plain = (text: string): string =>
  harmless(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>|~$]/g, (sign) => `\\${sign}`)
    .replaceAll(/([@#])(?=[\w-])/g, '$1\u200b')
    .replaceAll(/^([-+=>]|\d+[.)])/g, '\\$1')
    .replaceAll(/\b(https?|www)([:.])/gi, '$1\u200b$2');

/** A span of code, fenced by more backticks than it has. */
export function code(text: string): string {
  const line = harmless(text).replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 || line.startsWith(' ') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
