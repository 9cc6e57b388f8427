import type { HealthCheckEntry, RealtimeEntry, Wish } from '../assembly';
import { toNode } from '../nix';
import { literal, type Value } from './value';

/** What a machine was asked to be, without who asked for it: `{ governor: 'performance', sysctls: { 'vm.swappiness': 10 }, … }`. */
export function realtimeValue(entry: RealtimeEntry | undefined): Value {
  return literal(toNode(valuesOf(entry ?? {})), []);
}

/** What a health check asks: `{ kind: 'tcp', host: 'localhost', port: 22, within: 30 }`. */
export function healthCheckValue({ check, within }: HealthCheckEntry): Value {
  return literal(toNode({ ...check, within }), []);
}

function valuesOf(wished: unknown): unknown {
  if (Array.isArray(wished)) return wished.map(valuesOf);
  if (isWish(wished)) return wished.value;
  return Object.fromEntries(Object.entries(wished as object).map(([name, inner]) => [name, valuesOf(inner)]));
}

const isWish = (wished: unknown): wished is Wish<unknown> =>
  typeof wished === 'object' && wished !== null && 'value' in wished && 'path' in wished;
