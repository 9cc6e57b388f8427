import { badPlace } from './errors';

/** `[USER@]HOST[:PORT]`, as people type it. An address with colons stands in brackets where a port follows. */
export interface Place {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

export function parsePlace(given: string): Place {
  const [, user, inBrackets, plain, port] = /^(?:([^@\s]+)@)?(?:\[([0-9a-fA-F:.%\w]+)\]|([^\s[\]@]+?))(?::(\d+))?$/.exec(given) ?? [];
  const address = /^[0-9a-fA-F]*:[0-9a-fA-F:]*(%\w+)?$/.exec(given.slice(user === undefined ? 0 : user.length + 1))?.[0];
  const host = address ?? inBrackets ?? plain;
  if (host === undefined || !/^[\w][\w.:%-]*$|^::/.test(host) || user?.startsWith('-')) throw badPlace(given);
  const number = address === undefined && port !== undefined ? Number(port) : undefined;
  if (number !== undefined && (number < 1 || number > 65535)) throw badPlace(given);
  return { host, ...(user !== undefined && { user }), ...(number !== undefined && { port: number }) };
}
