import { bare, definitionsIn, oneLine, PLAIN_ORDER, PLAIN_PRIORITY, type NixNode } from '../nix';

/** One definition without the words around it that say when, how strongly and in which order it counts. */
export interface Content {
  readonly node: NixNode;
  readonly priority?: number;
  readonly order: number;
  /** What decides whether it counts at all. */
  readonly condition?: string;
}

/** Code in which `lib.mkForce` and its like may hide, so that it is not known how strongly it is meant. */
const HIDDEN_WORD = /\bmk(If|Merge|Force|Default|Override|OptionDefault|VMOverride|ImageMediaOverride|Before|After|Order)\b/;

/**
 * Takes `lib.mkIf`, `lib.mkMerge`, priorities and orders off a definition. A condition that is a plain `true` or `false`, as in
 * `Nix.mkIf(forStage, …)`, is decided here.
 */
export function contents(node: NixNode): Content[] {
  if (DATA.has(node.kind)) return [{ node, order: PLAIN_ORDER }];
  const inner = bare(node);
  const [condition, content] = conditionIn(inner);
  if (condition !== undefined) return condition ? contents(content) : [];
  return definitionsIn(inner).map((definition): Content => {
    const content = { node: definition.content, order: definition.order };
    if (hidesWord(definition.content)) return { ...content, priority: -Infinity, condition: oneLine(definition.content) };
    return {
      ...content,
      ...(definition.priority === PLAIN_PRIORITY ? {} : { priority: definition.priority }),
      ...(definition.conditional ? { condition: oneLine(inner) } : {}),
    };
  });
}

/** `lib.mkIf true x` → true and x. */
function conditionIn(node: NixNode): [boolean, NixNode] | [undefined, undefined] {
  if (node.kind !== 'call' || node.args.length !== 2 || oneLine(node.callee) !== 'lib.mkIf') return [undefined, undefined];
  const condition = bare(node.args[0]!);
  return condition.kind === 'bool' ? [condition.value, node.args[1]!] : [undefined, undefined];
}

function hidesWord(node: NixNode): boolean {
  return OPAQUE.has(node.kind) && HIDDEN_WORD.test(oneLine(node));
}

/** Kinds of values that are what they are: nearly all. */
const DATA: ReadonlySet<NixNode['kind']> = new Set(['null', 'bool', 'int', 'float', 'string', 'path', 'list', 'attrs']);

/** Kinds of code whose value may be a definition that says how strongly it is meant. */
const OPAQUE: ReadonlySet<NixNode['kind']> = new Set(['raw', 'call', 'let', 'with', 'if', 'assert', 'binary']);
