import { sizeText } from '../render/size';
import type { Paint } from '../terminal';
import { healthGatesOf } from './health';
import type { Goal, MachinePlan, PlannedTarget, Step, WhenBusy } from './plan';
import { PREFLIGHT_GATES } from './preflight';
import { duration, listed } from './words';

export interface PrintOptions {
  readonly paint: Paint;
  /** How much is sent, in bytes, where it is known. */
  readonly uploadSize?: number;
}

/** What will be done to one machine, for people: a line a step, in their order. `--dry-run` shows it. */
export function printPlan(plan: MachinePlan, options: PrintOptions): string {
  const { bold, dim } = options.paint;
  const head = `${bold(plan.stack)} ${dim(`(${placeOf(plan.target)})`)}: ${GOALS[plan.goal]}`;
  const steps = plan.steps.flatMap((step) => sentences(step, plan, options));
  const width = String(steps.length).length;
  const lines = steps.map((text, at) => `  ${dim(`${String(at + 1).padStart(width)}.`)} ${text}`);
  return [head, ...lines, `  ${dim(end(plan))}`].join('\n');
}

const GOALS: Readonly<Record<Goal, string>> = {
  build: 'build the system, and change nothing',
  'dry-activate': 'build the system, and tell what switching to it would do',
  test: 'switch to the new system until the next boot',
  boot: 'make the new system the one that boots next',
  switch: 'switch to the new system',
};

/** As one would type it behind `ssh`. */
const placeOf = ({ user, host, port }: PlannedTarget): string => `${user}@${host}${port === undefined ? '' : `, port ${port}`}`;

/** How many names of files are worth a line. */
const FEW = 3;

function sentences(step: Step, plan: MachinePlan, { uploadSize }: PrintOptions): readonly string[] {
  const { system, tolerate = [] } = plan;
  switch (step.kind) {
    case 'preflight':
      return [`look before anything is changed: ${titles(step.gates, PREFLIGHT_GATES)}`];
    case 'upload': {
      const size = uploadSize === undefined ? '' : ` (${sizeText(uploadSize)})`;
      const names = step.files.length <= FEW ? `: ${step.files.join(', ')}` : '';
      return [`send ${step.files.length} ${step.files.length === 1 ? 'file' : 'files'}${size}${names}`];
    }
    case 'build':
      return [
        `build ${step.attribute} for ${system} on ${{ target: 'the machine', deployer: 'this computer', builder: step.builder }[step.on]}`,
      ];
    case 'copy': {
      const from = step.from === 'deployer' ? 'from here' : `from ${step.builder}`;
      return [`copy it ${from} to the machine${step.substitute ? ', which fetches from its own caches what they have' : ''}`];
    }
    case 'take':
      return [`look whether somebody records or plays, here and right before the next step: if so, ${busy(step.whenBusy)}`];
    case 'activate':
      return activation(step, tolerate);
    case 'restart-audio':
      return ["where PipeWire's settings have changed and nobody plays: restart it in its user's session"];
    case 'trial-reboot':
      return [
        `if it needs a reboot: boot it once, while the former one stays the default; ${duration(step.confirmWithin)} after that boot without a word, the machine boots the former one again`,
      ];
    case 'gates':
      return [`check ${titles(step.gates, healthGatesOf(plan))}`, ...skipped(plan)];
    case 'confirm':
      return [
        step.makeDefault
          ? 'give the word over a new connection; it is what the machine boots from then on'
          : 'give the word over a new connection; the next boot goes back to the former one',
      ];
  }
}

function activation({ verb, activateWithin, confirmWithin }: Extract<Step, { kind: 'activate' }>, tolerate: readonly string[]): string[] {
  if (verb === 'dry-activate') return ['ask the new system what switching to it would do'];
  if (verb === 'boot') return ['make it the default of the boot loader; what runs is left alone'];
  const units = tolerate.length > 0 ? `, the failure of ${listed(tolerate, '')} is borne` : '';
  return [
    `set the undo, then activate it${units}; the machine goes back by itself when that takes over ${duration(activateWithin)}, or when the word does not come within ${duration(confirmWithin)}`,
  ];
}

function busy(whenBusy: WhenBusy): string {
  if (whenBusy === 'refuse') return 'do not begin';
  return `wait until that is over${whenBusy === 'wait' ? '' : `, for at most ${duration(whenBusy.waitFor)}`}`;
}

const skipped = ({ skipped: gates = [] }: MachinePlan): readonly string[] =>
  gates.map(({ gate, because }) => `leave out the check «${gate}», because: ${because}`);

const titles = (ids: readonly string[], gates: readonly { readonly id: string; readonly title: string }[]): string =>
  listed(
    ids.map((id) => gates.find((gate) => gate.id === id)?.title ?? id),
    'nothing',
    Infinity,
  );

const end = ({ goal, fingerprint }: MachinePlan): string =>
  goal === 'dry-activate'
    ? `fingerprint ${fingerprint}`
    : `Nothing of this is done when the machine has this configuration already: ${fingerprint}`;
