/**
 * The Nix language as data: one closed union of plain, readonly nodes.
 *
 * Nothing here knows how a node is printed (`printer/`), how it is made from a JavaScript value (`value.ts`) or what it is for.
 * Constructors that check their arguments are the static methods of `Nix` (`nix.ts`); code inside the library may write the literals.
 */
export type NixNode =
  // Literals
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly parts: readonly StringPart[] }
  | { readonly kind: 'indented'; readonly parts: readonly StringPart[] }
  | { readonly kind: 'path'; readonly path: string }
  // Collections
  | { readonly kind: 'list'; readonly items: readonly NixNode[] }
  | AttrsNode
  // Names and what is reached through them
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'select'; readonly target: NixNode; readonly path: AttrPath; readonly fallback?: NixNode }
  | { readonly kind: 'has'; readonly target: NixNode; readonly path: AttrPath }
  // Functions
  | { readonly kind: 'lambda'; readonly parameter: Parameter; readonly body: NixNode }
  | { readonly kind: 'call'; readonly callee: NixNode; readonly args: readonly NixNode[] }
  // Scopes
  | { readonly kind: 'let'; readonly bindings: readonly Binding[]; readonly body: NixNode }
  | { readonly kind: 'with'; readonly scope: NixNode; readonly body: NixNode }
  | { readonly kind: 'assert'; readonly condition: NixNode; readonly body: NixNode }
  // Choice and operators
  | { readonly kind: 'if'; readonly condition: NixNode; readonly yes: NixNode; readonly no: NixNode }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: NixNode }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: NixNode; readonly right: NixNode }
  // Doors
  | { readonly kind: 'raw'; readonly code: string }
  | { readonly kind: 'lazy'; readonly force: () => NixNode }
  // Layout: a comment above a list item, a binding's value or a whole file
  | { readonly kind: 'commented'; readonly comment: readonly string[]; readonly blankBefore: boolean; readonly node: NixNode };

/** Text, or a node that stands in `${…}`. */
export type StringPart = string | NixNode;

/** One segment of an attribute path: a key, or a node for `${…}`. */
export type AttrKey = string | NixNode;
export type AttrPath = readonly AttrKey[];

export interface AttrsNode {
  readonly kind: 'attrs';
  readonly recursive: boolean;
  readonly bindings: readonly Binding[];
}

export type Binding =
  | { readonly kind: 'bind'; readonly path: AttrPath; readonly value: NixNode }
  | { readonly kind: 'inherit'; readonly from?: NixNode; readonly names: readonly string[] };

export type Parameter =
  | { readonly kind: 'single'; readonly name: string }
  | {
      readonly kind: 'pattern';
      readonly formals: readonly { readonly name: string; readonly fallback?: NixNode }[];
      readonly ellipsis: boolean;
      /** The name in `name@{ … }`. */
      readonly alias?: string;
    };

export type UnaryOperator = '!' | '-';
export type BinaryOperator = '->' | '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '//' | '+' | '-' | '*' | '/' | '++';

/** The key under which a `Nix` holds its node. Registered, so that two copies of the library in one program understand each other. */
export const NODE: unique symbol = Symbol.for('studio-cdk.nix.node');
