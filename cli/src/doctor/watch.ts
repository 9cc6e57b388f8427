import { setTimeout as wait } from 'node:timers/promises';
import { fit } from '../deploy/view/fit';
import { Region } from '../deploy/view/region';
import { headOf } from '../realtime/render/table-view';
import { isQuiet, painter, SIGNS } from '../realtime/render/signs';
import { jsonText } from '../render/json-text';
import { harmless } from '../ssh/harmless';
import type { Output } from '../terminal';
import { answerOf } from './answer';
import type { Examined } from '../realtime/render/examined';

/** Something that is shown each look. */
export interface Watching {
  show(examined: readonly Examined[]): void;
  end(): void;
}

/** Looks again and again until the signal says that it is enough. @returns the last look */
export async function watch(
  look: () => Promise<readonly Examined[]>,
  seconds: number,
  view: Watching,
  signal: AbortSignal,
): Promise<readonly Examined[] | undefined> {
  let last: readonly Examined[] | undefined;
  try {
    while (!signal.aborted) {
      const examined = await look();
      if (signal.aborted) break; // what was cut off says nothing about the machines
      view.show((last = examined));
      await wait(seconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    view.end();
  }
  return last;
}

/** The same lines of the screen, drawn again: as much as fits, the worst of it. */
export function screen(out: Output, clock: () => Date = () => new Date()): Watching {
  const region = new Region(out);
  let frame: readonly string[] = [];
  return {
    show(examined) {
      frame = frameOf(examined, out, clock());
      region.show(frame);
    },
    // what was seen last stays to be read
    end: () => undefined,
  };
}

export function frameOf(examined: readonly Examined[], out: Pick<Output, 'paint' | 'rows' | 'columns'>, now: Date): readonly string[] {
  const { paint, columns } = out;
  const lines = examined.flatMap((one) => [
    ...headOf(one, out),
    ...(one.seen?.results ?? [])
      .filter(({ status }) => !isQuiet(status))
      .map(({ status, title, id, found }) => `  ${painter(status, paint)(SIGNS[status])} ${fit(`${title ?? id}: ${found}`, columns - 4)}`),
  ]);
  const room = Math.max(3, out.rows - 3);
  const shown = lines.length > room ? [...lines.slice(0, room - 1), paint.dim(`  and ${lines.length - room + 1} lines more`)] : lines;
  return [...shown, paint.dim(`looked at ${timeText(now)}; Ctrl-C ends it`)];
}

/** For a log: everything once, and from then on only what changed. */
export function changes(out: Output, first: (examined: readonly Examined[]) => void, clock: () => Date = () => new Date()): Watching {
  let before: ReadonlyMap<string, string> | undefined;
  return {
    show(examined) {
      const now = new Map(examined.flatMap(statesOf));
      if (before === undefined) first(examined);
      else for (const line of differences(before, now)) out.line(`${timeText(clock())}  ${line}`);
      before = now;
    },
    end: () => undefined,
  };
}

/** One line of JSON for each look that differs from the one before. */
export function jsonLines(out: Output, isStrict: boolean): Watching {
  let before: string | undefined;
  return {
    show(examined) {
      const now = JSON.stringify([...examined.flatMap(statesOf)]);
      if (now !== before) out.line(jsonText(answerOf(examined, isStrict)));
      before = now;
    },
    end: () => undefined,
  };
}

const statesOf = ({ name, seen, problem }: Examined): readonly (readonly [key: string, state: string])[] =>
  seen
    ? [[`${name}  connection`, 'ok'], ...seen.results.map(({ id, status, found }) => [`${name}  ${id}`, `${status}: ${found}`] as const)]
    : [[`${name}  connection`, `error: ${problem ?? 'no answer'}`]];

/** A machine that is away says nothing about its findings, so they did not change. */
function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly string[] {
  return [...now]
    .filter(([key, state]) => state !== before.get(key) && !(before.get(key) === undefined && state.startsWith('ok')))
    .map(([key, state]) => harmless(`${key}  ${before.get(key)?.split(':')[0] ?? 'unknown'} → ${state}`).replaceAll('\n', ' '));
}

/** By this computer's clock: `12:03:11`. */
const timeText = (now: Date): string => now.toTimeString().slice(0, 8);
