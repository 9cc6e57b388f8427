import { listed } from '../../deploy/words';
import type { AudioNode, JackState, PipewireState, Snapshot, SoundCard } from '../snapshot';

/**
 * Who records or plays at this moment, each as a sentence without its end: `ardour of alice runs`. None: a switch disturbs nobody.
 *
 * @param recording pids of programs that write to a recording
 */
export function takesIn(snapshot: Snapshot, recording: readonly number[] = []): readonly string[] {
  const { daws, pipewire, jack, cards } = snapshot;
  return [
    ...daws.map(({ program, user, pid }) => `${program} of ${user} runs${recording.includes(pid) ? ' and records' : ''}`),
    ...(jack ? inJack(jack) : []),
    ...(pipewire ? inPipewire(pipewire) : []),
    ...(isTold(pipewire) ? [] : cards.flatMap((card) => onCard(card, jack))),
  ];
}

/** Something on it could make sound, so it is worth a second look. */
export const hasAudio = ({ cards, daws, jack, pipewire }: Snapshot): boolean =>
  cards.length > 0 || daws.length > 0 || jack !== undefined || pipewire !== undefined;

/** PipeWire that runs has nodes of its own; where none is told, we may not see them. */
const isTold = (pipewire: PipewireState | undefined): boolean => pipewire !== undefined && pipewire.nodes.length > 0;

function inJack({ user, clients }: JackState): readonly string[] {
  if (!clients) return [`JACK of ${user} runs, and it cannot be seen who is connected to it`];
  return clients.length === 0 ? [] : [`${listed(clients, '')} ${clients.length === 1 ? 'is' : 'are'} connected to JACK of ${user}`];
}

/** A driver runs when somebody needs it; who that is, is the better name. */
function inPipewire({ user, nodes }: PipewireState): readonly string[] {
  const running = nodes.filter(({ state }) => state === 'R');
  const guests = running.filter(({ isDriver }) => !isDriver);
  if (running.length === 0) return [];
  const names = [...new Set((guests.length > 0 ? guests : running).map(({ name }: AudioNode) => name))];
  return [`sound goes through PipeWire of ${user} (${listed(names, '', 4)})`];
}

/** JACK keeps its card running while nobody is connected to it. */
function onCard({ name, streams }: SoundCard, jack: JackState | undefined): readonly string[] {
  const running = streams.filter(({ state, owner }) => state === 'RUNNING' && (jack === undefined || owner !== jack.pid));
  const verbs = [...new Set(running.map(({ direction }) => (direction === 'capture' ? 'records' : 'plays')))].sort().reverse();
  return verbs.length === 0 ? [] : [`the sound card «${name}» ${verbs.join(' and ')}`];
}
