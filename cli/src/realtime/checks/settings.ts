import type { Wish } from '../../../../src/assembly/realtime';
import { absent, isUnseen, ONLY_ROOT, unknown, type Facts, type Finding, type Severity } from './check';
import { compare, differs } from './compare';

/** Values that the kernel keeps as text: `vm.swappiness`. */
export interface Setting {
  readonly name: string;
  readonly isGood: (value: number) => boolean;
  readonly otherwise: Severity;
  readonly opinion: string;
  readonly text?: (value: number) => string;
}

/** A number among the sysctls, held against what was asked for. */
export function judgeSetting(facts: Facts, { name, isGood, otherwise, opinion, text = String }: Setting): Finding {
  const value = settingOf(facts, name);
  if (value === undefined) return missing(facts, name);
  const runs = Number(value);
  if (value === '' || !Number.isFinite(runs)) return unknown(`${name} is «${value}», which is no number`, 'Look at it by hand.');
  const wish = facts.asked.sysctls?.[name];
  if (wish && !Number.isFinite(Number(wish.value))) return judgeWish(facts, name, wish);
  const number = wish && { ...wish, value: Number(wish.value) };
  return compare({ runs, wish: number, isGood: isGood(runs), otherwise, opinion, text });
}

/** Any other one, which is only as good as the wish. */
export function judgeWish(facts: Facts, name: string, wish: Wish<number | string>): Finding {
  const runs = settingOf(facts, name);
  if (runs === undefined) return { ...unknown(`${name} is not to be seen`, `Look at it by hand: sysctl ${name}`), wish };
  const asked = spaced(String(wish.value));
  return runs === asked ? { status: 'ok', found: `${name} ${runs}`, wish } : differs({ now: `${name} is ${runs}`, wish, asked });
}

const missing = ({ is }: Facts, name: string): Finding =>
  isUnseen(is, 'sysctls') || isUnseen(is, name) ? unknown(`${name} is not to be seen`, ONLY_ROOT) : absent(`this kernel has no ${name}`);

function settingOf({ is }: Facts, name: string): string | undefined {
  const value = Object.hasOwn(is.sysctls, name) ? is.sysctls[name] : undefined;
  return value === undefined ? undefined : spaced(value);
}

/** `4096	131072` and `4096 131072` are the same. */
const spaced = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');
