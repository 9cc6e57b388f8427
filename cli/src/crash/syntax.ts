import { readFileSync } from 'node:fs';
import { relativeTo } from './frames';

/** What the TypeScript loader found wrong, as it reports it. */
interface LoaderMessage {
  readonly text: string;
  readonly location?: { readonly file: string; readonly line: number; readonly column: number; readonly lineText: string } | null;
}

/** A file of the app that is not TypeScript or JavaScript. Undefined: the error is about something else. */
export function badSyntax(error: Error, cwd: string): string | undefined {
  const loader = firstLoaderMessage(error);
  if (loader?.location) {
    const { file, line, column, lineText } = loader.location;
    return sentence(`${relativeTo(cwd, file)}:${line}:${column + 1}`, loader.text, lineText, column);
  }
  if (!(error instanceof SyntaxError)) return undefined;
  const [at = '', code = '', caret = ''] = (error.stack ?? '').split('\n');
  const where = /^(.*):(\d+)$/.exec(at);
  return where ? sentence(`${relativeTo(cwd, where[1]!)}:${where[2]}`, error.message, code, Math.max(caret.indexOf('^'), 0)) : undefined;
}

function firstLoaderMessage(error: Error): LoaderMessage | undefined {
  const { errors } = error as { errors?: unknown };
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first === 'object' && first !== null && 'text' in first) return first as LoaderMessage;
  const match = /^(?:Transform failed.*\n)?(.+?):(\d+):(\d+): ERROR: (.*)/.exec(error.message);
  if (!match) return undefined;
  const [, file = '', line, column, text = ''] = match;
  return { text, location: { file, line: Number(line), column: Number(column), lineText: lineOf(file, Number(line)) } };
}

function lineOf(file: string, line: number): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
  } catch {
    return '';
  }
}

function sentence(where: string, what: string, code: string, column: number): string {
  const excerpt = code.trim() === '' ? '' : `\n\n  ${code}\n  ${' '.repeat(column)}^`;
  return `${where}: this is not valid code: ${what}.${excerpt}`;
}
