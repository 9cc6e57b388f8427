import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import { isAccountName, isSysctlName, type SnapshotOptions } from './take-snapshot';

/** What to look at for the sake of what a machine was asked to be, as far as the probe takes its name. The rest is said to be unknown. */
export const wantedFor = ({ musicians = [], sysctls = {} }: RealtimeEntry = {}): SnapshotOptions => ({
  musicians: musicians.map(({ value }) => value).filter(isAccountName),
  sysctls: Object.keys(sysctls).filter(isSysctlName),
});
