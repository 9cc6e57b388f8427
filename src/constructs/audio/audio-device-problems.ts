import type { AudioDeviceProps } from './audio-device-props';
import { badRegularExpression, emptyPattern, emptyRule, noChannel, notOfCard, notOfNode, outOfRange, repeatedChannel } from './errors';

/**
 * WirePlumber asks its rules twice: once for a card, before ALSA has opened it, and once for each of its inputs and outputs («nodes»). Which
 * properties exist at that moment decides what a rule can match (its src/scripts/monitors/alsa.lua, 0.5): names in `api.alsa.card.*` exist both
 * times, those in `device.*` only for the card, those in `node.*` and `alsa.*` only for the nodes.
 */
export const ofCard = (property: string): boolean => /^(device\.|api\.alsa\.(card|path))/.test(property);
export const ofNode = (property: string): boolean => !property.startsWith('device.');

/** Numbers that a rule may set: from, to, and what they are called. */
const RANGES = {
  periodSize: [4, 8192, 'the frames of a period'],
  periods: [2, 1024, 'the periods of the buffer'],
  headroom: [0, 8192, 'the headroom in frames'],
  suspendTimeout: [0, 86_400, 'the seconds until a card is put to sleep'],
  priority: [0, 10_000, 'the priority'],
} as const;

/** The channels that PipeWire knows (spa/include/spa/param/audio/type-info.h), and 64 without a place of their own. */
const CHANNELS = new Set(
  (
    'MONO FL FR FC LFE SL SR FLC FRC RC RL RR TC TFL TFC TFR TRL TRC TRR RLC RRC FLW FRW LFE2 FLH FCH FRH TFLC TFRC TSL TSR LLFE RLFE BC BLC BRC ' +
    Array.from({ length: 64 }, (_, index) => `AUX${index}`).join(' ')
  ).split(' '),
);

export function deviceProblems(matches: readonly (readonly [string, string])[], props: AudioDeviceProps): string[] {
  const keys = matches.map(([property]) => property);
  return [
    ...matches.flatMap(([property, pattern]) => patternProblems(property, pattern)),
    ...(Object.values(props).every((value) => value === undefined) ? [emptyRule(keys)] : []),
    ...(props.profile !== undefined && !keys.some(ofCard) ? [notOfCard(keys)] : []),
    ...(hasNodeProps(props) && !keys.some(ofNode) ? [notOfNode(keys)] : []),
    ...numberProblems(props),
    ...channelProblems(props.channels),
  ];
}

function patternProblems(property: string, pattern: string): string[] {
  if (!/^[a-z][\w.-]*$/i.test(property) || pattern === '' || pattern === '~') return [emptyPattern(property)];
  if (!pattern.startsWith('~')) return [];
  try {
    new RegExp(pattern.slice(1)); // not quite POSIX's, but the same about brackets that are never closed
    return [];
  } catch {
    return [badRegularExpression(pattern)];
  }
}

function hasNodeProps({ channels, disableBatch, headroom, periods, periodSize, priority, suspendTimeout }: AudioDeviceProps): boolean {
  return [channels, disableBatch, headroom, periods, periodSize, priority, suspendTimeout].some((value) => value !== undefined);
}

function numberProblems(props: AudioDeviceProps): string[] {
  return Object.entries(RANGES).flatMap(([name, [from, to, what]]) => {
    const value = props[name as keyof typeof RANGES];
    return value === undefined || (Number.isInteger(value) && value >= from && value <= to)
      ? []
      : [outOfRange(name, value, from, to, what)];
  });
}

function channelProblems(channels: readonly string[] = []): string[] {
  const unknown = channels.filter((channel) => !CHANNELS.has(channel)).map((channel) => noChannel(channel, CHANNELS));
  const repeated = channels.find((channel, index) => channels.indexOf(channel) !== index);
  return repeated === undefined ? unknown : [...unknown, repeatedChannel(repeated)];
}
