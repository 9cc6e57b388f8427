import { SLOW_BUILD } from '../changes';
import { PUT_BACK, SWITCHED, UNTOUCHED, type FaultGroup } from '../fault';
import type { Scene } from '../scene';

const writes =
  (file: string) =>
  async (scene: Scene): Promise<void> =>
    scene.writes({ [file]: '' });

export const CHECKS: FaultGroup = {
  title: 'What the studio asks for',
  faults: [
    {
      title: 'a gate fails: a health check of the studio',
      before: writes('failing-check'),
      ends: { ...PUT_BACK, says: /was put back.*«mixer» \(bin\/studio\.ts:\d+\).*it is off/s },
    },
    {
      title: 'a gate fails, and is skipped with a reason',
      before: writes('failing-check'),
      options: ['--skip-gate', 'mixer', '--because', 'it is being mended'],
      ends: { ...SWITCHED, says: /runs the new system.*but for «mixer» \(it is being mended\)/ },
    },
    {
      title: 'a gate cannot look: the machine has no program for it',
      before: writes('blind-check'),
      ends: { ...PUT_BACK, says: /was put back.*there is no curl on the machine/s },
    },
  ],
};

const SOUND = { needs: ['jackd', 'jack_metro', 'jack_lsp'] } as const;
const PLAYING = { ...UNTOUCHED, says: /was not changed.*metro is connected to JACK of root/ } as const;

const somebodyPlays = async (scene: Scene): Promise<void> => {
  await scene.soundServerRuns();
  await scene.somebodyPlays();
};

export const TAKES: FaultGroup = {
  title: 'A take',
  faults: [
    { ...SOUND, title: 'a take is running', before: somebodyPlays, ends: PLAYING },
    {
      ...SOUND,
      title: 'a take begins while it is built',
      change: SLOW_BUILD,
      before: (scene) => scene.soundServerRuns(),
      during: async (scene) => {
        await scene.reaches('building');
        await scene.somebodyPlays();
      },
      ends: PLAYING,
    },
    {
      ...SOUND,
      title: 'a take is running, and is waited for',
      before: somebodyPlays,
      options: ['--when-idle'],
      during: async (scene) => {
        await scene.reaches('waiting');
        await scene.nobodyPlays();
      },
      ends: SWITCHED,
    },
    { ...SOUND, title: 'a take is running, and is interrupted', before: somebodyPlays, options: ['--interrupt'], ends: SWITCHED },
    {
      ...SOUND,
      title: 'a take is running, and only the next boot is prepared',
      before: somebodyPlays,
      options: ['--goal', 'boot'],
      ends: { exit: 0, runs: 'old', boots: 'new', says: /takes effect at the next boot/ },
    },
  ],
};
