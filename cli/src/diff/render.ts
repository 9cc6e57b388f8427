import { shellWord } from '../render/paths';
import { harmless } from '../ssh/harmless';
import type { Paint } from '../terminal';
import { closureLines } from './render-closure';
import { definitionLines } from './render-definitions';
import { differs, isStaged, type DiffReport } from './report';

/** The whole report for people. The last line says how it is. */
export function reportText(report: DiffReport, paint: Paint): string {
  const { definitions, closure } = report;
  const lines = [
    ...headLines(report, paint),
    ...(definitions ? definitionLines(definitions, paint) : []),
    ...(closure ? closureLines(closure, paint) : []),
    '',
    verdict(report, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines({ stack, machine, running, deployed, isChangedByHand }: DiffReport, paint: Paint): readonly string[] {
  const head = `${paint.bold(stack)} on ${harmless(machine)}`;
  const generation = running.generation === undefined ? '' : ` (generation ${running.generation})`;
  if (!deployed)
    return [`${head} was never deployed to with cdk: there are no definitions to compare with, so this is about packages${generation}`];
  const by = `deployed ${timeText(deployed.at)}${deployed.by === undefined ? '' : ` by ${harmless(deployed.by)}`}`;
  if (!isChangedByHand) return [`${head} runs generation ${running.generation ?? '?'}, ${by}`];
  return [
    `${head} runs a system that somebody else made${generation}`,
    paint.yellow(
      `! Constructs are compared with generation ${deployed.generation ?? '?'}, ${by}: what runs there since is not known by construct.`,
    ),
  ];
}

/** The same in every place of the world. */
const timeText = (at: number | undefined): string =>
  at === undefined ? 'some time ago' : `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function verdict(report: DiffReport, paint: Paint): string {
  if (!differs(report)) return `${paint.green('✔')} No differences: a deployment would change nothing`;
  const { definitions, closure, stack } = report;
  const counts = [
    count(definitions?.constructs.length, 'construct'),
    count(definitions?.files.length, 'file'),
    count(definitions?.inputs.length, 'input'),
    count(closure && closure.added.length + closure.removed.length + closure.changed.length, 'package'),
  ].filter((part) => part !== '');
  const what =
    counts.length === 0
      ? 'The systems differ'
      : `${listed(counts)} ${counts.length === 1 && counts[0]!.startsWith('1 ') ? 'differs' : 'differ'}`;
  const next = isStaged(report) ? 'The machine boots that next' : `«cdk deploy ${shellWord(stack)}» brings it there`;
  return `${paint.yellow('~')} ${what}. ${next}`;
}

const count = (number: number | undefined, what: string): string => (number ? `${number} ${what}${number === 1 ? '' : 's'}` : '');

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
