import { Nix, toNode } from '../nix';
import { Matcher } from './matcher';
import { MATCH, codeFound, inside, mismatch, unknown, type Outcome } from './outcome';
import { doubtsIn, literal, toJavaScript, type Value } from './value';

/** Whatever is set, known or not. */
export class AnyValue extends Matcher {
  public override _test(value: Value | undefined): Outcome {
    if (value?.kind === 'unknown' && value.said.length === 0) return unknown(value.doubts); // perhaps a module in Nix sets it, perhaps nothing does
    return value ? MATCH : mismatch('any value', value);
  }

  public override toString(): string {
    return 'any value';
  }
}

/** Nothing at all. */
export class Absent extends Matcher {
  public override _test(value: Value | undefined): Outcome {
    if (value?.kind === 'unknown') return unknown(value.doubts);
    return value ? mismatch('nothing', value) : MATCH;
  }

  public override toString(): string {
    return 'nothing';
  }
}

/** A text in which an expression is found. */
export class StringLike extends Matcher {
  public constructor(private readonly pattern: RegExp) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    const text = textIn(value, this);
    return typeof text === 'string' && !this.pattern.test(text)
      ? mismatch(this.toString(), value)
      : typeof text === 'string'
        ? MATCH
        : text;
  }

  public override toString(): string {
    return `a text like ${String(this.pattern)}`;
  }
}

/** A text that is JSON. */
export class SerializedJson extends Matcher {
  public constructor(private readonly content: Matcher) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    const text = textIn(value, this);
    if (typeof text !== 'string') return text;
    const parsed = parseJson(text);
    if (!parsed) return mismatch(this.toString(), value, 'the text is no JSON');
    return inside('(as JSON)', this.content._test(literal(toNode(parsed.content), value!.said)));
  }

  public override toString(): string {
    return `JSON of ${this.content.toString()}`;
  }
}

/** An expression, by its code. */
export class NixCode extends Matcher {
  public constructor(private readonly code: string) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    if (value?.kind === 'unknown') return unknown(value.doubts);
    const found = value && codeOf(value);
    return found !== undefined && withoutLayout(found) === withoutLayout(this.code) ? MATCH : mismatch(this.toString(), value);
  }

  public override toString(): string {
    return `the expression ${this.code.trim()}`;
  }
}

/** What another matcher does not fit. */
export class Not extends Matcher {
  public constructor(private readonly pattern: Matcher) {
    super();
  }

  public override _test(value: Value | undefined): Outcome {
    if (!value && !(this.pattern instanceof Absent)) return mismatch(this.toString(), value);
    const outcome = this.pattern._test(value);
    if (outcome.kind === 'unknown') return outcome;
    return outcome.kind === 'mismatch' ? MATCH : mismatch(this.toString(), value);
  }

  public override toString(): string {
    return `anything but ${this.pattern.toString()}`;
  }
}

/** The text that a value is, or why it is none. */
function textIn(value: Value | undefined, expected: Matcher): string | Outcome {
  if (value?.kind === 'plain' && typeof value.value === 'string') return value.value;
  if (value?.kind === 'unknown') return unknown(value.doubts);
  return value?.kind === 'expression' ? codeFound(expected.toString(), value) : mismatch(expected.toString(), value);
}

function parseJson(text: string): { content: unknown } | undefined {
  try {
    return { content: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Data is printed too, so that `Match.nix('10')` fits 10. */
function codeOf(value: Value): string | undefined {
  if (value.kind === 'expression') return Nix._fromNode(value.node).toString();
  return doubtsIn(value).length > 0 ? undefined : Nix.of(toJavaScript(value)).toString();
}

/** Strings as they are, and everything else without the blanks that make no difference. */
const withoutLayout = (code: string): string =>
  code
    .trim()
    .split(/("(?:\\[^]|[^"\\])*"|''(?:''['$\\]|[^'$]|'(?!')|\$)*'')/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/\s+/g, ' ').replace(/ ?([[\]{}();=:,]) ?/g, '$1')))
    .join('');
