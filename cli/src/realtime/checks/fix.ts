import type { RealtimeEntry, Wish } from '../../../../src/assembly/realtime';
import type { CheckResult } from '../verdict';
import type { Check, Finding, Place } from './check';

/** What to do about a finding, or why there is nothing to do. */
export function fixOf(
  check: Check,
  { status, fix = check.fix, wish, isOff }: Finding,
  asked: RealtimeEntry,
): Pick<CheckResult, 'fix' | 'withoutFix'> {
  if (status === 'ok' || status === 'absent') return {};
  if (status === 'pending') return { fix: { step: REBOOT, elsewhere: 'sudo reboot', ...at(wish) } };
  // the program says it already: telling people to write it once more would send them in a circle
  if (isOff && wish) return { fix: { step: deployed(wish), option: wish.option, ...at(wish) } };
  if (typeof fix === 'string') return { withoutFix: fix };
  if (status === 'unknown') return { withoutFix: 'It could not be seen, so nobody knows whether there is something to mend.' };
  const { place, ...words } = fix;
  return { fix: { ...words, ...at(wish ?? placeOf(place, asked)) } };
}

const REBOOT = 'Reboot the machine when nothing plays: the configuration is right, and counts from the next start.';

const deployed = ({ source, path }: Wish<unknown>): string =>
  `${source === undefined ? 'The studio' : source} asks for it already (${path}). Deploy it with «cdk deploy»; if that was done, something on the machine changed it back.`;

const at = (wish: Pick<Wish<unknown>, 'source'> | undefined): { readonly source?: string } =>
  wish?.source === undefined ? {} : { source: wish.source };

/** The line in the program where it belongs: that of the construct which is there already. */
function placeOf(place: Place | undefined, asked: RealtimeEntry): Wish<unknown> | undefined {
  if (place === 'audio') return asked.audio;
  if (place === 'musician') return asked.musicians?.[0];
  if (place !== 'kernel') return undefined;
  return (
    asked.preemption ??
    asked.threadedIrqs ??
    asked.irqOrder ??
    asked.governor ??
    asked.kernelParams?.[0] ??
    asked.latencyTest ??
    asked.budget
  );
}
