import { exitCodeOf, probe, runProgram } from '../child-process';
import { isOlder, versionIn } from '../doctor/version';
import { Interrupted } from '../errors';
import { noNix, tooOld } from './errors';

/** Whatever the user's settings are, for our own calls the commands are switched on. Lines instead of a bar: we make our own of them. */
const ALWAYS = ['--extra-experimental-features', 'nix-command flakes', '--log-format', 'raw'];

/** Nix said no. Each command puts that into words of its own. */
export class NixRefusal extends Error {
  public constructor(
    /** What stands after the last «error:», in one line. */
    public readonly reason: string,
    /** All that it printed to standard error. */
    public readonly said: string,
  ) {
    super(reason);
  }
}

export interface NixCall {
  readonly cwd?: string;
  /** Besides our own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends it. It then throws Interrupted. */
  readonly stop?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** The Nix of this computer. */
export class Nix {
  /**
   * @param forWhat is the subject of «… needs it»
   * @throws UserError when there is none, or one without flakes
   */
  public static async find(forWhat: string): Promise<Nix> {
    const answer = await probe('nix', ['--version']);
    const version = answer && versionIn(answer.output);
    if (version === undefined) throw noNix(forWhat);
    if (isOlder(version, '2.4')) throw tooOld(version);
    return new Nix(version);
  }

  private constructor(public readonly version: string) {}

  /**
   * Runs `nix …` to its end.
   *
   * @returns what it printed to standard output
   * @throws NixRefusal, or Interrupted when somebody pressed Ctrl-C
   */
  public run(args: readonly string[], call: NixCall = {}): Promise<string> {
    return run('nix', [...args, ...ALWAYS], call);
  }

  /** Runs `nix-store …`, for the little that has no newer command with one name in all versions. */
  public store(args: readonly string[]): Promise<string> {
    return run('nix-store', args, {});
  }

  /** Writes the lock of a flake anew: for the inputs named, or for all. The others keep their revisions, as far as they have one. */
  public async relock(folder: string, inputs: readonly string[], call: NixCall): Promise<void> {
    const flake = `path:${folder}`;
    if (!isOlder(this.version, '2.19')) await this.run(['flake', 'update', ...inputs, '--flake', flake], call);
    else if (inputs.length === 0) await this.run(['flake', 'update', flake], call);
    else await this.run(['flake', 'lock', flake, ...inputs.flatMap((input) => ['--update-input', input])], call);
  }
}

async function run(program: string, args: readonly string[], { cwd, env, stop, onLine }: NixCall): Promise<string> {
  const lines: string[] = [];
  const heard = (line: string): void => {
    lines.push(line);
    onLine?.(line);
  };
  stop?.throwIfAborted();
  const { code, signal, interrupted, output } = await runProgram({
    program,
    args,
    onComplaint: heard,
    ...(cwd !== undefined && { cwd }),
    ...(env && { env }),
    ...(stop && { stop }),
  });
  const by = interrupted ?? (signal === 'SIGINT' || stop?.aborted ? 'SIGINT' : undefined);
  if (by) throw new Interrupted(exitCodeOf(by));
  if (code !== 0) throw new NixRefusal(signal ? `it was ended by ${signal}` : reasonIn(lines, code), lines.join('\n'));
  return output;
}

/** Positions, lines of source and hints are for people who read Nix's own output. */
const ASIDE = /^(at .*:\d+:\d+:?$|\d*\||\(use '--show-trace'|\(stack trace truncated|… )/;

/** A build that failed comes first, with the end of its log; behind it stands what could not be built because of it. */
const BUILD = /^\s*error: (builder for|Cannot build)/;

function reasonIn(lines: readonly string[], code: number): string {
  const build = lines.findIndex((line) => BUILD.test(line));
  const start = Math.max(0, build >= 0 ? build : lines.findLastIndex((line) => /^\s*error:/.test(line)));
  const next = lines.findIndex((line, at) => at > start && /^\s*error:/.test(line));
  const words = lines
    .slice(start, build >= 0 && next >= 0 ? next : undefined)
    .map((line) => line.trim().replace(/^error: ?/, ''))
    .filter((line) => line !== '' && !ASIDE.test(line));
  const text = words.join(' ').replaceAll(/ (?=> |For full logs)/g, '\n  ');
  return text || `it ended with exit code ${code}`;
}
