import type { HealthCheck, HealthCheckEntry } from '../../../../src/assembly/realtime';
import { audioServer } from '../../realtime/gates/audio-server';
import { pass, fail } from '../verdict';
import { notWell } from './check-errors';
import { command } from './checks/command';
import { http } from './checks/http';
import { tcp } from './checks/tcp';
import { unit } from './checks/unit';
import type { HealthGate } from './gate';
import { untilWell, type Look } from './until-well';

/** Seconds beyond its own time: the last look may have begun just before that was over. */
const LAST_LOOK = 5;

/** A health check that the studio asks for, as a gate. It may ask again until its time is over: services need a moment after a switch. */
export function healthCheck(entry: HealthCheckEntry): HealthGate {
  const { id, source, within, check } = entry;
  const { title, look } = lookFor(check);
  return {
    id,
    title,
    ...(source !== undefined && { source }),
    budget: within + LAST_LOOK,
    async check({ reach, signal }) {
      const trouble = await untilWell({ within, signal, reach, look });
      return trouble === undefined ? pass(title) : fail(notWell(entry, trouble));
    },
  };
}

export interface CheckLook {
  /** For people, as the end of «checks …»: `that jack.service is active`. */
  readonly title: string;
  readonly look: Look;
}

function lookFor(check: HealthCheck): CheckLook {
  switch (check.kind) {
    case 'command':
      return command(check);
    case 'unit':
      return unit(check);
    case 'tcp':
      return tcp(check);
    case 'http':
      return http(check);
    case 'audio-server':
      return audioServer(check);
  }
}
