import type { IConstruct } from 'constructs';

/** Something that a construct, or the synthesis, has to say to the user. */
export interface Finding {
  readonly level: 'info' | 'warning' | 'error';
  /** Path of the construct; empty for the app itself. */
  readonly path: string;
  /** The line that made it, `bin/studio.ts:14`. */
  readonly source?: string;
  readonly text: string;
}

export const error = (construct: IConstruct, text: string): Finding => finding('error', construct, text);

export function finding(level: Finding['level'], construct: IConstruct, text: string): Finding {
  const source = sourceOf(construct);
  return { level, path: construct.node.path, text, ...(source === undefined ? {} : { source }) };
}

const SOURCE = Symbol.for('studio-cdk.source');

/** Remembers the line that made a construct. */
export function setSource(construct: IConstruct, source: string | undefined): void {
  (construct as { [SOURCE]?: string | undefined })[SOURCE] = source;
}

/** The line that made a construct, or its nearest parent: `bin/studio.ts:14`. */
export function sourceOf(construct: IConstruct): string | undefined {
  for (let at: IConstruct | undefined = construct; at; at = at.node.scope) {
    const source = (at as { [SOURCE]?: string })[SOURCE];
    if (source !== undefined) return source;
  }
  return undefined;
}

/** `bin/studio.ts:14 (studio-laptop/Kernel)`: how a construct is named in messages and in `_file`. */
export function whereabouts(construct: IConstruct, path = construct.node.path): string {
  const source = sourceOf(construct);
  const name = path || 'the app';
  return source === undefined ? name : `${source} (${name})`;
}
