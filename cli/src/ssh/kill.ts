import { randomBytes } from 'node:crypto';
import { Transform } from 'node:stream';

// sshd passes no signals on to what root runs (it has no second process that could), and OpenSSH's client knows no way to send one. So a
// program that may have to be ended says its number first, and is ended by another program.

/** The word that a program says its number with. Nobody else can say it. */
export const newMark = (): string => `cdk-${randomBytes(12).toString('hex')}`;

/** The same program, which says its number on the error stream before it begins. */
export const announced = (argv: readonly string[], mark: string): readonly string[] => ['sh', '-c', ANNOUNCE, 'sh', mark, ...argv];

const ANNOUNCE = 'echo "$1 $$" >&2; shift; exec "$@"';

/** Ends that program, and what it started: asked first, forced a second later. */
export const ending = (pid: string): readonly string[] => ['sh', '-c', END, 'sh', pid];

/** Field 5 of /proc/PID/stat is the process group (proc(5)). sshd gives each program a group of its own; if not, the program alone is ended. */
const END = `
group() { read -r line <"/proc/$1/stat" || return; set -- \${line##*) }; echo "$3"; }
exec 2>/dev/null
them=$(group "$1") us=$(group $$)
case $them in '' | 0 | 1 | "$us") them=$1 ;; *) them=-$them ;; esac
kill -s TERM -- "$them"
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -s 0 -- "$them" || exit 0; sleep 0.1; done
kill -s KILL -- "$them"`;

/** No login shell says so much before a program begins. */
const MOST_BEFORE = 64 * 1024;

/** Takes the program's number out of its error stream. */
export class NumberReader extends Transform {
  public readonly pid: Promise<string>;
  #found!: (pid: string) => void;
  /** What was said before: by a login shell, for instance. Undefined once the number was found. */
  #before: Buffer | undefined = Buffer.alloc(0);

  public constructor(private readonly mark: string) {
    super();
    this.pid = new Promise((resolve) => (this.#found = resolve));
  }

  public override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: null, data?: Buffer) => void): void {
    if (this.#before === undefined) return done(null, chunk);
    this.#before = Buffer.concat([this.#before, chunk]);
    const begin = this.#before.indexOf(`${this.mark} `);
    const end = begin < 0 ? -1 : this.#before.indexOf('\n', begin);
    if (end < 0 && this.#before.length < MOST_BEFORE) return done();
    if (end < 0) return this.#giveUp(done);
    this.#found(this.#before.toString('latin1', begin + this.mark.length + 1, end));
    const rest = Buffer.concat([this.#before.subarray(0, begin), this.#before.subarray(end + 1)]);
    this.#before = undefined;
    done(null, rest);
  }

  /** The number does not come: nothing is kept for it any longer. */
  #giveUp(done: (error?: null, data?: Buffer) => void): void {
    const said = this.#before;
    this.#before = undefined;
    done(null, said);
  }

  public override _flush(done: (error?: null, data?: Buffer) => void): void {
    done(null, this.#before);
  }
}
