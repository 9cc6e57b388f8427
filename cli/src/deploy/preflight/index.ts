import { bootSpace } from './boot-space';
import { clock } from './clock';
import { freeze } from './freeze';
import type { PreflightGate } from './gate';
import { generation } from './generation';
import { lock } from './lock';
import { memory } from './memory';
import { nixos } from './nixos';
import { pendingReboot } from './pending-reboot';
import { platform } from './platform';
import { storeSpace } from './store-space';
import { systemd } from './systemd';
import { version } from './version';

export type { PreflightGate } from './gate';

/** In the order in which they are told. A new gate is a file here and a line below. */
export const PREFLIGHT_GATES: readonly PreflightGate[] = [
  nixos,
  platform,
  version,
  lock,
  freeze,
  generation,
  storeSpace,
  bootSpace,
  memory,
  clock,
  systemd,
  pendingReboot,
];
