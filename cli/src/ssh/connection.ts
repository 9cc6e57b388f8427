import type { Readable } from 'node:stream';

/** An open way to a machine, whatever carries it (ssh2 or OpenSSH). The rest of the command line knows no more of ssh than this. */
export interface Connection {
  /** Who and where, for people: `root@studio-laptop.local`, with `:2222` where the port is not 22. */
  readonly label: string;
  /** Who logged in. */
  readonly user: string;
  /** Where sudo gives root's rights without a password: the program that who logged in has to start for this one to run as root. */
  readonly asRoot?: (argv: readonly string[]) => readonly string[];
  /** The same connection with no more rights than who logged in has. Absent: it is that itself. */
  readonly login?: Connection;
  /** Settles when the connection is gone, with the reason if somebody else ended it. Never rejects. */
  readonly closed: Promise<Error | undefined>;

  /**
   * Runs a program to its end. Its exit code is part of the result, not an error.
   *
   * @throws ConnectionLost when the connection ends first, and Error by the name of `AbortError` when `signal` says so
   */
  run(command: RemoteCommand): Promise<RemoteResult>;

  close(): Promise<void>;
}

export interface RemoteCommand {
  /** The program and its arguments. Each is quoted, so none of them is ever read as code by the shell on the other side. */
  readonly argv: readonly string[];
  /** What the program reads. @default nothing: its standard input is at its end */
  readonly input?: string | Buffer | Readable;
  /** Given each line as it comes, terminal escapes made harmless. That stream is then not part of the result. */
  readonly onLine?: (line: string, stream: 'out' | 'err') => void;
  /** How many bytes of either stream are kept; a program that says more is stopped. @default 8 MiB */
  readonly mostOutput?: number;
  /** Ends the run (and the program) after so many milliseconds. @default never */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface RemoteResult {
  /** 255 where a signal ended it. */
  readonly code: number;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where to, as the stack says; everything else comes from the user's own ssh configuration. */
export interface Destination {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  /** Fingerprints (`SHA256:…`) that the machine's host key must be one of. They replace known_hosts. */
  readonly hostKeys?: readonly string[];
}

export interface ConnectOptions {
  readonly signal?: AbortSignal;
  /** A connection on which nothing is heard for so many milliseconds is lost. @default what the user's configuration says, or 40 s */
  readonly silenceMs?: number;
}

/** Opens a new connection each time it is called; they share nothing but what the user typed. */
export type Connect = (destination: Destination, options?: ConnectOptions) => Promise<Connection>;
