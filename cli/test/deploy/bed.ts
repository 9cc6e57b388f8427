import { join, resolve } from 'node:path';
import type { Bed, Running } from '../../../test/bed';
import type { Studio } from '../../../test/bed/studio';
import type { DeployEvent, Phase } from '../../src/deploy/events';
import type { Outcome } from '../../src/deploy/outcome';
import type { DriveRequest } from './drive';

const DRIVER = resolve(__dirname, 'drive.ts');
const NODE = [process.execPath, '-r', 'tsx/cjs'];

/** A deployment that runs, or has run. */
export class Deploy {
  public constructor(public readonly process: Running) {}

  /** Settles when it says that it is in this phase. */
  public async reaches(phase: Phase): Promise<void> {
    await this.process.waitFor(`"phase":"${phase}"`);
  }

  public async ended(): Promise<Ended> {
    const { stdout, stderr } = await this.process.ended;
    const events = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as DeployEvent);
    const outcomes = events.filter((event) => event.type === 'outcome').map(({ outcome }) => outcome);
    if (outcomes.length === 0) throw new Error(`It did not say how it ended:\n${stdout}${stderr}`);
    return new Ended(events, outcomes);
  }
}

export class Ended {
  public constructor(
    public readonly events: readonly DeployEvent[],
    public readonly outcomes: readonly Outcome[],
  ) {}

  public get outcome(): Outcome {
    return this.outcomes.at(-1)!;
  }

  /** What is said of the outcome, if there is anything to say. */
  public get reason(): string {
    return 'reason' in this.outcome ? this.outcome.reason : '';
  }

  public get phases(): readonly Phase[] {
    return this.events.filter((event) => event.type === 'phase').map(({ phase }) => phase);
  }

  public get log(): readonly string[] {
    return this.events.filter((event) => event.type === 'log').map(({ line }) => line);
  }

  /** For messages of assertions. */
  public get story(): string {
    return this.events.map((event) => JSON.stringify(event)).join('\n');
  }
}

export type Request = Omit<DriveRequest, 'project' | 'stack' | 'options'> & { readonly options?: Partial<DriveRequest['options']> };

/** Synthesises the studio and starts a deployment of one of its machines, where the operator sits. */
export async function startDeploy(bed: Bed, { folder }: Studio, stack: string, request: Request = {}): Promise<Deploy> {
  const env = { STUDIO_CDK_OUTPUT: join(folder, 'cdk.out') };
  const { code, stderr } = await bed.operator.run([...NODE, 'bin/studio.ts'], { cwd: folder, env });
  if (code !== 0) throw new Error(`The studio's program does not run:\n${stderr}`);
  const all: DriveRequest = { project: folder, stack, ...request, options: { goal: 'switch', ...request.options } };
  return new Deploy(
    bed.operator.spawn([...NODE, DRIVER, JSON.stringify(all)], { cwd: resolve(__dirname, '..', '..'), timeoutMs: 100_000 }),
  );
}

export const deploy = async (bed: Bed, studio: Studio, stack: string, request: Request = {}): Promise<Ended> =>
  (await startDeploy(bed, studio, stack, request)).ended();
