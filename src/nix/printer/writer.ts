import { tooDeep } from '../errors';
import type { Follower } from '../escape';
import { escapeIndented, escapeKey, escapeText, isIdentifier } from '../escape';
import type { AttrPath, Binding, NixNode, Parameter, StringPart } from '../node';
import { ENDLESS, flat, flatPath } from './flat';
import { bare, Forcing } from './force';
import { LIMIT, pad, width } from './line';
import { needsParens, operandPosition, operandsOf, Position } from './precedence';
import { indentCode, isOneLine } from './raw';
import { hugsParens, isSimple, isSimpleCall, opensAfterHead, openerWidth, opensInPlace, singleParameters, uncurried } from './shape';
import { isBlockString, isOneLineIndented, joinParts } from './strings';
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

  /** The body of a `let`, a `with`, an `assert` or a function, on a line of its own behind the head: a `with` is never in one line there. */
  private tailBody(node: NixNode, level: number, tail: number): void {
    const inner = bare(node, this.forcing);
    if (inner.kind === 'with') this.withScope(inner, level, 0, tail, false);
    else this.body(inner, level, 0, tail);
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
      if (inner.kind === 'binary' && this.joins(inner, used + 1)) this.joined(inner, level);
      else this.opened(inner, level, used + 1, 1);
    } else {
      this.newline(level + 1);
      if (inner.kind === 'call' && !isSimpleCall(inner, this.forcing)) this.spread(inner, level + 1, 0, 1, false);
      else this.body(inner, level + 1, 0, 1);
    }
  }

  /** Whether a value that does not fit on one line still begins on the line of its key. */
  private beginsHere(node: NixNode, used: number, plainHead: boolean): boolean {
    if (opensAfterHead(node, this.forcing)) return plainHead || used + 1 + this.headWidth(node) <= LIMIT;
    switch (node.kind) {
      case 'call':
        return this.breakable(node, used + 1, 1) !== undefined || (plainHead && isSimpleCall(node, this.forcing));
      case 'binary':
        return JOINING.has(node.operator) && (opensInPlace(bare(node.left, this.forcing)) || this.joins(node, used + 1));
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
        return this.withScope(node, level, used, tail, false);
      case 'assert':
        this.out += 'assert ';
        this.body(node.condition, level, used + 7, 1);
        this.out += ';';
        this.newline(level);
        return this.tailBody(node.body, level, tail);
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

  /** The same where the opener stays on the line: only there a `with` keeps its body beside it. */
  private opened(node: NixNode, level: number, used: number, tail: number): void {
    if (node.kind === 'with') this.withScope(node, level, used, tail, true);
    else this.broken(node, level, used, tail);
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
    if (opensAfterHead(node, this.forcing)) this.opened(node, level, used + 1, 1);
    else if (node.kind === 'call') this.call(node, level, used + 1, 1, true);
    else if (node.kind === 'select') {
      this.select(node, level, used + 1, 0);
      this.newline(level);
    } else this.inParens(node, level);
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
    const indent = pad(level);
    for (let i = 0; i < bindings.length; i++) {
      const binding = bindings[i];
      if (binding.kind === 'inherit') {
        this.inherit(binding, level);
        continue;
      }
      const value = this.comments(binding.value, level, i === 0);
      const head = flatPath(binding.path, this.forcing);
      this.out += indent;
      if (head === undefined) {
        this.path(binding.path, level);
        this.out += ' =';
        this.value(value, level, LIMIT, false);
      } else {
        this.out += head + ' =';
        this.value(value, level, width(head) + 2, isPlainHead(binding.path, head));
      }
      this.out += ';\n';
    }
  }

  private inherit(binding: Extract<Binding, { kind: 'inherit' }>, level: number): void {
    const source = binding.from === undefined ? '' : parenthesised(flat(binding.from, Position.ALONE, LIMIT, this.forcing));
    const names = binding.names.map(escapeKey);
    const line = `inherit ${source}${names.join(' ')};`;
    this.out += pad(level);
    if (names.length <= INHERITED_IN_LINE && source !== undefined && width(line) <= LIMIT) {
      this.out += line + '\n';
      return;
    }
    this.out += 'inherit';
    if (source !== undefined) this.out += ` ${source}`.trimEnd();
    else if (binding.from !== undefined) {
      this.newline(level + 1);
      this.parens(bare(binding.from, this.forcing), level + 1, 0);
    }
    for (const name of names) this.out += `\n${pad(level + 1)}${name}`;
    this.out += `\n${pad(level + 1)};\n`;
  }

  private list(node: Of<'list'>, level: number): void {
    if (level > MAX_LEVEL) throw tooDeep(MAX_LEVEL);
    this.out += '[\n';
    for (let i = 0; i < node.items.length; i++) {
      const item = this.comments(node.items[i], level + 1, i === 0);
      this.out += pad(level + 1);
      this.item(item, level + 1);
      this.out += '\n';
    }
    this.out += pad(level) + ']';
  }

  /** Writes the comments of a binding or a list item above it, and says what is below them. */
  private comments(node: NixNode, level: number, first: boolean): NixNode {
    let inner = this.forcing.force(node);
    for (let outermost = true; inner.kind === 'commented'; outermost = false) {
      if (inner.blankBefore && outermost && !first) this.out += '\n';
      this.comment(inner.comment, level);
      inner = this.forcing.force(inner.node);
    }
    return inner;
  }

  /** Comment lines; a line break in the text begins another one. */
  public comment(lines: readonly string[], level: number): void {
    for (const line of lines.flatMap((text) => text.split(/\r\n|[\n\r]/))) {
      this.out += `${pad(level)}# ${line.replaceAll('\t', ' ')}`.trimEnd() + '\n';
    }
  }

  private path(path: AttrPath, level: number): void {
    for (let i = 0; i < path.length; i++) {
      const key = path[i];
      if (i > 0) this.out += '.';
      if (typeof key === 'string') this.out += escapeKey(key);
      else this.interpolation(key, level, LIMIT);
    }
  }

  // Calls and functions --------------------------------------------------------------------------------------------------------------

  /**
   * A call that does not fit: one argument opens in place (`lib.mkIf x {`) and the others stay beside it; failing that, every argument
   * that does not fit beside the function gets a line of its own.
   */
  private call(node: Of<'call'>, level: number, used: number, tail: number, inParens: boolean): void {
    const { callee, args } = uncurried(node, this.forcing);
    const opening = this.breakable(node, used, tail);
    if (opening === undefined) {
      if (isSimpleCall(node, this.forcing)) this.simpleCall(callee, args, level);
      else this.spread(node, level, used, tail, inParens);
      return;
    }
    this.out += flat(callee, Position.OPERAND, ENDLESS, this.forcing);
    args.forEach((arg, i) => {
      this.out += ' ';
      if (i !== opening) this.out += flat(arg, Position.ITEM, ENDLESS, this.forcing);
      else this.openArgument(bare(arg, this.forcing), level, i === args.length - 1);
    });
  }

  /** Stays beside its function, however long; only a last argument in parentheses may open them. */
  private simpleCall(callee: NixNode, args: readonly NixNode[], level: number): void {
    this.out += flat(callee, Position.OPERAND, ENDLESS, this.forcing);
    args.forEach((arg, i) => {
      const inner = bare(arg, this.forcing);
      const opens = i === args.length - 1 && (opensInPlace(inner) || needsParens(inner, Position.ITEM));
      this.out += ' ';
      if (opens) this.openArgument(inner, level, true);
      else this.out += flat(inner, Position.ITEM, ENDLESS, this.forcing);
    });
  }

  /** Which argument opens in place: the last one that can, if all others fit on the lines of its opener and its closer. */
  private breakable(node: Of<'call'>, used: number, tail: number): number | undefined {
    const { callee, args } = uncurried(node, this.forcing);
    const inner = args.map((arg) => bare(arg, this.forcing));
    const last = inner.length - 1;
    if (last > 0 && inner[last].kind === 'list' && inner[last - 1].kind === 'list') return undefined;
    const head = flat(callee, Position.OPERAND, LIMIT - used, this.forcing);
    if (head === undefined) return undefined;
    const widths = inner.map((arg) => flatWidth(arg, this.forcing));
    const sum = (from: number, to: number): number => widths.slice(from, to).reduce((total, one) => total + one + 1, 0);
    const first = isSimpleCall(node, this.forcing) ? last : 0;
    for (let i = last; i >= first; i--) {
      const opensParens = needsParens(inner[i], Position.ITEM) && (i === last || !isSimple(inner[i], this.forcing));
      if (!opensInPlace(inner[i]) && !opensParens) continue;
      const before = used + width(head) + sum(0, i) + 1 + this.argumentOpener(inner[i], i === last);
      const after = 1 + sum(i + 1, inner.length) + tail;
      if (before <= LIMIT && after <= LIMIT) return i;
    }
    return undefined;
  }

  private argumentOpener(arg: NixNode, last: boolean): number {
    if (opensInPlace(arg)) return openerWidth(arg);
    if (arg.kind === 'lambda' && (last ? hugsParens(arg, this.forcing) : opensAfterHead(arg, this.forcing))) return 1 + this.headWidth(arg);
    if (last && arg.kind === 'call' && hugsParens(arg, this.forcing)) {
      return 2 + flatWidth(arg.callee, this.forcing) + openerWidth(bare(arg.args[0], this.forcing));
    }
    return 1;
  }

  private openArgument(arg: NixNode, level: number, last: boolean): void {
    if (opensInPlace(arg)) return this.broken(arg, level, 0, 0);
    if (!last) return this.parens(arg, level, 0);
    this.out += '(';
    if (hugsParens(arg, this.forcing)) this.broken(arg, level, 0, 1);
    else this.inParens(arg, level);
    this.out += ')';
  }

  private spread(node: Of<'call'>, level: number, used: number, tail: number, inParens: boolean): void {
    const { callee, args } = uncurried(node, this.forcing);
    let text = flat(callee, Position.OPERAND, LIMIT - used, this.forcing);
    let placed = 0;
    if (text === undefined) {
      this.operand(callee, Position.OPERAND, level, used, 0);
    } else {
      while (placed < args.length - 1) {
        const arg: string | undefined = flat(args[placed], Position.ITEM, LIMIT - used - width(text) - 1, this.forcing);
        if (arg === undefined) break;
        text += ` ${arg}`;
        placed++;
      }
      this.out += text;
    }
    for (; placed < args.length; placed++) {
      this.newline(level + 1);
      const last = placed === args.length - 1;
      this.argument(bare(args[placed], this.forcing), level + 1, last, last && !inParens ? tail : 0);
    }
    if (inParens) this.newline(level);
  }

  /** An argument on a line of its own. */
  private argument(arg: NixNode, level: number, last: boolean, tail: number): void {
    const text = flat(arg, Position.ITEM, LIMIT - tail, this.forcing);
    if (text !== undefined) this.out += text;
    else if (needsParens(arg, Position.ITEM)) this.openArgument(arg, level, last);
    else this.broken(arg, level, 0, 0);
  }

  private lambda(node: Of<'lambda'>, level: number, used: number, tail: number): void {
    if (node.parameter.kind === 'pattern') {
      this.pattern(node.parameter, level);
      this.out += ':';
      this.newline(level);
      return this.tailBody(node.body, level, tail);
    }
    const { names, body } = singleParameters(node, this.forcing);
    const head = `${names.join(': ')}:`;
    this.out += head;
    if (opensAfterHead(body, this.forcing)) {
      this.out += ' ';
      return this.opened(body, level, used + head.length + 1, tail);
    }
    this.newline(level);
    this.tailBody(body, level, tail);
  }

  private pattern(parameter: Extract<Parameter, { kind: 'pattern' }>, level: number): void {
    const { formals, ellipsis, alias } = parameter;
    if (alias !== undefined) this.out += `${alias}@`;
    const names = ellipsis ? [...formals.map(({ name }) => name), '...'] : formals.map(({ name }) => name);
    const line = names.length === 0 ? '{ }' : `{ ${names.join(', ')} }`;
    const plain = formals.length <= FORMALS_IN_LINE && formals.every(({ fallback }) => fallback === undefined);
    if (plain && line.length + (alias?.length ?? 0) + 2 <= LIMIT) {
      this.out += line;
      return;
    }
    this.out += '{';
    for (const { name, fallback } of formals) {
      this.newline(level + 1);
      this.out += name;
      if (fallback !== undefined) {
        this.out += ' ?';
        this.value(fallback, level + 1, name.length + 2, true);
      }
      this.out += ',';
    }
    if (ellipsis) this.out += `\n${pad(level + 1)}...`;
    this.newline(level);
    this.out += '}';
  }

  // Scopes, choices, operators -------------------------------------------------------------------------------------------------------

  private letIn(node: Of<'let'>, level: number, tail: number): void {
    if (node.bindings.length === 0) return this.body(node.body, level, 0, tail);
    this.out += 'let\n';
    this.bindings(node.bindings, level + 1);
    this.out += pad(level) + 'in';
    this.newline(level);
    this.tailBody(node.body, level, tail);
  }

  private withScope(node: Of<'with'>, level: number, used: number, tail: number, hugs: boolean): void {
    this.out += 'with ';
    this.body(node.scope, level, used + 5, 1);
    this.out += ';';
    const body = bare(node.body, this.forcing);
    if (hugs && opensInPlace(body)) {
      this.out += ' ';
      return this.broken(body, level, 0, tail);
    }
    this.newline(level);
    this.tailBody(body, level, tail);
  }

  private ifElse(node: Of<'if'>, level: number, used: number, tail: number): void {
    const condition = flat(node.condition, Position.ALONE, LIMIT - used - 'if  then'.length, this.forcing);
    if (condition !== undefined) this.out += `if ${condition} then`;
    else {
      this.out += 'if';
      this.newline(level + 1);
      this.body(node.condition, level + 1, 0, 0);
      this.newline(level);
      this.out += 'then';
    }
    this.newline(level + 1);
    this.body(node.yes, level + 1, 0, 0);
    this.newline(level);
    this.out += 'else';
    const no = bare(node.no, this.forcing);
    if (no.kind === 'if') {
      this.out += ' ';
      return this.ifElse(no, level, 'else '.length, tail);
    }
    this.newline(level + 1);
    this.body(no, level + 1, 0, tail);
  }

  /** One operand a line, the operator first. */
  private binary(node: Of<'binary'>, level: number, used: number, tail: number): void {
    const operands = operandsOf(node, this.forcing.force);
    if (COMPARISONS.has(node.operator)) return this.comparison(node, level, used, tail);
    operands.forEach((operand, i) => {
      const last = i === operands.length - 1;
      if (i > 0) {
        this.newline(level);
        this.out += `${node.operator} `;
      }
      this.operand(operand, operandPosition(operand, node.operator), level, i === 0 ? used : node.operator.length + 1, last ? tail : 0);
    });
  }

  /** The operator of a comparison moves to the next line only when what follows does not begin beside it. */
  private comparison(node: Of<'binary'>, level: number, used: number, tail: number): void {
    const left = flatWidth(node.left, this.forcing);
    const right = bare(node.right, this.forcing);
    const room = LIMIT - (left === Infinity ? 1 : used + left) - node.operator.length - 2;
    const begins = opensInPlace(right)
      ? openerWidth(right) <= room
      : flat(right, Position.OPERAND, room - tail, this.forcing) !== undefined;
    this.operand(node.left, Position.OPERAND, level, used, 0);
    if (begins) this.out += ' ';
    else this.newline(level);
    this.out += `${node.operator} `;
    this.operand(right, Position.OPERAND, level, begins ? LIMIT - room : node.operator.length + 1, tail);
  }

  /** `x // {`: a value that extends another one with a set or a list on its right. */
  private joined(node: Of<'binary'>, level: number): void {
    this.out += `${flat(node.left, Position.OPERAND, ENDLESS, this.forcing)} ${node.operator} `;
    this.broken(bare(node.right, this.forcing), level, 0, 0);
  }

  private joins(node: Of<'binary'>, used: number): boolean {
    if (!JOINING.has(node.operator)) return false;
    const right = bare(node.right, this.forcing);
    if (!opensInPlace(right) || operandsOf(node, this.forcing.force).length > 2) return false;
    const left = flat(node.left, Position.OPERAND, LIMIT - used, this.forcing);
    return left !== undefined && used + width(left) + node.operator.length + 2 + openerWidth(right) <= LIMIT;
  }

  private select(node: Of<'select'>, level: number, used: number, tail: number): void {
    const head = flat(withoutFallback(node), Position.ALONE, LIMIT - used, this.forcing);
    if (head === undefined) {
      this.operand(node.target, Position.TARGET, level, used, 0);
      this.out += '.';
      this.path(node.path, level);
    } else {
      this.out += head;
    }
    if (node.fallback === undefined) return;
    const fallback = bare(node.fallback, this.forcing);
    const column = head === undefined ? LIMIT : used + width(head) + ' or '.length;
    const whole = flatWidth(fallback, this.forcing);
    const stiff = isSimple(fallback, this.forcing) && flat(fallback, Position.ITEM, ENDLESS, this.forcing) !== undefined;
    const begins = column + (stiff || whole + 'or '.length + tail <= LIMIT ? whole + tail : openerWidth(fallback)) <= LIMIT;
    if (begins) this.out += ' or ';
    else {
      this.newline(level + 1);
      this.out += 'or ';
    }
    this.operand(fallback, Position.ITEM, begins ? level : level + 1, begins ? column : 'or '.length, tail);
  }

  // Text -----------------------------------------------------------------------------------------------------------------------------

  private string(node: StringNode, level: number, used: number): void {
    const parts = joinParts(node.parts);
    if (!isBlockString(node)) {
      const [quotes, escape] = isOneLineIndented(node) ? ["''", escapeIndented] : ['"', escapeText];
      this.out += quotes;
      this.line(parts, level, used + quotes.length, escape, 'quotes');
      this.out += quotes;
      return;
    }
    this.out += "''";
    const lines = linesOf(parts);
    lines.forEach((line, i) => {
      this.out += '\n';
      if (line.length === 0) return;
      this.out += pad(level + 1);
      this.line(line, level + 1, 0, escapeIndented, i === lines.length - 1 ? 'quotes' : 'newline');
    });
    if (lines[lines.length - 1].length === 0) this.out += pad(level);
    this.out += "''";
  }

  /** One line of a string; an interpolation that is long and does not fit is spread over lines of its own. */
  private line(parts: readonly StringPart[], level: number, used: number, escape: typeof escapeText, end: Follower): void {
    let column = used;
    parts.forEach((part, i) => {
      const before = this.out.length;
      if (typeof part === 'string') this.out += escape(part, i + 1 < parts.length ? 'interpolation' : end);
      else this.interpolation(part, level, column);
      column += this.out.length - before;
    });
  }

  private interpolation(node: NixNode, level: number, used: number): void {
    const text = flat(node, Position.ALONE, ENDLESS, this.forcing);
    const stays =
      text !== undefined && (width(text) <= SHORT_INTERPOLATION || isSimple(node, this.forcing) || used + width(text) + 3 <= LIMIT);
    this.out += '${';
    if (stays) this.out += text;
    else this.inParens(node, level);
    this.out += '}';
  }

  private raw(node: Of<'raw'>, level: number): void {
    const code = node.code.trim();
    if (isOneLine(code)) this.out += code;
    else if (!code.includes('#')) this.out += indentCode(code, level);
    else this.out += `(\n${pad(level + 1)}${indentCode(code, level + 1)}\n${pad(level)})`; // a comment at the end must not swallow what follows
  }
}

/** Up to three names after `inherit` and two in a pattern stay on its line. */
const INHERITED_IN_LINE = 3;
const FORMALS_IN_LINE = 2;

const withoutFallback = ({ kind, target, path }: Of<'select'>): NixNode => ({ kind, target, path });

const parenthesised = (source: string | undefined): string | undefined => (source === undefined ? undefined : `(${source}) `);

/** An interpolation up to this width is never spread over lines. */
const SHORT_INTERPOLATION = 30;

const JOINING: ReadonlySet<string> = new Set(['//', '++', '+']);

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** A path of at most four keys, none of them quoted: its value does not move to the next line just because it is long. */
function isPlainHead(path: AttrPath, head: string): boolean {
  if (path.length === 1) return path[0] === head;
  return path.length <= 4 && path.every((key) => typeof key === 'string' && isIdentifier(key));
}

/** The width in one line, as an argument; endless when it has none. */
function flatWidth(node: NixNode, forcing: Forcing): number {
  const text = flat(node, Position.ITEM, LIMIT, forcing);
  return text === undefined ? Infinity : width(text);
}

function linesOf(parts: readonly StringPart[]): StringPart[][] {
  const lines: StringPart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      lines[lines.length - 1].push(part);
      continue;
    }
    part.split('\n').forEach((text, i) => {
      if (i > 0) lines.push([]);
      if (text !== '') lines[lines.length - 1].push(text);
    });
  }
  return lines;
}
