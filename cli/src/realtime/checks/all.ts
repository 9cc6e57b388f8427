import { AUDIO_SERVER } from './audio-server';
import type { Check } from './check';
import { DISKS } from './disks';
import { INTERRUPTS } from './interrupts';
import { KERNEL } from './kernel';
import { LIMITS } from './limits';
import { MEMORY } from './memory';
import { PROCESSOR } from './processor';
import { SERVICES } from './services';
import { SOUND } from './sound';
import { TIMERS } from './timers';

/** All that is known about what makes a Linux machine crackle, as data. */
export const CHECKS: readonly Check[] = [
  ...KERNEL,
  ...PROCESSOR,
  ...INTERRUPTS,
  ...LIMITS,
  ...MEMORY,
  ...TIMERS,
  ...DISKS,
  ...SERVICES,
  ...SOUND,
  ...AUDIO_SERVER,
];

/** Checks of other tools that are not made here, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {};
