import type { RealtimeEntry } from '../../../src/assembly/realtime';
import type { Examined } from '../../src/realtime/render/examined';
import { judge } from '../../src/realtime/checks';
import type { Snapshot } from '../../src/realtime/snapshot';
import { aCpu, aSnapshot, someSettings, wish } from '../realtime/checks/a-snapshot';

/** A machine that was looked at. */
export const anExamined = (changes: Partial<Snapshot> = {}, intent?: RealtimeEntry, name = 'studio-laptop'): Examined => {
  const snapshot = aSnapshot(changes);
  return { name, host: `${name}.local`, ...(intent && { intent }), seen: { snapshot, results: judge(snapshot, intent) } };
};

/** One that swaps too readily, against what was asked for, and saves power. */
export const crackling = (name = 'studio-laptop'): Examined =>
  anExamined(
    { ...someSettings({ 'vm.swappiness': '60' }), cpus: [aCpu({ governor: 'powersave' })] },
    { sysctls: { 'vm.swappiness': wish<number | string>(10, 'boot.kernel.sysctl."vm.swappiness"') } },
    name,
  );

export const away = (name = 'stage-box'): Examined => ({
  name,
  host: `${name}.local`,
  problem: `${name} did not answer within 5 s.\nIs it on?`,
});
