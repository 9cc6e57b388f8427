import { cpusText, rateText } from '../../checks/units';
import { isUsbCard, soundInterrupts, usbInterrupts } from '../../checks/devices';
import type { Irq, Snapshot, SoundCard, SoundStream } from '../../snapshot';
import { html, named, type Markup } from '../markup';
import { bufferText, micros, plural } from '../words';

/** Cards that are drawn; a studio has one or two that matter. */
const MOST_CARDS = 4;

/** One station on the way from the card to the buffer. */
interface Station {
  readonly kind: string;
  readonly name: Markup | string;
  readonly facts: readonly (Markup | string | false | undefined)[];
  /** It is missing, or stands in the way. */
  readonly isWeak?: boolean;
}

/** The way that sound takes through the machine: card, interrupt, its priority, server, buffer. Drawn as boxes in a row that becomes a column. */
export function audioPathSection(snapshot: Snapshot): Markup {
  const cards = [...snapshot.cards].sort((a, b) => weightOf(b) - weightOf(a));
  const left = cards.slice(MOST_CARDS);
  const server = serverOf(snapshot);
  return html`<section aria-labelledby="path">
    <h2 id="path">The way of the sound</h2>
    ${cards.length === 0 && html`<p>The machine has no sound card, or none that is switched on and plugged in.</p>`}${(cards.length === 0
      ? [undefined]
      : cards.slice(0, MOST_CARDS)
    ).map(
      (card) =>
        html`<ol class="path">
          ${[...(card ? [deviceOf(card), ...interruptOf(card, snapshot, server)] : []), ...stationsOf(server, card)].map(station)}
        </ol>`,
    )}${left.length > 0 && html`<p>Further cards: ${left.map(({ name }, at) => html`${at > 0 && ', '}${named(name)}`)}.</p>`}
  </section>`;
}

const station = ({ kind, name, facts, isWeak }: Station): Markup =>
  html`<li${isWeak ? html` class="weak"` : ''}><span class="kind">${kind}</span><strong>${name}</strong>${facts.map((fact) => fact && html`<span class="fact">${fact}</span>`)}</li>`;

/** What plays comes first, then what musicians plug in. */
const weightOf = (card: SoundCard): number => (isOpen(card) ? 2 : 0) + (isUsbCard(card) ? 1 : 0);

const isOpen = ({ streams }: SoundCard): boolean => streams.some(({ rate }) => rate !== undefined);

function deviceOf(card: SoundCard): Station {
  const open = card.streams.find(({ rate }) => rate !== undefined);
  return {
    kind: isUsbCard(card) ? 'device, USB' : 'device',
    name: named(card.name),
    facts: [
      card.path !== undefined && named(card.path),
      card.driver !== undefined && html`driver ${named(card.driver)}`,
      open ? streamText(open) : 'not playing now',
    ],
  };
}

const streamText = ({ rate = 0, channels, format, direction }: SoundStream): Markup =>
  html`${direction}:
  ${rateText(rate)}${channels !== undefined && `, ${plural(channels, 'channel')}`}${format !== undefined && html`, ${named(format)}`}`;

/** The card's own interrupt; a USB card is heard through a controller, and which one of several cannot be told. */
function interruptOf(card: SoundCard, snapshot: Snapshot, server: Server | undefined): readonly Station[] {
  const isUsb = isUsbCard(card);
  const all = isUsb ? usbInterrupts(snapshot) : soundInterrupts(snapshot);
  const own = all.filter(({ actions }) => actions.some((action) => action.endsWith(`:card${card.index}`)));
  const irqs = own.length > 0 ? own : all.filter(({ actions }) => !actions.some((action) => /:card\d+$/.test(action)));
  if (irqs.length === 0) return [{ kind: 'interrupt', name: 'not known', facts: ['none is named after it'], isWeak: true }];
  const priorities = [...new Set(irqs.map(({ priority }) => priority))];
  const lowest = priorities.includes(undefined) ? undefined : Math.min(...(priorities as number[]));
  return [
    {
      kind: isUsb ? 'interrupt of the controller' : 'interrupt',
      name:
        irqs.length === 1
          ? `IRQ ${irqs[0]!.irq}`
          : `IRQ ${irqs
              .map(({ irq }) => irq)
              .slice(0, 4)
              .join(' or ')}`,
      facts: interruptFacts(irqs),
    },
    priorityOf(lowest, server),
  ];
}

function interruptFacts(irqs: readonly Irq[]): Station['facts'] {
  const cpus = [...new Set(irqs.flatMap(({ effectiveAffinity, affinity }) => effectiveAffinity ?? affinity ?? []))];
  const actions = [...new Set(irqs.flatMap(({ actions }) => actions))];
  const isShared = irqs.some(({ actions }) => actions.length > 1);
  return [named(actions.slice(0, 4).join(', ')), isShared && 'shared with another device', cpus.length > 0 && `on ${cpusText(cpus)}`];
}

function priorityOf(priority: number | undefined, server: Server | undefined): Station {
  if (priority === undefined)
    return { kind: 'priority', name: 'none', facts: ['it is no thread, so nothing can be put before or behind it'] };
  const isBehind = server?.priority !== undefined && priority <= server.priority;
  return {
    kind: 'priority',
    name: String(priority),
    facts: [
      isBehind
        ? `not before the server, which has ${server.priority}`
        : server?.priority !== undefined && `before the server, which has ${server.priority}`,
    ],
    isWeak: isBehind,
  };
}

interface Server {
  readonly name: string;
  readonly user: string;
  readonly priority?: number;
  readonly quantum?: number;
  readonly rate?: number;
  readonly periods?: number;
  readonly clients?: number;
}

/** JACK goes first: where it runs, it holds the card. */
function serverOf({ jack, pipewire }: Snapshot): Server | undefined {
  if (jack) return { ...jack, name: 'JACK', clients: jack.clients?.length };
  if (pipewire)
    return {
      ...pipewire,
      name: `PipeWire${pipewire.version === undefined ? '' : ` ${pipewire.version}`}`,
      clients: pipewire.nodes.filter(({ isDriver }) => !isDriver).length,
    };
  return undefined;
}

function stationsOf(server: Server | undefined, card: SoundCard | undefined): readonly Station[] {
  if (server === undefined) return [{ kind: 'server', name: 'none runs', facts: ['neither PipeWire nor JACK'], isWeak: true }];
  const { name, user, priority, quantum, rate, periods, clients } = server;
  const stream = card?.streams.find(({ period }) => period !== undefined);
  return [
    {
      kind: 'server',
      name: named(name),
      facts: [
        html`runs as ${named(user)}`,
        priority === undefined ? 'without realtime priority' : `priority ${priority}`,
        clients !== undefined && `${plural(clients, 'program')} connected`,
      ],
      isWeak: priority === undefined,
    },
    {
      kind: 'buffer',
      name: quantum !== undefined && rate !== undefined ? bufferText({ quantum, rate }) : 'not known',
      facts: [
        quantum !== undefined && rate !== undefined && rate > 0 && `lasts ${micros((quantum / rate) * 1e6)}`,
        periods !== undefined && plural(periods, 'period'),
        stream?.buffer !== undefined && `the card holds ${plural(stream.buffer, 'frame')} in periods of ${stream.period}`,
      ],
    },
  ];
}
