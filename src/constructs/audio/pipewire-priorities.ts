import type { PipewireProps } from './pipewire-props';

/** PipeWire's own realtime priorities (its meson_options.txt: rtprio-server, rtprio-client), and the least that its module rt takes. */
export const SERVER_PRIORITY = 88;
const CLIENTS = 83;
export const LEAST_PRIORITY = 11;

/** What rtirq gives to the interrupt of the sound card, unless it is told otherwise. */
export const INTERRUPT_PRIORITY = 90;

/** The ladder: the sound card's interrupt, the server, its clients. Clients move down with the server, so that one number is enough to say. */
export function prioritiesOf({ priority = SERVER_PRIORITY, clientPriority = Math.min(CLIENTS, priority - 1) }: PipewireProps): {
  readonly server: number;
  readonly clients: number;
} {
  return { server: priority, clients: clientPriority };
}

/** The priority where PipeWire has to be told. */
export const unlessOwn = (of: 'server' | 'clients', priority: number): number | undefined =>
  priority === (of === 'server' ? SERVER_PRIORITY : CLIENTS) ? undefined : priority;
