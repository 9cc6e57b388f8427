import type { DeployEvent, Phase } from './events';
import { listed } from './words';

/** What a machine does by itself when nobody is there any more. It depends on how far it was. */
type Fate = 'as-it-was' | 'stops' | 'goes-back' | 'goes-on';

const FATES: Readonly<Record<Phase, Fate | undefined>> = {
  connecting: 'as-it-was',
  checking: 'as-it-was',
  waiting: 'as-it-was',
  uploading: 'as-it-was',
  copying: 'as-it-was',
  building: 'stops',
  activating: 'goes-back',
  rebooting: 'goes-back',
  verifying: 'goes-back',
  confirming: 'goes-on',
  undoing: 'goes-on',
  finished: undefined,
};

const WORDS: Readonly<Record<Fate, (machines: string) => string>> = {
  'as-it-was': (machines) => `Nothing was changed on ${machines}.`,
  stops: (machines) => `What is being built on ${machines} is not switched to. If that has just begun, it goes back by itself.`,
  'goes-back': (machines) => `Without our word ${machines} will go back to the former system, once its time to wait is over.`,
  'goes-on': (machines) => `What was begun on ${machines} is brought to its end there: it may be the new system or the former one.`,
};

const MANY = 8;

/** Remembers how far every machine is, for somebody who leaves in the middle. */
export class Whereabouts {
  private readonly phases = new Map<string, Phase>();

  public onEvent(event: DeployEvent): void {
    if (event.type === 'phase') this.phases.set(event.stack, event.phase);
    if (event.type === 'outcome') this.phases.delete(event.stack);
  }

  /** What becomes of those that are left behind. */
  public text(): string {
    const lines = Object.entries(WORDS).flatMap(([fate, say]) => {
      const machines = [...this.phases].filter(([, phase]) => FATES[phase] === fate).map(([stack]) => stack);
      return machines.length === 0 ? [] : [say(listed(machines, ''))];
    });
    const machines = [...this.phases.keys()];
    const next = machines.length === 0 ? '' : ` «cdk status${machines.length > MANY ? '' : ` ${machines.join(' ')}`}» tells how it ended.`;
    return [`Left at once.${next}`, ...lines].join('\n');
  }
}
