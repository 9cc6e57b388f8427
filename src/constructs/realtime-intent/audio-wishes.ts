import { isAudioServer, type AudioServerEntry, type Wish } from '../../assembly';
import { plainOf, type OptionPlace, type PlainValue, type Said } from '../../core';
import { DEFAULT_CLOCK } from '../audio/pipewire-clock';
import { SERVER_PRIORITY } from '../audio/pipewire-priorities';
import { wish } from './wish';

/** The audio server of the machine, and how fast it was asked to be. */
export function audioWish(services: OptionPlace): Wish<AudioServerEntry> | undefined {
  return wish(pipewire(services.at('pipewire')) ?? jack(services.at('jack', 'jackd')), isAudioServer);
}

/** Numbers that stand nowhere are PipeWire's own. */
function pipewire(options: OptionPlace): Said<unknown> | undefined {
  const enabled = options.at('enable').plain;
  if (enabled?.value !== true) return undefined;
  const key = configuration(options.at('extraConfig', 'pipewire'), enabled);
  const clock = (name: string, own: number): Said<PlainValue> | undefined => key('context.properties', `default.clock.${name}`, own);
  const least = Number(clock('min-quantum', DEFAULT_CLOCK.min)?.value);
  const most = Number(clock('max-quantum', DEFAULT_CLOCK.max)?.value);
  const quantum = clock('quantum', Math.min(Math.max(DEFAULT_CLOCK.quantum, least), most));
  const rate = clock('rate', DEFAULT_CLOCK.rate);
  const priority = key('module.rt.args', 'rt.prio', SERVER_PRIORITY);
  if (!quantum || !rate) return undefined;
  return {
    ...quantum,
    value: { kind: 'pipewire', quantum: quantum.value, rate: rate.value, ...(priority && { priority: priority.value }) },
  };
}

/** A key of PipeWire's configuration: files are read in the order of their names, and the last one that has it counts. Nothing where only Nix knows. */
function configuration(files: OptionPlace, enabled: Said<unknown>) {
  const names = files.names.sort().reverse();
  return (section: string, key: string, own: PlainValue): Said<PlainValue> | undefined => {
    for (const name of names) {
      const place = files.in(name).in(section);
      if (place.has(key)) return place.in(key).plain;
      if (!files.in(name).isKnown || !place.isKnown) return undefined;
    }
    return files.isKnown ? { ...enabled, value: own } : undefined;
  };
}

/** jackd's own numbers: of the server, and of its backend for ALSA (jackd(1)). */
const JACK = { priority: 10, rate: 48_000, period: 1024, periods: 2 };

/** The words after `jackd`: `-P` is about the server, and behind the name of the backend `-r`, `-p` and `-n` are about the sound card. */
function jack(options: OptionPlace): Said<unknown> | undefined {
  const enabled = options.at('enable').plain;
  if (enabled?.value !== true) return undefined;
  const items = options.at('extraOptions').items();
  const words = items.map(({ value }) => plainOf(value));
  if (!words.every((word) => typeof word === 'string')) return undefined;
  const backend = words.findIndex((word) => /^(-d|--driver)/.test(word));
  const [server, card] = backend < 0 ? [words, []] : [words.slice(0, backend), words.slice(backend + (words[backend]!.length > 2 ? 1 : 2))];
  return {
    ...(items[0] ?? enabled),
    value: {
      kind: 'jack',
      quantum: numberIn(card, '-p', '--period') ?? JACK.period,
      rate: numberIn(card, '-r', '--rate') ?? JACK.rate,
      periods: numberIn(card, '-n', '--nperiods') ?? JACK.periods,
      priority: numberIn(server, '-P', '--realtime-priority') ?? JACK.priority,
    },
  };
}

/** `-p128`, `-p 128`, `--period=128` or `--period 128`. */
function numberIn(words: readonly string[], short: string, long: string): number | undefined {
  const at = words.findLastIndex((word) => word.startsWith(short) || word === long || word.startsWith(`${long}=`));
  if (at < 0) return undefined;
  const word = words[at]!;
  const text =
    word === short || word === long ? words[at + 1] : word.startsWith(long) ? word.slice(long.length + 1) : word.slice(short.length);
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
