import { harmless } from '../../ssh/harmless';
import { probeCut } from './errors';

/** What the probe answered, by its sections, every line of it harmless. */
export class Answer {
  private readonly sections: readonly Section[];
  private readonly values: ReadonlyMap<string, readonly string[]>;

  /**
   * @param mark what each line between sections begins with; absent: what the first line says
   * @throws UserError when it does not end with the line that ends it
   */
  public constructor(text: string, mark?: string) {
    this.sections = sectionsOf(text, mark);
    this.values = filesOf(this.lines('files'));
  }

  /** The lines of the first section of that name. */
  public lines(name: string): readonly string[] {
    return this.sections.find((section) => section.name === name)?.lines ?? [];
  }

  public has(name: string): boolean {
    return this.sections.some((section) => section.name === name);
  }

  /** All sections of that name, with the words that stand behind it. */
  public all(name: string): readonly Section[] {
    return this.sections.filter((section) => section.name === name);
  }

  /** The first line of a file, without space around; absent: it is not there, not readable or empty. */
  public file(path: string): string | undefined {
    return this.values.get(path)?.[0]?.trim() || undefined;
  }

  /** All lines of a file. */
  public fileLines(path: string): readonly string[] {
    return this.values.get(path) ?? [];
  }

  /** Those that match, with what the pattern caught. */
  public files(pattern: RegExp): readonly { readonly match: RegExpMatchArray; readonly lines: readonly string[] }[] {
    return [...this.values].flatMap(([path, lines]) => {
      const match = path.match(pattern);
      return match ? [{ match, lines }] : [];
    });
  }
}

export interface Section {
  readonly name: string;
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

const FIRST = /^studio-cdk-probe 1 (@[0-9a-z]*)$/;
const LONGEST_LINE = 8192;

function sectionsOf(text: string, expected: string | undefined): readonly Section[] {
  const lines = text.split('\n');
  lines.pop(); // what has no line break behind it was cut
  // Whatever a login prints first is not ours.
  const start = lines.findIndex((line) => {
    const mark = FIRST.exec(line)?.[1];
    return mark !== undefined && (expected === undefined || mark === expected);
  });
  if (start < 0) throw probeCut();
  const mark = FIRST.exec(lines[start]!)![1]!;
  const end = lines.indexOf(`${mark} end`, start);
  if (end < 0) throw probeCut();

  const sections: { name: string; words: readonly string[]; lines: string[] }[] = [];
  for (const line of lines.slice(start + 1, end)) {
    const words = line.startsWith(`${mark} `)
      ? harmless(line)
          .slice(mark.length + 1)
          .split(' ')
      : undefined;
    if (words) sections.push({ name: words[0]!, words: words.slice(1), lines: [] });
    else sections.at(-1)?.lines.push(harmless(line.slice(0, LONGEST_LINE)));
  }
  return sections;
}

/** `PATH:LINE`; no path that is asked for has a colon in it. */
function filesOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0 || line[0] !== '/') continue;
    const path = line.slice(0, colon);
    const known = files.get(path);
    if (known) known.push(line.slice(colon + 1));
    else files.set(path, [line.slice(colon + 1)]);
  }
  return files;
}
