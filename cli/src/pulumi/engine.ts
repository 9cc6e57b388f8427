import type { automation as automationModule } from '@pulumi/pulumi';
import type { EngineEvent, LocalWorkspaceOptions, PulumiCommand, PulumiFn, Stack } from '@pulumi/pulumi/automation';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { UserError } from '../errors';
import { Brake } from './brake';
import { complaintOf } from './complaint';
import type { StepFailures } from './failures';
import { isEngine, leaveNone } from './own-engines';
import { isLocked, noProgram, notInstalled } from './errors';

/** Where Pulumi keeps what it knows, and with which secret. */
export interface State {
  /** Holds `Pulumi.yaml` and a small file for each machine. */
  readonly folder: string;
  /** As in PULUMI_BACKEND_URL. */
  readonly backend: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Run {
  readonly stack: string;
  readonly program: PulumiFn;
  /** Told what goes wrong with each resource. */
  readonly failures?: StepFailures;
  readonly onLockTakenOver?: () => void;
  readonly signal?: AbortSignal;
}

/** What a preview counted, by what would be done: `create`, `replace`, `same` … */
export type Changes = Readonly<Partial<Record<string, number>>>;

const PROJECT = 'studio';

/** A real Pulumi engine: the program `pulumi`, driven through its Automation API. Nothing of it is loaded before this is opened. */
export class Engine {
  private setUp: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly automation: typeof automationModule,
    private readonly command: PulumiCommand,
    private readonly state: State,
  ) {}

  /** @throws UserError when the packages or the program are missing */
  public static async open(state: State): Promise<Engine> {
    const { automation } = await import('@pulumi/pulumi').catch(() => Promise.reject(notInstalled('@pulumi/pulumi')));
    await import('@pulumi/command').catch(() => Promise.reject(notInstalled('@pulumi/command')));
    const command = await automation.PulumiCommand.get().catch((error: Error) => Promise.reject(noProgram(firstLine(error.message))));
    mkdirSync(state.folder, { recursive: true });
    leaveNone();
    return new Engine(automation, command, state);
  }

  /** @throws Error that says in a line why it did not come to its end, be it for what the program threw */
  public async up(run: Run): Promise<void> {
    const brake = new Brake();
    const program = (): Promise<Record<string, unknown> | void> => run.program().finally(() => brake.soon());
    try {
      await this.with({ ...run, program }, async (stack) => {
        let hasLeftovers = false;
        const tell = teller(run);
        const onEvent = (event: EngineEvent): void => {
          tell(event);
          hasLeftovers ||= speaksOfLeftovers(event);
        };
        await stack.up({ color: 'never', onEvent, signal: brake.signal });
        if (hasLeftovers) await forgetLeftovers(stack);
      });
    } finally {
      brake.release();
    }
  }

  public async preview(run: Run): Promise<Changes> {
    const options = { color: 'never', onEvent: teller(run), ...(run.signal && { signal: run.signal }) } as const;
    return (await this.with(run, (stack) => stack.preview(options))).changeSummary;
  }

  /** A run that is gone may have left its lock; one of this computer is known to be gone when its process is. */
  private async with<T>(run: Run, work: (stack: Stack) => Promise<T>): Promise<T> {
    const stack = await this.stackOf(run);
    try {
      return await work(stack);
    } catch (error) {
      const holder = lockIn((error as Error).message);
      if (!holder) throw complaintOf(error as Error);
      if (holder.host !== hostname() || isAlive(holder.pid)) throw new UserError(isLocked(run.stack, holder.text));
      await stack.cancel();
      run.onLockTakenOver?.();
      return work(stack);
    }
  }

  /** One after the other: each writes the same `Pulumi.yaml`. */
  private async stackOf({ stack: stackName, program }: Run): Promise<Stack> {
    const { folder, backend, env } = this.state;
    const options: LocalWorkspaceOptions = {
      workDir: folder,
      pulumiCommand: this.command,
      envVars: { ...env, PULUMI_BACKEND_URL: backend, PULUMI_SKIP_UPDATE_CHECK: 'true' },
      projectSettings: {
        name: PROJECT,
        runtime: 'nodejs',
        description: 'The state of machines that «cdk deploy --engine pulumi» has deployed',
      },
      secretsProvider: 'passphrase',
    };
    const create = (): Promise<Stack> =>
      this.automation.LocalWorkspace.createOrSelectStack({ stackName, projectName: PROJECT, program }, options);
    const turn = this.setUp.then(create, create);
    this.setUp = turn.catch(() => undefined);
    return turn.catch((error: Error) => Promise.reject(complaintOf(error)));
  }
}

const teller =
  ({ failures }: Run) =>
  ({ diagnosticEvent: said }: EngineEvent): void => {
    if (said?.severity === 'error' && said.urn) failures?.said(said.urn, stripVTControlCharacters(said.message));
  };

/** A run that was killed leaves word of the steps that it was in the middle of. They were done anew, but the word stays, and is repeated for ever. */
const speaksOfLeftovers = ({ diagnosticEvent: said }: EngineEvent): boolean =>
  said?.severity === 'warning' && /\bpending operations?\b/.test(said.message);

async function forgetLeftovers(stack: Stack): Promise<void> {
  const state = await stack.exportStack();
  const { pending_operations: _, ...deployment } = state.deployment as Record<string, unknown>;
  await stack.importStack({ ...state, deployment });
}

/** `…/abc.json: created by ada@desk (pid 4711) at 2026-05-22T18:03:01+02:00` */
function lockIn(message: string): { readonly text: string; readonly host: string; readonly pid: number } | undefined {
  const [, text, host, pid] = /currently locked by[\s\S]*?: (created by [^\n]*@(\S+) \(pid (\d+)\)[^\n]*)/.exec(message) ?? [];
  return text === undefined ? undefined : { text, host: host!, pid: Number(pid) };
}

function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return isEngine(pid);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
