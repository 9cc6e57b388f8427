import type { AudioNode, PipewireState, RealtimeThread } from '../snapshot';
import type { Answer, Section } from './answer';
import { pipewireTop } from './pipewire-top';
import { canonical } from './programs';
import { defined, integer, positive } from './text';
import { priorityOf, type Process } from './threads';

export interface Around {
  readonly processes: readonly Process[];
  readonly threads: readonly RealtimeThread[];
  readonly musicians: readonly string[];
}

/** A login screen may have one of its own: a musician's comes first, then one that answered. */
export function pipewireOf(answer: Answer, around: Around): PipewireState | undefined {
  const section = preferred(answer.all('pipewire'), around.musicians);
  return section && stateOf(section, around);
}

export const preferred = (sections: readonly Section[], musicians: readonly string[]): Section | undefined =>
  [...sections].sort((a, b) => rank(b, musicians) - rank(a, musicians))[0];

const rank = ({ words, lines }: Section, musicians: readonly string[]): number =>
  (musicians.includes(words[1] ?? '') ? 2 : 0) + (lines.some((line) => !line.startsWith('word ')) ? 1 : 0);

/** Whether somebody answered for it. */
export const answered = ({ lines }: Section): boolean => lines.some((line) => !line.startsWith('word '));

function stateOf({ words: [pid, user = ''], lines }: Section, { processes, threads }: Around): PipewireState {
  const uid = processes.find((process) => process.pid === Number(pid))?.uid;
  const mine = processes.filter((process) => process.uid === uid);
  const pids = mine.filter(({ name }) => canonical(name) === 'pipewire').map((process) => process.pid);
  const settings = settingsIn(lines);
  const forcedQuantum = positive(settings.get('clock.force-quantum'));
  const forcedRate = positive(settings.get('clock.force-rate'));
  const listed = nodesIn(lines);
  const top = pipewireTop(after('top ', lines));
  const nodes = top.length > 0 ? top.map((node) => described(node, listed)) : listed.map(({ latency: _, ...node }) => node);
  const driver = top.find(({ isDriver, state, quantum }) => isDriver && state === 'R' && quantum > 0);
  return defined<PipewireState>({
    user,
    version: after('version ', lines)[0]?.replaceAll('"', ''),
    quantum: driver?.quantum ?? forcedQuantum ?? (settings.size > 0 ? quantumOf(settings, lines) : undefined),
    rate: driver?.rate ?? forcedRate ?? positive(settings.get('clock.rate')),
    forcedQuantum,
    forcedRate,
    priority: priorityOf(threads, pids),
    wireplumber: mine.some(({ name }) => canonical(name) === 'wireplumber'),
    countsXruns: top.length > 0,
    nodes,
  });
}

const after = (prefix: string, lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));

/** `update: id:0 key:'clock.rate' value:'48000' type:''` */
function settingsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = after('setting ', lines).map((line) => /key:'([^']*)' value:'([^']*)'/.exec(line));
  return new Map(found.flatMap((match) => (match ? [[match[1]!, match[2]!]] : [])));
}

const STATES: Readonly<Record<string, string>> = { running: 'R', idle: 'I', suspended: 'S', creating: 'C', error: 'E' };

/** Lines of pw-dump that matter, as it lays out its JSON. It knows neither quantum nor xruns. */
function nodesIn(lines: readonly string[]): readonly (AudioNode & { readonly latency?: number })[] {
  const nodes: (AudioNode & { latency?: number })[] = [];
  for (const line of after('node ', lines)) {
    const [, key, text] = /^\s*"([\w.]+)": (.*?),?$/.exec(line) ?? [];
    if (key === undefined) continue;
    const value = text!.replace(/^"(.*)"$/, '$1').replaceAll('\\"', '"');
    const last = nodes.length - 1;
    const node = nodes[last];
    if (key === 'id') nodes.push({ id: integer(value) ?? 0, name: value, state: '', quantum: 0, rate: 0, xruns: 0, isDriver: false });
    else if (!node) continue;
    else if (key === 'type' && !value.endsWith(':Node')) nodes.pop();
    else if (key === 'state') nodes[last] = { ...node, state: STATES[value] ?? value.slice(0, 1).toUpperCase() };
    else if (key === 'node.name') nodes[last] = { ...node, name: value };
    else if (key === 'media.class') nodes[last] = { ...node, mediaClass: value };
    else if (key === 'node.driver') nodes[last] = { ...node, isDriver: value === 'true' };
    else if (key === 'node.latency') nodes[last] = { ...node, latency: positive(value.split('/')[0]) ?? 0 };
  }
  return nodes;
}

/** pw-top shows the number of a node that has no name, and nobody's class. */
function described(node: AudioNode, listed: readonly AudioNode[]): AudioNode {
  const other = listed.find(({ id }) => id === node.id);
  const name = node.name === `${node.id}` ? (other?.name ?? node.name) : node.name;
  return { ...node, name, ...(other?.mediaClass !== undefined && { mediaClass: other.mediaClass }) };
}

/** Where pw-top cannot tell (its older versions know no `-b`), what PipeWire itself would compute: the least that a running node asks for. */
function quantumOf(settings: ReadonlyMap<string, string>, lines: readonly string[]): number | undefined {
  const setting = (name: string): number | undefined => positive(settings.get(`clock.${name}`));
  const wanted = nodesIn(lines).flatMap(({ state, latency }) => (state === 'R' && latency ? [latency] : []));
  if (wanted.length === 0) return setting('quantum');
  const least = Math.min(Math.max(Math.min(...wanted), setting('min-quantum') ?? 1), setting('max-quantum') ?? Infinity);
  return 2 ** Math.floor(Math.log2(least));
}
