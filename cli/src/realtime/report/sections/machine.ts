import type { Measurement } from '../../measurement';
import type { Snapshot } from '../../snapshot';
import { clipped, html, named, type Markup } from '../markup';

/** What was measured, exactly: two who compare pages begin here. */
export function machineSection(now: Measurement | undefined, snapshot: Snapshot | undefined): Markup {
  if (now === undefined && snapshot === undefined) return html``;
  const { machine, settings, from } = now ?? {};
  const { priority, interval, defaultSystem } = settings ?? {};
  const parameters = snapshot?.kernel.parameters ?? machine?.parameters ?? [];
  const rows: readonly (readonly [string, Markup | string | undefined | false])[] = [
    ['Machine', named(snapshot?.hostname ?? machine?.hostname ?? '')],
    ['System', snapshot && named([snapshot.os.id, snapshot.os.version].filter(Boolean).join(' '))],
    ['Processor', machine?.cpuModel !== undefined && named(machine.cpuModel)],
    [
      'Kernel',
      named([snapshot?.kernel.release ?? machine?.kernel, snapshot?.kernel.version ?? machine?.kernelVersion].filter(Boolean).join(' ')),
    ],
    ['Kernel command line', parameters.length > 0 && html`<code>${clipped(parameters.join(' '), 4096)}</code>`],
    [
      'Measured with',
      from !== undefined &&
        html`${named(from)}${priority !== undefined && `, priority ${priority}`}${interval !== undefined && `, every ${interval} µs`}`,
    ],
    ['Power saving meanwhile', defaultSystem !== undefined && (defaultSystem ? 'as music finds it' : 'held off')],
  ];
  return html`<section aria-labelledby="machine">
    <h2 id="machine">The machine</h2>
    <dl class="facts">
      ${rows.map(
        ([name, value]) =>
          value !== undefined &&
          value !== false &&
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
