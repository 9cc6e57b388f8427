import type { HealthCheck } from '../../../../src/assembly/realtime';
import type { CheckLook } from '../../deploy/health/health-check';
import { takeSnapshot } from '../probe/take-snapshot';
import { remote } from '../run-program';

/** A sound server that somebody could play through at once. */
export const audioServer = ({ maxQuantum }: Extract<HealthCheck, { kind: 'audio-server' }>): CheckLook => ({
  title: `that a sound server runs${maxQuantum === undefined ? '' : ` with at most ${maxQuantum} frames a period`}`,
  look: async ({ rights, signal, timeoutMs }) => {
    const { pipewire, jack } = await takeSnapshot(remote(rights, { signal, timeoutMs }));
    const servers = [
      ...(pipewire ? [{ name: `PipeWire of ${pipewire.user}`, quantum: pipewire.quantum }] : []),
      ...(jack ? [{ name: `JACK of ${jack.user}`, quantum: jack.quantum }] : []),
    ];
    if (servers.length === 0) return 'no sound server runs';
    if (maxQuantum === undefined || servers.some(({ quantum }) => quantum !== undefined && quantum <= maxQuantum)) return undefined;
    return servers
      .map(({ name, quantum }) =>
        quantum === undefined
          ? `${name} does not tell how many frames it computes at a time`
          : `${name} computes ${quantum} frames at a time, allowed are ${maxQuantum}`,
      )
      .join('; ');
  },
});
