import { tooDeep } from '../errors';
import type { NixNode } from '../node';
import { writeCall } from './calls';
import { ENDLESS, flat, flatText } from './flat';
import { bare, Forcing } from './force';
import { writeLambda } from './functions';
import { LIMIT, pad } from './line';
import { writeBinary, writeSelect } from './operators';
import { needsParens, Position } from './precedence';
import { writeIf, writeLet, writeWith } from './scopes';
import { writeAttrs, writeList, writePath } from './sets';
import { opensAfterHead } from './shape';
import { writeRaw, writeString } from './text';

/** Nesting that no configuration has; the printer recurses, and a clear message is better than an overflow of the stack. */
const MAX_LEVEL = 1000;

/**
 * Writes expressions over as many lines as they need.
 *
 * Vocabulary: `level` is the indentation of the line on which a thing begins, `used` how many characters stand on that line before it (its
 * indentation not counted), `tail` how many must fit behind its last line (a `;`, a `)`). A thing in one line is `flat`.
 */
export class Writer {
  public out = '';
  public readonly forcing = new Forcing();

  /** An expression that stands alone from here on. */
  public body(node: NixNode, level: number, used: number, tail: number): void {
    const inner = bare(node, this.forcing);
    const text = flatText(inner) ?? flat(inner, Position.ALONE, LIMIT - used - tail, this.forcing);
    if (text === undefined) this.broken(inner, level, used, tail);
    else this.out += text;
  }

  /** The body of a `let`, a `with`, an `assert` or a function, on a line of its own behind the head: not in one line if it has a head itself. */
  public tailBody(node: NixNode, level: number, tail: number): void {
    const inner = bare(node, this.forcing);
    if (inner.kind === 'with' || (inner.kind === 'lambda' && inner.parameter.kind === 'pattern')) this.broken(inner, level, 0, tail);
    else this.body(inner, level, 0, tail);
  }

  public checkDepth(level: number): void {
    if (level > MAX_LEVEL) throw tooDeep(MAX_LEVEL);
  }

  /** An argument or a list item at the beginning of a line. */
  public item(node: NixNode, level: number): void {
    const inner = bare(node, this.forcing);
    const text = flatText(inner) ?? flat(inner, Position.ITEM, LIMIT, this.forcing);
    if (text !== undefined) this.out += text;
    else if (needsParens(inner, Position.ITEM)) this.parens(inner, level, 0);
    else this.broken(inner, level, 0, 0);
  }

  public newline(level: number): void {
    this.out += '\n' + pad(level);
  }

  public broken(node: NixNode, level: number, used: number, tail: number): void {
    this.checkDepth(level);
    switch (node.kind) {
      case 'string':
      case 'indented':
        return writeString(this, node, level, used);
      case 'attrs':
        return writeAttrs(this, node, level);
      case 'list':
        return writeList(this, node, level);
      case 'select':
        return writeSelect(this, node, level, used, tail);
      case 'has':
        this.operand(node.target, Position.ITEM, level, used, 0);
        this.out += ' ? ';
        return writePath(this, node.path, level);
      case 'lambda':
        return writeLambda(this, node, level, used, tail);
      case 'call':
        return writeCall(this, node, level, used, tail, false);
      case 'let':
        return writeLet(this, node, level, tail);
      case 'with':
        return writeWith(this, node, level, used, tail, false);
      case 'assert':
        this.out += 'assert ';
        this.body(node.condition, level, used + 7, 1);
        this.out += ';';
        this.newline(level);
        return this.tailBody(node.body, level, tail);
      case 'if':
        return writeIf(this, node, level, used, tail);
      case 'unary':
        this.out += node.operator;
        return this.operand(node.operand, Position.OPERAND, level, used + 1, tail);
      case 'binary':
        return writeBinary(this, node, level, used, tail);
      case 'raw':
        return writeRaw(this, node, level);
      default:
        this.out += flat(node, Position.ALONE, ENDLESS, this.forcing);
    }
  }

  /** The same where the opener stays on the line: only there a `with` keeps its body beside it. */
  public opened(node: NixNode, level: number, used: number, tail: number): void {
    if (node.kind === 'with') writeWith(this, node, level, used, tail, true);
    else this.broken(node, level, used, tail);
  }

  public operand(node: NixNode, position: Position, level: number, used: number, tail: number): void {
    const inner = bare(node, this.forcing);
    const text = flat(inner, position, LIMIT - used - tail, this.forcing);
    if (text !== undefined) this.out += text;
    else if (needsParens(inner, position)) this.parens(inner, level, used);
    else this.broken(inner, level, used, tail);
  }

  /** Parentheses around what does not fit on one line. */
  public parens(node: NixNode, level: number, used: number): void {
    this.out += '(';
    if (opensAfterHead(node, this.forcing)) this.opened(node, level, used + 1, 1);
    else if (node.kind === 'call') writeCall(this, node, level, used + 1, 1, true);
    else if (node.kind === 'select') {
      writeSelect(this, node, level, used + 1, 0);
      this.newline(level);
    } else this.inParens(node, level);
    this.out += ')';
  }

  public inParens(node: NixNode, level: number): void {
    this.newline(level + 1);
    this.body(node, level + 1, 0, 0);
    this.newline(level);
  }
}
