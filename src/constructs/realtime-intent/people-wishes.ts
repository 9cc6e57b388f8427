import { isAccount, isLimit, isLimitName, type RealtimeEntry, type Wish } from '../../assembly';
import { plainOf, type OptionPlace, type PlainValue, type Said } from '../../core';
import { bare, type NixNode } from '../../nix';
import { present, wished } from './wish';

const GROUP = 'audio';

/** Who makes music on the machine, and what they may do. */
export function peopleWishes(root: OptionPlace): Pick<RealtimeEntry, 'musicians' | 'limits'> {
  return present({ musicians: musicians(root.at('users')), limits: limits(root.at('security', 'pam', 'loginLimits')) });
}

/** Members of the group audio, whichever way they were put into it. */
function musicians(users: OptionPlace): Wish<string>[] {
  const accounts = users.at('users');
  const found = new Map<string, Wish<string>>();
  const add = (name: unknown, said: Said<unknown> | undefined): void => {
    if (said && isAccount(name) && !found.has(name)) found.set(name, wished(said, name));
  };
  for (const name of accounts.names) {
    const group = accounts.in(name).at('group').plain;
    const isIn = (item: Said<NixNode>): boolean => plainOf(item.value) === GROUP;
    add(name, accounts.in(name).at('extraGroups').items(true).find(isIn) ?? (group?.value === GROUP ? group : undefined));
  }
  for (const item of users.at('groups').in(GROUP).at('members').items(true)) add(plainOf(item.value), item);
  return [...found.values()];
}

/** `{ domain = "@audio"; item = "rtprio"; type = "-"; value = "99"; }`: a hard limit is what counts, and of two the later one (limits.conf(5)). */
function limits(option: OptionPlace): Readonly<Record<string, Wish<number | 'unlimited'>>> {
  const found: Record<string, Wish<number | 'unlimited'>> = {};
  for (const entry of option.items()) {
    const { domain, item, type, value } = membersOf(entry.value);
    const limit = limitOf(value);
    const isOurs = domain === `@${GROUP}` && (type === '-' || type === 'hard' || type === undefined);
    if (isOurs && typeof item === 'string' && isLimitName(item) && isLimit(limit)) found[item] = wished(entry, limit);
  }
  return found;
}

const limitOf = (value: PlainValue | undefined): unknown =>
  value === '-1' || value === -1 || value === 'infinity'
    ? 'unlimited'
    : typeof value === 'string' && /^-?\d+$/.test(value)
      ? Number(value)
      : value;

function membersOf(node: NixNode): Readonly<Record<string, PlainValue | undefined>> {
  const set = bare(node);
  const members: Record<string, PlainValue | undefined> = {};
  if (set.kind === 'attrs')
    for (const binding of set.bindings) if (binding.kind === 'bind') members[binding.path.join('.')] = plainOf(binding.value);
  return members;
}
