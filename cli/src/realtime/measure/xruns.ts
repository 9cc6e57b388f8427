import { pipewireTop } from '../probe/pipewire-top';
import type { AudioNode } from '../snapshot';

export interface Xruns {
  /** Absent: nobody counted them. */
  readonly xruns?: number;
  /** Why not, where an audio server was there. */
  readonly notes: readonly string[];
}

/** What the counters of all audio servers grew by. Each line begins with the program that was asked and the number of the account. */
export function xrunsBetween(before: readonly string[], after: readonly string[]): Xruns {
  const servers = [...new Set([...before, ...after].map(serverOf))].filter((server) => server !== '');
  const found = servers.map((server) => {
    const [then, now] = [linesOf(server, before), linesOf(server, after)];
    return server.startsWith('pw-top ') ? pipewire(then, now) : jack(then, now);
  });
  const counts = found.flatMap(({ xruns }) => xruns ?? []);
  const notes = found.flatMap((one) => one.notes);
  // Of two servers, one that could not be asked makes the sum unknown.
  const isKnown = counts.length > 0 && counts.length === found.length;
  return { ...(isKnown && { xruns: counts.reduce((sum, count) => sum + count, 0) }), notes };
}

function pipewire(before: readonly string[], after: readonly string[]): Xruns {
  if (![before, after].every((lines) => lines.some((line) => /^S\s+ID\s+QUANT/.test(line))))
    return none('Xruns of PipeWire could not be counted: pw-top did not answer, or is older than 1.0 and prints no table.');
  const [then, now] = [pipewireTop(before), pipewireTop(after)];
  if (![...then, ...now].some(({ state }) => state === 'R'))
    return none('Xruns were not counted: PipeWire was there, and nothing played or recorded.');
  const former = new Map(then.map((node) => [keyOf(node), node.xruns]));
  const grown = now.map((node) => node.xruns - (former.get(keyOf(node)) ?? 0));
  if (grown.some((by) => by < 0)) return none('Xruns are not known: PipeWire, or a part of it, was started anew meanwhile.');
  const gone = then.filter((node) => node.state === 'R' && !now.some((other) => keyOf(other) === keyOf(node)));
  if (gone.length > 0) return none(`Xruns are not known: «${gone[0]!.name}» played when it began and was gone at the end.`);
  return { xruns: grown.reduce((sum, by) => sum + by, 0), notes: [] };
}

const keyOf = ({ id, name }: AudioNode): string => `${id} ${name}`;

function jack(before: readonly string[], after: readonly string[]): Xruns {
  if ([...before, ...after].some((line) => /\bboolean false\b/.test(line)))
    return none('Xruns were not counted: JACK was there, and did not run all the time.');
  const [then, now] = [before, after].map((lines) => lines.map((line) => /\buint32 (\d{1,10})\b/.exec(line)?.[1]).find(Boolean));
  if (then === undefined || now === undefined) return none('Xruns of JACK could not be counted: its D-Bus service did not answer.');
  if (Number(now) < Number(then)) return none('Xruns are not known: JACK was started anew meanwhile.');
  return { xruns: Number(now) - Number(then), notes: [] };
}

const none = (note: string): Xruns => ({ notes: [note] });

const serverOf = (line: string): string => /^(pw-top|jackdbus) \d{1,10}(?= |$)/.exec(line)?.[0] ?? '';

const linesOf = (server: string, lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => (serverOf(line) === server ? [line.slice(server.length + 1)] : []));
