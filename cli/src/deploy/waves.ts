import type { StackEntry } from '../../../src/assembly/manifest';
import { isFine, type Outcome } from './outcome';
import { unknownTag } from './select-machines';

/** When the turn of a machine comes. */
export interface Turn {
  readonly name: string;
  /** Those of the selection that must be fine first, also where a stack between them was not selected. */
  readonly after: readonly string[];
  /** Begins when all of the stages before it are fine. */
  readonly stage: number;
}

/** How far each machine is; one without an entry has not begun. */
export type Progress = ReadonlyMap<string, 'running' | Outcome>;

export interface Due {
  readonly start: readonly string[];
  /** Whose turn will never come, and why. */
  readonly skip: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The order of a run. The first stage are the machines with the first tag, and so on; those with none of the tags come last. What a machine
 * depends on comes no later than the machine itself, so a dependency moves forward to the stage that needs it.
 *
 * @param selected in the manifest's order: each after those that it depends on
 * @param all every stack of the app, in that order, too
 * @throws UserError when nobody has a tag
 */
export function turnsOf(selected: readonly StackEntry[], all: readonly StackEntry[], stages: readonly string[] = []): readonly Turn[] {
  for (const tag of stages) if (!selected.some(({ tags }) => tags?.includes(tag))) throw unknownTag(selected, tag);
  const chosen = new Set(selected.map(({ name }) => name));
  const before = selectedBefore(all, chosen);
  const stageOf = new Map(selected.map((stack) => [stack.name, ownStage(stack, stages)]));
  for (const { name } of [...all].reverse().filter((stack) => chosen.has(stack.name)))
    for (const earlier of before.get(name)!) stageOf.set(earlier, Math.min(stageOf.get(earlier)!, stageOf.get(name)!));
  return selected.map(({ name }) => ({ name, after: [...before.get(name)!], stage: stageOf.get(name)! }));
}

function ownStage({ tags = [] }: StackEntry, stages: readonly string[]): number {
  const stage = stages.findIndex((tag) => tags.includes(tag));
  return stage < 0 ? stages.length : stage;
}

/** For each stack all of the selection that it depends on, directly or through others. */
function selectedBefore(all: readonly StackEntry[], chosen: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>();
  for (const { name, dependencies } of all) {
    const found = dependencies.flatMap((earlier) => [...(chosen.has(earlier) ? [earlier] : []), ...(before.get(earlier) ?? [])]);
    before.set(name, new Set(found));
  }
  return before;
}

/** What to do next: as many as may run at once, in the order given. What is said to be skipped counts as ended for those behind it. */
export function due(turns: readonly Turn[], progress: Progress, concurrency: number): Due {
  const start: string[] = [];
  const skip: { name: string; reason: string }[] = [];
  const now = new Map(progress);
  let free = concurrency - [...now.values()].filter((state) => state === 'running').length;
  for (const turn of inOrder(turns)) {
    if (now.has(turn.name)) continue;
    const obstacle = obstacleOf(turn, turns, now);
    if (obstacle !== undefined) {
      skip.push({ name: turn.name, reason: obstacle });
      now.set(turn.name, { kind: 'skipped', reason: obstacle });
    } else if (free > 0 && mayBegin(turn, turns, now)) {
      start.push(turn.name);
      now.set(turn.name, 'running');
      free -= 1;
    }
  }
  return { start, skip };
}

/** Stage by stage, each in the manifest's order: what is skipped is then known before those that depend on it are looked at. */
const inOrder = (turns: readonly Turn[]): readonly Turn[] => [...turns].sort((a, b) => a.stage - b.stage);

/** Why a machine's turn will never come. */
function obstacleOf({ after, stage }: Turn, turns: readonly Turn[], progress: Progress): string | undefined {
  const failed = after.find((name) => hasFailed(progress.get(name)));
  if (failed !== undefined) return `it depends on ${failed}, which did not come through`;
  const earlier = turns.filter((turn) => turn.stage < stage);
  if (!earlier.every(({ name }) => isOver(progress.get(name)))) return undefined;
  const canary = earlier.find(({ name }) => hasFailed(progress.get(name)));
  return canary && `${canary.name}, of a stage before, did not come through`;
}

const mayBegin = ({ after, stage }: Turn, turns: readonly Turn[], progress: Progress): boolean =>
  after.every((name) => isOver(progress.get(name))) && turns.every((turn) => turn.stage >= stage || isOver(progress.get(turn.name)));

const isOver = (state: 'running' | Outcome | undefined): state is Outcome => state !== undefined && state !== 'running';
const hasFailed = (state: 'running' | Outcome | undefined): boolean => isOver(state) && !isFine(state);
