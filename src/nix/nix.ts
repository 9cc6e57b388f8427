import { checkIdentifier, parseAttrPath } from './attribute-path';
import { emptyCode, noArguments, notAPart, repeatedName, unknownDefault, unknownOperator } from './errors';
import { NODE } from './node';
import type { AttrsNode, BinaryOperator, Binding, NixNode, Parameter, StringPart, UnaryOperator } from './node';
import { printExpression } from './printer';
import { checkSourcePath } from './source-path';
import { toNode } from './value';

/**
 * An expression of the Nix language, as a value.
 *
 * Wherever this library takes an option's value it takes plain JavaScript (strings, numbers, booleans, `null`, arrays, objects) or a `Nix`.
 * One needs a `Nix` for what JavaScript has no word for: a path, a package, a function, `lib.mkForce`, a value that refers to another one.
 *
 * Text that goes in as a string always comes out as a string: it can never become code. The one way to write code is `Nix.raw`.
 *
 * @example
 *
 * stack.overrideOption('boot.kernelPackages', Nix.attr(Nix.name('pkgs'), 'linuxPackages_6_18'));
 */
export class Nix {
  // Literals -----------------------------------------------------------------------------------------------------------------------

  /**
   * Any JavaScript value as Nix: objects become attribute sets, arrays lists, whole numbers integers.
   *
   * @param value what to convert; a `Nix` comes back as it is
   * @throws when the value holds something Nix has no word for (functions, NaN, infinities, NUL, lone surrogates, cycles), naming where
   */
  public static of(value: any): Nix {
    return value instanceof Nix ? value : new Nix(toNode(value));
  }

  /**
   * A string in which nodes are interpolated: `Nix.interpolate(['rt-', Nix.name('host')])` is `"rt-${host}"`.
   *
   * @param parts text, numbers and expressions in turn; text is always escaped
   */
  public static interpolate(parts: any[]): Nix {
    return new Nix({ kind: 'string', parts: stringParts(parts) });
  }

  /**
   * An indented string, `''…''`: the same text, written over several lines. Plain text of several lines that ends with a line break gets
   * this form by itself; text that the form cannot hold (a line that ends in blanks, for one) gets the other one.
   *
   * @param parts text, numbers and expressions in turn; text is always escaped
   */
  public static indented(parts: any[]): Nix {
    return new Nix({ kind: 'indented', parts: stringParts(parts) });
  }

  /**
   * A path literal: `./hardware.nix`, `../assets/x`, `/etc/machine-id`. Characters that a literal cannot hold are quoted.
   *
   * @param path starts with `./`, `../` or `/`
   * @throws when it does not
   */
  public static path(path: string): Nix {
    return new Nix({ kind: 'path', path: checkSourcePath(path) });
  }

  // Names --------------------------------------------------------------------------------------------------------------------------

  /**
   * A variable: `pkgs`, `lib`, `config`.
   *
   * @param name an identifier of the Nix language
   */
  public static name(name: string): Nix {
    return new Nix({ kind: 'name', name: checkIdentifier(name) });
  }

  /**
   * A package of the machine's nixpkgs, `pkgs.<attribute>`. `Pkg` does the same and knows the catalogue of audio software.
   *
   * @param attribute e.g. `ardour` or `pipewire.jack`
   */
  public static pkgs(attribute: string): Nix {
    return Nix.attr(Nix.name('pkgs'), attribute);
  }

  /**
   * A function or value of nixpkgs' library, `lib.<attribute>`.
   *
   * @param attribute e.g. `getExe` or `types.str`
   */
  public static lib(attribute: string): Nix {
    return Nix.attr(Nix.name('lib'), attribute);
  }

  /**
   * Selection, `target.path`, or `target.path or fallback`.
   *
   * @param target what to look into
   * @param path an attribute path such as `a.b."c.d"`
   * @param fallback the value where the path does not exist
   */
  public static attr(target: any, path: string, fallback?: any): Nix {
    const node = { kind: 'select', target: toNode(target), path: parseAttrPath(path) } as const;
    return new Nix(fallback === undefined ? node : { ...node, fallback: toNode(fallback) });
  }

  /**
   * The question whether a path exists, `target ? path`.
   *
   * @param target what to look into
   * @param path an attribute path such as `a.b."c.d"`
   */
  public static has(target: any, path: string): Nix {
    return new Nix({ kind: 'has', target: toNode(target), path: parseAttrPath(path) });
  }

  // Functions ----------------------------------------------------------------------------------------------------------------------

  /**
   * A call, `callee a b`.
   *
   * @param callee the function
   * @param args its arguments, at least one
   */
  public static call(callee: any, ...args: any[]): Nix {
    if (args.length === 0) throw noArguments();
    return new Nix({ kind: 'call', callee: toNode(callee), args: args.map((arg) => toNode(arg)) });
  }

  /**
   * A function of one parameter, `name: body`.
   *
   * @param parameter the parameter's name
   * @param body what it computes
   */
  public static fn(parameter: string, body: any): Nix {
    return Nix.lambdaOf({ kind: 'single', name: checkIdentifier(parameter) }, body);
  }

  /**
   * A function that takes a set apart, `{ a, b ? 1, ... }: body`.
   *
   * @param formals the names it takes
   * @param body what it computes
   * @param props defaults, whether more is allowed, and a name for the whole set
   */
  public static pattern(formals: string[], body: any, props: NixPatternProps = {}): Nix {
    const defaults = props.defaults ?? {};
    const repeated = formals.find((name, i) => formals.indexOf(name) !== i || name === props.alias);
    if (repeated !== undefined) throw repeatedName(repeated);
    const stray = Object.keys(defaults).find((name) => !formals.includes(name));
    if (stray !== undefined) throw unknownDefault(stray);
    return Nix.lambdaOf(
      {
        kind: 'pattern',
        formals: formals.map((name) =>
          Object.hasOwn(defaults, name)
            ? { name: checkIdentifier(name), fallback: toNode(defaults[name]) }
            : { name: checkIdentifier(name) },
        ),
        ellipsis: props.ellipsis ?? false,
        ...(props.alias === undefined ? {} : { alias: checkIdentifier(props.alias) }),
      },
      body,
    );
  }

  private static lambdaOf(parameter: Parameter, body: unknown): Nix {
    return new Nix({ kind: 'lambda', parameter, body: toNode(body) });
  }

  // Sets and scopes ----------------------------------------------------------------------------------------------------------------

  /**
   * A set whose values may refer to each other, `rec { … }`.
   *
   * @param attributes names and values
   */
  public static rec(attributes: { [name: string]: any }): Nix {
    return new Nix({ kind: 'attrs', recursive: true, bindings: bindings(attributes) });
  }

  /**
   * A set that takes names from the scope (or from another set) besides its own: `{ inherit a b; inherit (lib) c; d = 1; }`.
   *
   * @param inherited what is inherited
   * @param attributes its own names and values
   */
  public static inherit(inherited: NixInherit[], attributes: { [name: string]: any } = {}): Nix {
    const clauses = inherited
      .filter(({ names }) => names.length > 0)
      .map((clause): Binding => {
        const names = clause.names.map(checkIdentifier);
        return clause.source === undefined ? { kind: 'inherit', names } : { kind: 'inherit', from: toNode(clause.source), names };
      });
    return new Nix({ kind: 'attrs', recursive: false, bindings: [...clauses, ...bindings(attributes)] });
  }

  /**
   * Local names, `let … in body`.
   *
   * @param attributes names and values
   * @param body the expression that uses them
   */
  public static letIn(attributes: { [name: string]: any }, body: any): Nix {
    return new Nix({ kind: 'let', bindings: bindings(attributes), body: toNode(body) });
  }

  /**
   * Everything of a set as names, `with scope; body`. Prefer `attr`: a reader sees where a name comes from.
   *
   * @param scope the set
   * @param body the expression that uses its names
   */
  public static withScope(scope: any, body: any): Nix {
    return new Nix({ kind: 'with', scope: toNode(scope), body: toNode(body) });
  }

  /**
   * A condition that must hold, `assert condition; body`.
   *
   * @param condition what must be true
   * @param body the value
   */
  public static assertThat(condition: any, body: any): Nix {
    return new Nix({ kind: 'assert', condition: toNode(condition), body: toNode(body) });
  }

  /**
   * A choice, `if condition then yes else no`.
   *
   * @param condition a boolean expression
   * @param yes the value when it is true
   * @param no the value when it is false
   */
  public static ifElse(condition: any, yes: any, no: any): Nix {
    return new Nix({ kind: 'if', condition: toNode(condition), yes: toNode(yes), no: toNode(no) });
  }

  // Operators ----------------------------------------------------------------------------------------------------------------------

  /**
   * A binary operator: `->`, `||`, `&&`, `==`, `!=`, `<`, `<=`, `>`, `>=`, `//`, `+`, `-`, `*`, `/`, `++`.
   *
   * @param left the left operand
   * @param op the operator
   * @param right the right operand
   * @throws when there is no such operator
   */
  public static binary(left: any, op: string, right: any): Nix {
    return new Nix({ kind: 'binary', operator: checkOperator(op), left: toNode(left), right: toNode(right) });
  }

  /**
   * Negation: `!operand`.
   *
   * @param operand a boolean expression
   */
  public static logicalNot(operand: any): Nix {
    return Nix.unary('!', operand);
  }

  /**
   * Arithmetic negation: `-operand`.
   *
   * @param operand a number
   */
  public static negate(operand: any): Nix {
    return Nix.unary('-', operand);
  }

  private static unary(operator: UnaryOperator, operand: unknown): Nix {
    return new Nix({ kind: 'unary', operator, operand: toNode(operand) });
  }

  // The words of the NixOS module system -------------------------------------------------------------------------------------------

  /**
   * `lib.mkIf condition content`: a definition that counts only under a condition.
   *
   * @param condition a boolean expression
   * @param content the definition
   */
  public static mkIf(condition: any, content: any): Nix {
    return Nix.call(Nix.lib('mkIf'), condition, content);
  }

  /**
   * `lib.mkMerge [ … ]`: several definitions of one option.
   *
   * @param contents the definitions
   */
  public static mkMerge(contents: any[]): Nix {
    return Nix.call(Nix.lib('mkMerge'), contents);
  }

  /**
   * `lib.mkForce content`: wins over plain definitions (priority 50).
   *
   * @param content the definition
   */
  public static mkForce(content: any): Nix {
    return Nix.call(Nix.lib('mkForce'), content);
  }

  /**
   * `lib.mkDefault content`: yields to plain definitions (priority 1000).
   *
   * @param content the definition
   */
  public static mkDefault(content: any): Nix {
    return Nix.call(Nix.lib('mkDefault'), content);
  }

  /**
   * `lib.mkOverride priority content`: the lowest number wins; a plain definition has 100.
   *
   * @param priority a whole number
   * @param content the definition
   */
  public static mkOverride(priority: number, content: any): Nix {
    return Nix.call(Nix.lib('mkOverride'), priority, content);
  }

  /**
   * `lib.mkBefore content`: these list items or lines come first (order 500).
   *
   * @param content the definition
   */
  public static mkBefore(content: any): Nix {
    return Nix.call(Nix.lib('mkBefore'), content);
  }

  /**
   * `lib.mkAfter content`: these list items or lines come last (order 1500).
   *
   * @param content the definition
   */
  public static mkAfter(content: any): Nix {
    return Nix.call(Nix.lib('mkAfter'), content);
  }

  /**
   * `lib.mkOrder order content`: lower numbers come first; a plain definition has 1000.
   *
   * @param order a whole number
   * @param content the definition
   */
  public static mkOrder(order: number, content: any): Nix {
    return Nix.call(Nix.lib('mkOrder'), order, content);
  }

  // Doors --------------------------------------------------------------------------------------------------------------------------

  /**
   * Nix code, taken as it is. The only way to write code: never pass it text that comes from elsewhere.
   *
   * @param code an expression; it is put in parentheses where it needs them, and is not checked otherwise
   */
  public static raw(code: string): Nix {
    if (code.trim() === '') throw emptyCode();
    return new Nix({ kind: 'raw', code: code.trim() });
  }

  /**
   * A value that is asked for at synthesis, when every construct exists.
   *
   * @param producer is asked when the value is printed, possibly more than once; it must always answer the same
   */
  public static lazy(producer: INixProducer): Nix {
    return new Nix({ kind: 'lazy', force: () => toNode(producer.produce()) });
  }

  /** @internal */
  public static _fromNode(node: NixNode): Nix {
    return new Nix(node);
  }

  /**
   * The node, behind a symbol: data that a user read from a file can look like anything, but it cannot hold this key.
   *
   * @internal
   */
  public readonly [NODE]: NixNode;

  private constructor(node: NixNode) {
    this[NODE] = node;
  }

  /** The expression as Nix code, laid out as in a generated file. */
  public toString(): string {
    return printExpression(this[NODE]);
  }
}

/** Something that can say a value when it is asked, at synthesis. */
export interface INixProducer {
  /** The value: JavaScript or `Nix`. */
  produce(): any;
}

/** What a set-pattern function takes besides its names. */
export interface NixPatternProps {
  /**
   * Values for names that the caller leaves out.
   *
   * @default - every name is required
   */
  readonly defaults?: { [name: string]: any };

  /**
   * Whether the caller may pass more, `...`.
   *
   * @default false
   */
  readonly ellipsis?: boolean;

  /**
   * A name for the whole set, `alias@{ … }`.
   *
   * @default - none
   */
  readonly alias?: string;
}

/** One `inherit` clause. */
export interface NixInherit {
  /** The names that are inherited. */
  readonly names: string[];

  /**
   * The set they come from, `inherit (source) …`.
   *
   * @default - the surrounding scope
   */
  readonly source?: any;
}

const OPERATORS: readonly string[] = [
  '->',
  '||',
  '&&',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '//',
  '+',
  '-',
  '*',
  '/',
  '++',
] satisfies BinaryOperator[];

function checkOperator(operator: string): BinaryOperator {
  if (!OPERATORS.includes(operator)) throw unknownOperator(operator, OPERATORS);
  return operator as BinaryOperator;
}

function bindings(attributes: { [name: string]: any }): readonly Binding[] {
  const node = toNode({ ...attributes }); // a copy is a plain object, whatever the caller's is
  return (node as AttrsNode).bindings;
}

/** Whole numbers are text here: Nix itself refuses to put them into a string. */
function stringParts(parts: unknown[]): StringPart[] {
  return parts.map((part, i) => {
    const node = toNode(part);
    if (typeof part === 'string') return part;
    if (node.kind === 'int') return String(node.value);
    if (NOT_IN_STRINGS.has(node.kind)) throw notAPart(i, node.kind);
    return node;
  });
}

const NOT_IN_STRINGS: ReadonlySet<NixNode['kind']> = new Set(['null', 'bool', 'float', 'list', 'lambda']);
