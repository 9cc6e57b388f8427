import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Connection, RemoteCommand } from './connection';
import { noSudo, sudoFailed, sudoNeedsPassword, sudoPasswordWrong } from './rights-errors';
import type { OwnedCommand } from './running';
import type { Secrets } from './secrets';
import { passwordFrom } from './sudo-password';

export interface ElevateOptions {
  readonly secrets: Secrets;
  /** Where the password is: a file, or `-` for the standard input. @default the user is asked */
  readonly passwordFile?: string;
  /** A harmless call that a user with few rights may do with `sudo -n`, where they may not do all. */
  readonly allowed?: readonly string[];
}

/**
 * The same connection, whose programs run as root. For somebody who is root it is the connection itself; for others it goes through sudo, and if
 * sudo wants a password, it is asked for once and tried before anything else is done.
 *
 * @throws ConnectionError that says why not
 */
export async function elevated(connection: Connection, options: ElevateOptions): Promise<Connection> {
  if (connection.user === 'root') return connection;
  const { stdout, stderr } = await connection.run({ argv: ['sh', '-c', PROBE, 'sh', ...(options.allowed ?? [])], timeoutMs: PATIENCE_MS });
  const [answer, sudo = 'sudo'] = stdout.trim().split('\n');
  if (answer === 'root') return connection;
  if (answer === 'absent') throw noSudo(connection.label);
  if (answer === 'free') {
    const asRoot = (argv: readonly string[]): readonly string[] => [sudo, '-n', '--', ...argv];
    return { ...through(connection, (command) => ({ ...command, argv: asRoot(command.argv) })), asRoot };
  }
  if (answer !== 'asks') throw sudoFailed(connection.label, stderr || stdout);
  const password = await verifiedPassword(connection, sudo, options);
  return through(connection, (command) => withPassword(command, sudo, password));
}

/** A second factor may be asked for by other means: somebody has to put a finger somewhere. */
const PATIENCE_MS = 60_000;

/** What sudo says is for its own language only. On NixOS it is in a folder that not every PATH has. */
const PROBE = `
PATH=$PATH:/run/wrappers/bin:/usr/bin:/bin
[ "$(id -u)" != 0 ] || { echo root; exit; }
sudo=$(command -v sudo) || { echo absent; exit; }
if "$sudo" -n true 2>/dev/null || { [ $# -gt 0 ] && "$sudo" -n -- "$@" >/dev/null 2>&1; }; then echo free; else echo asks; fi
echo "$sudo"`;

function verifiedPassword(connection: Connection, sudo: string, { secrets, passwordFile }: ElevateOptions): Promise<string> {
  const { label } = connection;
  return secrets.once(`sudo ${label}`, async () => {
    const verified = async (password: string): Promise<string | undefined> =>
      (await isPassword(connection, sudo, password)) ? password : undefined;
    if (passwordFile !== undefined) {
      const password = await verified(await passwordFrom(passwordFile, secrets));
      if (password === undefined) throw sudoPasswordWrong(label, `the one from ${passwordFile} is wrong`);
      return password;
    }
    if (!secrets.person.isThere) throw sudoNeedsPassword(label);
    const password = await secrets.askFor(`Password of ${label} for sudo: `, verified);
    if (password === undefined) throw sudoPasswordWrong(label, 'none of the three was right');
    return password;
  });
}

async function isPassword(connection: Connection, sudo: string, password: string): Promise<boolean> {
  const argv = ['env', 'LC_ALL=C', sudo, '-k', '-S', '-p', '', '--', 'true'];
  const { code, stderr } = await connection.run({ argv, input: `${password}\n`, timeoutMs: PATIENCE_MS });
  if (code === 0) return true;
  if (/incorrect password|try again|no password was provided/i.test(stderr)) return false;
  throw sudoFailed(connection.label, stderr);
}

/**
 * The password is the first line of the input, and nowhere else. But sudo does not read it where a rule of its own lets this one program run without:
 * then the program would. So a line of ours follows, and all up to that is taken away before the program starts.
 */
function withPassword(command: RemoteCommand, sudo: string, password: string): RemoteCommand {
  const mark = `cdk-${randomBytes(12).toString('hex')}`;
  const argv = [sudo, '-k', '-S', '-p', '', '--', 'sh', '-c', SKIP, 'sh', mark, ...command.argv];
  return { ...command, argv, input: joined(Buffer.from(`${password}\n${mark}\n`), command.input) };
}

const SKIP = 'IFS= read -r line; [ "$line" = "$1" ] || IFS= read -r line; unset line; shift; exec "$@"';

function joined(head: Buffer, rest: RemoteCommand['input']): Buffer | Readable {
  if (rest === undefined) return head;
  if (typeof rest === 'string' || Buffer.isBuffer(rest)) return Buffer.concat([head, Buffer.from(rest)]);
  return Readable.from(
    (async function* () {
      yield head;
      yield* rest;
    })(),
    { objectMode: false },
  );
}

/** What runs as root can only be ended by root. */
function through(connection: Connection, asRoot: (command: RemoteCommand) => RemoteCommand): Connection {
  return {
    label: connection.label,
    user: 'root',
    login: connection,
    closed: connection.closed,
    run: (command) => {
      const owned: OwnedCommand = { ...asRoot(command), endWith: (argv) => asRoot({ argv }) };
      return connection.run(owned);
    },
    close: () => connection.close(),
  };
}
