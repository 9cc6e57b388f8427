import type { Measurement } from '../../realtime/measurement';

/** What was measured on one machine: of the generation that ran before, and of the one that is looked at. */
export interface Figures {
  /** Undefined: the former generation was not measured. */
  readonly former: () => Promise<Measurement | undefined>;
  /** Takes what was measured now. It is kept when the generation is. */
  readonly take: (measurement: Measurement) => void;
}
