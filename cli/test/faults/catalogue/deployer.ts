import { NEW_KERNEL, SLOW_ACTIVATION, SLOW_BUILD } from '../changes';
import { PUT_BACK, SWITCHED, UNTOUCHED, type Ending, type Fault, type FaultGroup, type Ground } from '../fault';
import type { Scene } from '../scene';

/** Where a deployment can be interrupted, and what holds it there long enough. */
interface Moment {
  readonly when: string;
  readonly on?: Ground;
  readonly change?: string;
  readonly options?: readonly string[];
  readonly before?: (scene: Scene) => Promise<void>;
  /** Until it is there. */
  readonly comes: (scene: Scene) => Promise<void>;
  /** Lets the machine go on, once the deployer has heard. */
  readonly goesOn?: (scene: Scene) => Promise<void>;
  readonly after?: (scene: Scene) => Promise<void>;
  /** How it ends for somebody who pressed Ctrl-C once. */
  readonly asked: Pick<Ending, 'exit' | 'runs' | 'says'>;
  /** What is said to somebody who leaves at once. Undefined: nobody is quick enough, for the first Ctrl-C ends it in a moment. */
  readonly left?: RegExp;
  /** What the machine does alone takes its time to wait for the word. */
  readonly goesBackLate?: boolean;
}

const STOPPED = { ...UNTOUCHED, exit: 130 } as const;
const TAKEN_BACK = { ...PUT_BACK, exit: 130 } as const;

const ACTIVATION = {
  change: SLOW_ACTIVATION,
  comes: async (scene) => {
    await scene.guardReaches('activate');
    await scene.reaches('activating');
  },
  asked: TAKEN_BACK,
  left: /will go back to the former system/,
  goesBackLate: true,
} satisfies Partial<Moment>;

const MOMENTS: readonly Moment[] = [
  {
    when: 'while it connects',
    before: async ({ machine }) => void (await machine.console('pkill -STOP --oldest -x sshd')),
    comes: async (scene) => {
      await scene.reaches('connecting');
      await scene.pause(500);
    },
    after: async ({ machine }) => void (await machine.console('pkill -CONT --oldest -x sshd')),
    asked: STOPPED,
  },
  {
    when: 'while it looks at the machine',
    before: (scene) => scene.keepsLookersWaiting(),
    comes: async (scene) => {
      await scene.reaches('checking');
      await scene.pause(500);
      await scene.machine.console('pkill -STOP -x sshd'); // or it would be over before somebody presses a second time
    },
    goesOn: async ({ machine }) => void (await machine.console('pkill -CONT -x sshd')),
    after: (scene) => scene.clears(),
    asked: STOPPED,
    left: /Nothing was changed/,
  },
  {
    when: 'in the copy',
    before: ({ machine }) => machine.rate('48kbit'),
    comes: (scene) => scene.reaches('uploading'),
    after: ({ machine }) => machine.rate(undefined),
    asked: STOPPED,
  },
  {
    when: 'in the build',
    change: SLOW_BUILD,
    comes: async (scene) => {
      await scene.guardReaches('build');
      await scene.reaches('building');
    },
    asked: STOPPED,
    left: /is not switched to/,
    goesBackLate: true,
  },
  { when: 'in the activation', ...ACTIVATION },
  { when: 'in the activation', on: 'systemd', ...ACTIVATION },
  {
    when: 'while it is checked',
    change: SLOW_ACTIVATION,
    comes: async (scene) => {
      await scene.guardReaches('activate');
      await scene.keepsLookersWaiting();
      await scene.reaches('verifying');
      await scene.pause(500);
    },
    after: (scene) => scene.clears(),
    asked: TAKEN_BACK,
    left: /will go back to the former system/,
    goesBackLate: true,
  },
  {
    when: 'in the confirmation, after the word has arrived',
    change: SLOW_ACTIVATION,
    comes: (scene) => scene.holdsTheConfirmation(),
    goesOn: (scene) => scene.letsTheGuardGo(),
    asked: SWITCHED,
    left: /is brought to its end/,
  },
  {
    when: 'while it reboots on trial',
    change: NEW_KERNEL,
    options: ['--reboot'],
    comes: (scene) => scene.reaches('rebooting'),
    asked: TAKEN_BACK,
    left: /will go back to the former system/,
    goesBackLate: true,
  },
];

function interrupted({ when, comes, goesOn, asked, left, goesBackLate = false, ...rest }: Moment): readonly Fault[] {
  const after = async (scene: Scene): Promise<void> => rest.after?.(scene);
  const { runs } = asked;
  const twice = (says: RegExp): Fault => ({
    ...rest,
    title: `Ctrl-C twice ${when}`,
    isLong: goesBackLate,
    during: async (scene) => {
      await comes(scene);
      scene.deployment.signal('SIGINT');
      await scene.deployment.waitFor(/^Stopping/m);
      scene.deployment.signal('SIGINT');
      await scene.deployment.ended;
      await goesOn?.(scene);
    },
    after,
    ends: { exit: 130, runs, says },
  });
  return [
    {
      ...rest,
      title: `Ctrl-C ${when}`,
      during: async (scene) => {
        await comes(scene);
        scene.deployment.signal('SIGINT');
        await scene.deployment.waitFor(/^Stopping/m);
        await goesOn?.(scene);
      },
      after,
      ends: asked,
    },
    ...(left ? [twice(left)] : []),
    {
      ...rest,
      title: `the deployer is killed ${when}`,
      isLong: goesBackLate,
      during: async (scene) => {
        await comes(scene);
        scene.deployment.signal('SIGKILL');
        await goesOn?.(scene);
      },
      after,
      ends: { exit: 137, runs, says: /./ },
    },
  ];
}

export const DEPLOYER: FaultGroup = { title: 'The deployer', faults: MOMENTS.flatMap(interrupted) };
