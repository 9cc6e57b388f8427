import type { Phase } from '../events';

/** What is going on, for people. */
export const PHASE_TEXT: Readonly<Record<Phase, string>> = {
  connecting: 'connecting',
  checking: 'looking at the machine',
  waiting: 'waiting until nobody plays',
  uploading: 'sending the files',
  building: 'building',
  copying: 'copying the system',
  activating: 'switching',
  rebooting: 'rebooting',
  verifying: 'checking that it is well',
  confirming: 'confirming',
  undoing: 'going back',
  finished: 'finished',
};

/** `1:04`, `1:02:03` */
export function elapsedText(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
