import { HANGING_KERNEL, DEAF_KERNEL, LATE_ACTIVATION, LATE_BOOT_LOADER, NEW_KERNEL, SLOW_ACTIVATION, SLOW_BUILD } from '../changes';
import { PUT_BACK, SWITCHED, UNTOUCHED, type Fault, type FaultGroup, type Ground } from '../fault';

/** A kernel that only a reboot brings, with each boot loader that can boot something just once. */
const trialsOn = (on: Ground): readonly Fault[] => [
  {
    title: 'a new kernel never comes up (trial reboot, and then the power is cut)',
    on,
    change: HANGING_KERNEL,
    options: ['--reboot'],
    isLong: true,
    during: async (scene) => {
      await scene.reaches('rebooting');
      await scene.machine.nextBoot(60_000);
      await scene.powerFails();
    },
    ends: PUT_BACK,
  },
  {
    title: 'a new kernel comes up without network (trial reboot)',
    on,
    change: DEAF_KERNEL,
    options: ['--reboot'],
    isLong: true,
    ends: PUT_BACK,
  },
  {
    title: 'the power fails while a new kernel is on trial',
    on,
    change: NEW_KERNEL,
    options: ['--reboot'],
    during: async (scene) => {
      await scene.reaches('rebooting');
      scene.deployment.signal('SIGSTOP');
      await scene.machine.nextBoot(60_000);
      await scene.guardReaches('wait');
      await scene.powerFails();
      scene.release();
    },
    ends: PUT_BACK,
  },
  { title: 'a new kernel comes up as it should (trial reboot)', on, change: NEW_KERNEL, options: ['--reboot'], ends: SWITCHED },
];

const beforeTheWord = (on: Ground): readonly Fault[] => [
  {
    title: 'it fails before the word arrives',
    on,
    change: SLOW_ACTIVATION,
    during: async (scene) => {
      await scene.holdsWhileTheMachineWaits();
      await scene.powerFails();
      scene.release();
    },
    ends: PUT_BACK,
  },
];

export const POWER: FaultGroup = {
  title: 'The power',
  faults: [
    {
      title: 'it fails before the way back is armed',
      change: SLOW_BUILD,
      during: async (scene) => {
        await scene.guardReaches('build');
        await scene.powerFails();
      },
      ends: UNTOUCHED,
    },
    {
      title: 'it fails when the way back is armed, and nothing has been activated yet',
      change: LATE_ACTIVATION,
      during: async (scene) => {
        await scene.guardReaches('activate');
        await scene.powerFails();
      },
      ends: PUT_BACK,
    },
    {
      title: 'it fails in the activation',
      change: SLOW_ACTIVATION,
      during: async (scene) => {
        await scene.guardReaches('activate');
        await scene.pause(1000);
        await scene.powerFails();
      },
      ends: PUT_BACK,
    },
    ...beforeTheWord('light'),
    ...beforeTheWord('systemd'),
    {
      title: 'it fails when the word has arrived, and nothing has been made the default yet',
      change: SLOW_ACTIVATION,
      during: async (scene) => {
        await scene.holdsTheConfirmation();
        await scene.powerFails();
      },
      ends: PUT_BACK,
    },
    {
      title: 'it fails when the profile is the new one, and the boot loader is not',
      change: LATE_BOOT_LOADER,
      during: async (scene) => {
        await scene.guardReaches('commit');
        await scene.profileMoves();
        await scene.powerFails();
      },
      ends: PUT_BACK,
    },
    {
      title: 'it fails after the end',
      after: async (scene) => scene.powerFails(),
      ends: SWITCHED,
    },
    {
      title: 'somebody reboots the machine before the word arrives',
      change: SLOW_ACTIVATION,
      during: async (scene) => {
        await scene.holdsWhileTheMachineWaits();
        await scene.machine.reboot();
        scene.release();
      },
      ends: PUT_BACK,
    },
    ...trialsOn('light'),
    ...trialsOn('grub'),
    ...trialsOn('systemd'),
  ],
};
