import { tooDeep } from '../errors';
import { escapeIndented, escapeKey, escapeText, isIdentifier } from '../escape';
import type { AttrPath, Binding, NixNode, Parameter } from '../node';
import { ENDLESS, flat, flatPath, flatString } from './flat';
import { bare, Forcing } from './force';
import { LIMIT, pad, width } from './line';
import { needsParens, operandPosition, operandsOf, Position } from './precedence';
import { indentCode, isOneLine } from './raw';
import { hugsParens, isSimpleCall, opensAfterHead, openerWidth, opensInPlace, singleParameters, uncurried } from './shape';
import { joinParts } from './strings';
import type { StringNode } from './strings';

type Of<K extends NixNode['kind']> = Extract<NixNode, { kind: K }>;

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
  private readonly forcing = new Forcing();

  // Where an expression may begin ----------------------------------------------------------------------------------------------------

  /** An expression that stands alone from here on. */
  public body(node: NixNode, level: number, used: number, tail: number): void {
    const inner = bare(node, this.forcing);
    const text = flat(inner, Position.ALONE, LIMIT - used - tail, this.forcing);
    if (text === undefined) this.broken(inner, level, used, tail);
    else this.out += text;
  }

  /** The value of a binding or of a default, behind `=` or `?`: on the same line or on the next one. */
  private value(node: NixNode, level: number, used: number, plainHead: boolean): void {
    const inner = bare(node, this.forcing);
    switch (inner.kind) {
      case 'bool':
        this.out += inner.value ? ' true' : ' false';
        return;
      case 'string':
      case 'indented':
      case 'path':
        if (plainHead || opensInPlace(inner)) {
          this.out += ' ';
          this.body(inner, level, used + 1, 1);
          return;
        }
        break;
      case 'attrs':
        if (inner.bindings.length > 0 && (plainHead || used + 1 + openerWidth(inner) <= LIMIT)) {
          this.out += ' ';
          this.attrs(inner, level);
          return;
        }
        break;
      default:
    }
    const text = flat(inner, Position.ALONE, LIMIT - used - 2, this.forcing);
    if (text !== undefined) this.out += ` ${text}`;
    else if (this.beginsHere(inner, used, plainHead)) {
      this.out += ' ';
      this.broken(inner, level, used + 1, 1);
    } else {
      this.newline(level + 1);
      this.body(inner, level + 1, 0, 1);
    }
  }

  /** Whether a value that does not fit on one line still begins on the line of its key. */
  private beginsHere(node: NixNode, used: number, plainHead: boolean): boolean {
    if (opensAfterHead(node, this.forcing)) return plainHead || used + 1 + this.headWidth(node) <= LIMIT;
    switch (node.kind) {
      case 'call':
        return isSimpleCall(node, this.forcing) ? plainHead : this.breakable(node, used + 1, 1) !== undefined;
      case 'binary':
        return this.joinsAtEnd(node, used + 1);
      case 'raw':
        return /[[({]$|''$/.test(node.code.split('\n', 1)[0]) && !node.code.includes('#');
      default:
        return false;
    }
  }

  private headWidth(node: NixNode): number {
    if (node.kind === 'with') {
      const scope = flat(node.scope, Position.ALONE, LIMIT, this.forcing);
      return scope === undefined ? LIMIT : width(scope) + 7 + openerWidth(bare(node.body, this.forcing));
    }
    if (node.kind !== 'lambda') return openerWidth(node);
    const { names, body } = singleParameters(node, this.forcing);
    return names.reduce((sum, name) => sum + name.length + 2, 0) + openerWidth(body);
  }

  /** An argument or a list item at the beginning of a line. */
  private item(node: NixNode, level: number): void {
    const inner = bare(node, this.forcing);
    const text = flat(inner, Position.ITEM, LIMIT, this.forcing);
    if (text !== undefined) this.out += text;
    else if (needsParens(inner, Position.ITEM)) this.parens(inner, level, 0);
    else this.broken(inner, level, 0, 0);
  }

  private newline(level: number): void {
    this.out += '\n' + pad(level);
  }

  // Forms over several lines ---------------------------------------------------------------------------------------------------------

  private broken(node: NixNode, level: number, used: number, tail: number): void {
    if (level > MAX_LEVEL) throw tooDeep(MAX_LEVEL);
    switch (node.kind) {
      case 'string':
      case 'indented':
        return this.string(node, level, used);
      case 'attrs':
        return this.attrs(node, level);
      case 'list':
        return this.list(node, level);
      case 'select':
        return this.select(node, level, used, tail);
      case 'has':
        this.operand(node.target, Position.ITEM, level, used, 0);
        this.out += ' ? ';
        return this.path(node.path, level);
      case 'lambda':
        return this.lambda(node, level, used, tail);
      case 'call':
        return this.call(node, level, used, tail, false);
      case 'let':
        return this.letIn(node, level, tail);
      case 'with':
        return this.withScope(node, level, used, tail);
      case 'assert':
        this.out += 'assert ';
        this.body(node.condition, level, used + 7, 1);
        this.out += ';';
        this.newline(level);
        return this.body(node.body, level, 0, tail);
      case 'if':
        return this.ifElse(node, level, used, tail);
      case 'unary':
        this.out += node.operator;
        return this.operand(node.operand, Position.OPERAND, level, used + 1, tail);
      case 'binary':
        return this.binary(node, level, used, tail);
      case 'raw':
        return this.raw(node, level);
      default:
        this.out += flat(node, Position.ALONE, ENDLESS, this.forcing);
    }
  }

  private operand(node: NixNode, position: Position, level: number, used: number, tail: number): void {
    const inner = bare(node, this.forcing);
    const text = flat(inner, position, LIMIT - used - tail, this.forcing);
    if (text !== undefined) this.out += text;
    else if (needsParens(inner, position)) this.parens(inner, level, used);
    else this.broken(inner, level, used, tail);
  }

  /** Parentheses around what does not fit on one line. */
  private parens(node: NixNode, level: number, used: number): void {
    this.out += '(';
    if (opensAfterHead(node, this.forcing)) this.broken(node, level, used + 1, 1);
    else if (node.kind === 'call') this.call(node, level, used + 1, 1, true);
    else this.inParens(node, level);
    this.out += ')';
  }

  private inParens(node: NixNode, level: number): void {
    this.newline(level + 1);
    this.body(node, level + 1, 0, 0);
    this.newline(level);
  }

  // Sets and lists -------------------------------------------------------------------------------------------------------------------

  private attrs(node: Of<'attrs'>, level: number): void {
    if (level > MAX_LEVEL) throw tooDeep(MAX_LEVEL);
    if (node.bindings.length === 0) {
      this.out += node.recursive ? 'rec { }' : '{ }';
      return;
    }
    this.out += node.recursive ? 'rec {\n' : '{\n';
    this.bindings(node.bindings, level + 1);
    this.out += pad(level) + '}';
  }

  private bindings(bindings: readonly Binding[], level: number): void {
    for (let i = 0; i < bindings.length; i++) {
      const binding = bindings[i];
      if (binding.kind === 'inherit') {
        this.inherit(binding, level);
        continue;
      }
      const value = this.comments(binding.value, level, i === 0);
      this.out += pad(level);
      const plainHead = this.path(binding.path, level);
      this.out += ' =';
      this.value(value.node, level, value.headWidth, plainHead);
      this.out += ';\n';
    }
  }

  private list(node: Of<'list'>, level: number): void {
    this.out += '[\n';
    for (let i = 0; i < node.items.length; i++) {
      const item = this.comments(node.items[i], level + 1, i === 0);
      this.out += pad(level + 1);
      this.item(item, level + 1);
      this.out += '\n';
    }
    this.out += pad(level) + ']';
  }
}
