import { SLOW_ACTIVATION, SLOW_BUILD, LATE_BOOT_LOADER } from '../changes';
import { OUT_OF_REACH, PUT_BACK, SWITCHED, UNTOUCHED, type FaultGroup } from '../fault';
import type { Scene } from '../scene';

/** The cable is not plugged in again, so the machine must not be waited for as long as otherwise. */
const STAYS_CUT = ['--patience', '8'];
const mended = ({ machine }: Scene): Promise<void> => machine.restoreLink();
const cut = ({ machine }: Scene): Promise<void> => machine.cutLink();
const cutForAWhile = async (scene: Scene): Promise<void> => {
  await cut(scene);
  await scene.pause(1500);
  await mended(scene);
};
const unslowed = async ({ machine }: Scene): Promise<void> => {
  await machine.rate(undefined);
  await machine.restoreLink();
};

export const NETWORK: FaultGroup = {
  title: 'The network',
  faults: [
    { title: 'the machine is not there', before: cut, after: mended, ends: UNTOUCHED },
    {
      title: 'the link is cut before the copy',
      options: STAYS_CUT,
      before: (scene) => scene.keepsLookersWaiting(),
      during: async (scene) => {
        await scene.reaches('checking');
        await cut(scene);
      },
      after: async (scene) => {
        await scene.clears();
        await mended(scene);
      },
      ends: UNTOUCHED,
    },
    {
      title: 'the link is cut in the copy',
      options: STAYS_CUT,
      before: ({ machine }) => machine.rate('48kbit'),
      during: async (scene) => {
        await scene.reaches('uploading');
        await cut(scene);
      },
      after: unslowed,
      ends: UNTOUCHED,
    },
    {
      title: 'the link is cut while a system that was built elsewhere is copied',
      options: [...STAYS_CUT, '--build-on', 'here'],
      before: ({ machine }) => machine.rate('48kbit'),
      during: async (scene) => {
        await scene.reaches('copying');
        await scene.programRuns('nix-store --serve');
        await cut(scene);
      },
      after: unslowed,
      ends: UNTOUCHED,
    },
    {
      title: 'the link is cut in the build, and stays so',
      change: SLOW_BUILD,
      options: STAYS_CUT,
      isLong: true,
      during: async (scene) => {
        await scene.reaches('building');
        await cut(scene);
      },
      after: mended,
      ends: { ...OUT_OF_REACH, says: /did not answer again.*has not begun to change anything/ },
    },
    {
      title: 'the link is cut in the build, and mended soon',
      change: SLOW_BUILD,
      during: async (scene) => {
        await scene.reaches('building');
        await cutForAWhile(scene);
      },
      ends: SWITCHED,
    },
    {
      title: 'the link is cut in the activation, and stays so',
      change: SLOW_ACTIVATION,
      options: STAYS_CUT,
      isLong: true,
      during: async (scene) => {
        await scene.guardReaches('activate');
        await cut(scene);
      },
      after: mended,
      ends: { ...OUT_OF_REACH, says: /did not answer again.*goes back by itself/ },
    },
    {
      title: 'the link is cut in the activation, and stays so',
      on: 'systemd',
      change: SLOW_ACTIVATION,
      options: STAYS_CUT,
      isLong: true,
      during: async (scene) => {
        await scene.guardReaches('activate');
        await cut(scene);
      },
      after: mended,
      ends: { ...OUT_OF_REACH, says: /did not answer again.*goes back by itself/ },
    },
    {
      title: 'the link is cut in the activation, and mended soon',
      change: SLOW_ACTIVATION,
      during: async (scene) => {
        await scene.guardReaches('activate');
        await cutForAWhile(scene);
      },
      ends: SWITCHED,
    },
    {
      title: 'the link is cut while the machine waits for the word',
      change: SLOW_ACTIVATION,
      options: STAYS_CUT,
      isLong: true,
      during: async (scene) => {
        await scene.holdsWhileTheMachineWaits();
        await cut(scene);
        scene.release();
      },
      after: mended,
      ends: OUT_OF_REACH,
    },
    {
      title: 'the link is cut in the confirmation, after the word has arrived, and stays so',
      change: SLOW_ACTIVATION,
      options: STAYS_CUT,
      during: async (scene) => {
        await scene.holdsTheConfirmation();
        await cut(scene);
        await scene.letsTheGuardGo();
      },
      after: mended,
      ends: { exit: 1, runs: 'new', says: /did not answer again.*If the word arrived, it keeps the new system/ },
    },
    {
      title: 'the link is cut in the confirmation, after the word has arrived, and mended soon',
      change: SLOW_ACTIVATION,
      during: async (scene) => {
        await scene.holdsTheConfirmation();
        await cut(scene);
        await scene.letsTheGuardGo();
        await scene.pause(1500);
        await mended(scene);
      },
      ends: SWITCHED,
    },
    {
      title: 'the link is cut after the confirmation, and mended soon',
      change: LATE_BOOT_LOADER,
      during: async (scene) => {
        await scene.guardReaches('commit');
        await cutForAWhile(scene);
      },
      ends: SWITCHED,
    },
    {
      title: 'the activation stops sshd',
      change: `system.activationScripts.deaf = ": >/run/sshd.off; pkill -x sshd || true";`,
      options: STAYS_CUT,
      isLong: true,
      after: ({ machine }) => machine.startSshd(),
      ends: OUT_OF_REACH,
    },
    {
      title: 'the activation moves the machine to another address',
      change: `networking.interfaces.eth0.ipv4.addresses = lib.mkForce [ { address = "10.99.0.1"; prefixLength = 24; } ];`,
      isLong: true,
      options: ['--patience', '60'],
      ends: PUT_BACK,
    },
    {
      title: 'the link is slow (256 kbit/s)',
      before: ({ machine }) => machine.rate('256kbit'),
      after: unslowed,
      ends: SWITCHED,
    },
    {
      title: 'the line is long (200 ms each way)',
      before: ({ machine }) => machine.latency(200),
      after: ({ machine }) => machine.latency(undefined),
      ends: SWITCHED,
    },
  ],
};
