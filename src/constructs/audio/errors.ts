import { suggest } from '../../core';

const both = (words: readonly string[]): string => words.map((word) => `«${word}»`).join(' and ');

/** A number with a name that fits into no sentence; it is quoted. */
export const outOfRange = (prop: string, value: number, from: number, to: number, what: string): string =>
  `«${prop}» is ${value}, but ${what} must be a whole number from ${from} to ${to}.`;

// Which server -----------------------------------------------------------------------------------------------------------------------

export const twoServers = (first: string, where: string, second: string): string =>
  `This machine would have two sound servers, which both want the sound card: ${first}, made by ${where}, and this one, ${second}. ` +
  'Take one of them away. A second Studio without «audio» shares the first one’s.';

// PipeWire ---------------------------------------------------------------------------------------------------------------------------

export const notPowerOfTwo = (prop: string, frames: number): string => {
  const below = 2 ** Math.floor(Math.log2(frames));
  return (
    `«${prop}» is ${frames} frames, which is no power of two, so PipeWire would take ${below} without a word. ` +
    `Say ${below} or ${below * 2}, or set powerOfTwo to false if your USB interface likes ${frames}.`
  );
};

export const minAboveMax = (min: number, max: number): string =>
  `The minQuantum of ${min} frames is above the maxQuantum of ${max}. Swap them, or leave one out.`;

export const quantumOutside = (quantum: number, min: number, max: number): string =>
  `The quantum of ${quantum} frames lies outside of what programs may ask for, ${min} to ${max}, so PipeWire would change it without a word. Move minQuantum or maxQuantum.`;

export const jackQuantumOutside = (quantum: number, min: number, max: number): string =>
  `The jackQuantum of ${quantum} frames lies outside of what programs may ask for, ${min} to ${max}: JACK programs would get another one. Move minQuantum or maxQuantum.`;

export const jackQuantumWithoutJack = (): string =>
  'jackQuantum is what JACK programs ask for, but jack is false, so there are none. Leave one of the two out.';

export const rateNotAllowed = (rate: string, allowed: readonly string[]): string =>
  `The rate of ${rate} is not among allowedRates, ${allowed.join(', ')}, so the sound card would never run at it. Add it there, or leave allowedRates out.`;

export const badRateCount = (count: number): string =>
  count === 0
    ? 'allowedRates is an empty list: no rate would be left. Leave it out, and the rate itself is the only one.'
    : `allowedRates names ${count} rates, and PipeWire keeps 32. Leave out those that your sound card cannot do.`;

export const priorityAboveInterrupt = (priority: number): string =>
  `A priority of ${priority} puts PipeWire above the interrupt of the sound card (rtirq gives it 90), so the server would wait for data and keep them from arriving. Stay at 89 or below; 88 is usual.`;

export const clientsAboveServer = (clients: number, server: number): string =>
  `The clientPriority of ${clients} is not below the server’s ${server}: a program that computes too long would keep the server from playing what is ready.`;

export const noFaces = (): string => 'jack, pulse and alsa are all false, so hardly any program could play. Leave one of them on.';

export const alsa32WithoutAlsa = (): string =>
  'alsa32Bit serves 32-bit programs that speak ALSA, but alsa is false. Leave one of the two out.';

export const unknownProgram = (name: string, known: readonly string[]): string => {
  const meant = suggest(name, known);
  return `extraConfig knows no «${name}»: the programs that read configuration are ${known.join(', ')}.${meant ? ` Did you mean «${meant}»?` : ''}`;
};

export const badConfigName = (program: string, name: string): string =>
  `«${name}» cannot be the name of a file of extraConfig.${program}: use letters, digits, dashes and underscores, with two digits in front that say its turn, such as 20-${program}. No ending.`;

export const ownConfigName = (program: string, name: string): string =>
  `extraConfig.${program} has a file «${name}», which is the name of the file that is made from the other properties. Take a higher number, such as 20-studio: it wins.`;

export const notASection = (program: string, name: string): string =>
  `extraConfig.${program}.«${name}» must be an object of sections, such as { 'context.properties': { … } }.`;

// Sound cards ------------------------------------------------------------------------------------------------------------------------

export const emptyPattern = (property: string): string =>
  `A rule for sound cards needs a property and the value it matches; this one has «${property}» and no usable value. «wpctl inspect» shows the properties of a device.`;

export const badRegularExpression = (pattern: string): string =>
  `«${pattern}» is no regular expression, which the ~ in front says it is. Brackets must be closed, and a bracket in a name is written \\( and \\).`;

export const emptyRule = (keys: readonly string[]): string =>
  `The rule for sound cards with ${both(keys)} says nothing about them. Give it a property, such as { profile: 'pro-audio' }, or take it away.`;

export const notOfCard = (keys: readonly string[]): string =>
  `A profile belongs to a whole card, but ${both(keys)} is known of its inputs and outputs only, so the rule would never set it. Use AudioDevice.card(…), or match «device.name».`;

export const notOfNode = (keys: readonly string[]): string =>
  `Periods, headroom, channels, priority and suspending belong to inputs and outputs, but ${both(keys)} is known of the card only, so the rule would never set them. Use AudioDevice.card(…), or match «node.name».`;

export const noChannel = (channel: string, known: Iterable<string>): string => {
  const meant = suggest(channel, known);
  return `PipeWire knows no channel «${channel}».${meant ? ` Did you mean «${meant}»?` : ' Channels without a place are called AUX0 to AUX63.'}`;
};

export const repeatedChannel = (channel: string): string =>
  `The channel «${channel}» stands twice in channels. Every one has its own name.`;

// JACK -------------------------------------------------------------------------------------------------------------------------------

export const badAlsaDevice = (device: string): string =>
  `«${device}» is no sound card that JACK could open. It is hw: and the card’s short name, such as hw:USB, or hw:USB,0 for its first device; «aplay -l» lists them.`;

export const badPeriod = (frames: number, from: number, to: number): string =>
  `A period of ${frames} frames is not possible: JACK takes powers of two from ${from} to ${to}.`;

export const usbPeriods = (device: string): string =>
  `«${device}» looks like a USB interface, and those crackle with 2 periods: their data come in packets that fit 3 of them. Leave periods out, or say 3.`;

export const optionWithSpaces = (option: string): string =>
  `The option «${option}» of jackd would arrive as one word. Give every word its own place in the list, such as ['-o', '2'].`;

export const jackPriorityAboveInterrupt = (priority: number): string =>
  `A priority of ${priority} puts JACK above the interrupt of the sound card (rtirq gives it 90), so the server would wait for data and keep them from arriving. Stay at 89 or below; 70 is usual.`;
