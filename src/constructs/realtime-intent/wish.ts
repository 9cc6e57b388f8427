import type { Wish } from '../../assembly';
import { sourceOf, type Said } from '../../core';

/** What somebody asked for, as the manifest has it; nothing where the value is none that a machine could have. */
export function wish<T>(said: Said<unknown> | undefined, isValue: (value: unknown) => value is T): Wish<T> | undefined {
  return said && isValue(said.value) ? wished(said, said.value) : undefined;
}

/** A value that follows from what somebody asked for. */
export function wished<T>({ option, said }: Pick<Said<unknown>, 'option' | 'said'>, value: T): Wish<T> {
  const source = sourceOf(said);
  return { value, path: said.node.path, ...(source !== undefined && { source }), option };
}

/** Members that are there, by name. */
export function present<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => !isNothing(member))) as Partial<T>;
}

const isNothing = (member: unknown): boolean =>
  member === undefined || (typeof member === 'object' && member !== null && Object.keys(member).length === 0);
