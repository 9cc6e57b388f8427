import type { Destination } from './connection';

/** One hop of ProxyJump: `[user@]host[:port]`, an IPv6 address in brackets, or `ssh://…` (ssh_config(5)). */
export function hopOf(text: string): Destination {
  const bare = text.replace(/^ssh:\/\//, '').replace(/\/$/, '');
  const [, user, bracketed, name, port] = /^(?:(.*)@)?(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(bare) ?? [];
  return { host: bracketed ?? name ?? bare, ...(user && { user }), ...(port && { port: Number(port) }) };
}
