import { LARGE_BUILD, SLOW_BUILD } from '../changes';
import { PUT_BACK, UNTOUCHED, type FaultGroup } from '../fault';

export const DISKS: FaultGroup = {
  title: 'The disks',
  faults: [
    {
      title: '/nix is full before',
      before: ({ machine }) => machine.fillNix(),
      after: ({ machine }) => machine.freeNix(),
      ends: { ...UNTOUCHED, says: /was not changed.*\/nix/s },
    },
    {
      title: '/nix gets full in the build',
      change: LARGE_BUILD,
      after: (scene) => scene.clearsAway(),
      ends: UNTOUCHED,
    },
    {
      title: '/boot is full before',
      before: ({ machine }) => machine.fillBoot(),
      after: ({ machine }) => machine.freeBoot(),
      ends: { ...UNTOUCHED, says: /was not changed.*\/boot/s },
    },
    {
      title: '/boot gets full in the build',
      change: SLOW_BUILD,
      during: async (scene) => {
        await scene.reaches('building');
        await scene.machine.fillBoot();
      },
      after: ({ machine }) => machine.freeBoot(),
      ends: { ...PUT_BACK, says: /was put back.*boot loader/s },
    },
  ],
};
