import type { Irq, SoundCard, SoundStream } from '../snapshot';
import type { Answer } from './answer';
import { defined, integer, positive } from './text';

/** As /proc/asound/cards lists them: a line with index, id and name, and one that says where. */
export function cardsOf(answer: Answer, irqs: readonly Irq[]): readonly SoundCard[] {
  const places = placesOf(answer);
  const interrupts = interruptsOf(answer, irqs);
  const modules = modulesOf(answer);
  const cards: SoundCard[] = [];
  const lines = answer.fileLines('/proc/asound/cards');
  lines.forEach((line, number) => {
    const [, digits, id, rest] = /^\s*(\d{1,3}) \[([^\]]*)\]: (.*)$/.exec(line) ?? [];
    const index = Number(digits);
    if (rest === undefined || cards.some((card) => card.index === index)) return;
    const place = places.get(index);
    const usb = usbDeviceOf(place);
    const uevent = answer.fileLines(`/sys/class/sound/card${index}/device/uevent`);
    cards.push(
      defined<SoundCard>({
        index,
        id: id!.trim(),
        name: rest.replace(/^\S* - /, '').trim() || id!.trim(),
        driver: uevent.map((entry) => /^DRIVER=(.+)$/.exec(entry)?.[1]).find(Boolean) ?? modules.get(index),
        path: usbPathIn(lines[number + 1]) ?? pathOf(place, usb),
        usb,
        irqs: interrupts.get(index),
        streams: streamsOf(answer, index),
      }),
    );
  });
  return cards.sort((a, b) => a.index - b.index);
}

function placesOf(answer: Answer): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  for (const line of answer.lines('cards')) {
    const [, index, place] = /^(\d{1,3}) (\/.*)$/.exec(line) ?? [];
    if (place !== undefined) places.set(Number(index), place);
  }
  return places;
}

/** Of several that a controller has, those that somebody asked for. */
function interruptsOf(answer: Answer, irqs: readonly Irq[]): ReadonlyMap<number, readonly number[]> {
  const asked = new Set(irqs.map(({ irq }) => irq));
  const lines = answer.lines('cards').map((line) => /^(\d{1,3}) irqs ([\d ]+)$/.exec(line));
  const all = lines.flatMap((match) => {
    const numbers = match?.[2]?.split(' ').map(Number) ?? [];
    return match ? [[Number(match[1]), numbers.filter((irq) => asked.has(irq)).sort((a, b) => a - b)] as const] : [];
  });
  return new Map(all.filter(([, numbers]) => numbers.length > 0));
}

function modulesOf(answer: Answer): ReadonlyMap<number, string> {
  const lines = answer.fileLines('/proc/asound/modules').map((line) => /^\s*(\d{1,3}) (\S+)$/.exec(line));
  return new Map(lines.flatMap((match) => (match ? [[Number(match[1]), match[2]!]] : [])));
}

/** `…/0000:00:14.0/usb1/1-2/1-2:1.0` → `1-2` */
const usbDeviceOf = (place: string | undefined): string | undefined => /\/(\d+-[\d.]+)(?::[\d.]+)?$/.exec(place ?? '')?.[1];

const usbPathIn = (line: string | undefined): string | undefined => /^\s.* at (usb-[^\s,]+)/.exec(line ?? '')?.[1];

function pathOf(place: string | undefined, usb: string | undefined): string | undefined {
  const parts = place?.split('/') ?? [];
  if (usb === undefined) return parts.at(-1);
  const controller = parts[parts.findIndex((part) => /^usb\d+$/.test(part)) - 1];
  return `usb-${controller === undefined ? '' : `${controller}-`}${usb.replace(/^\d+-/, '')}`;
}

/** Those that somebody has open. */
function streamsOf(answer: Answer, card: number): readonly SoundStream[] {
  return answer
    .files(/^\/proc\/asound\/card(\d{1,3})\/(pcm\d{1,3}([pc]))\/sub(\d{1,3})\/hw_params$/)
    .filter(({ match, lines }) => Number(match[1]) === card && lines[0]?.trim() !== 'closed')
    .map(({ match: [path, , name, letter, sub], lines }) => {
      const settings = pairs(lines);
      const status = pairs(answer.fileLines(path.replace(/hw_params$/, 'status')));
      return defined<SoundStream>({
        name: sub === '0' ? name! : `${name}/sub${sub}`,
        direction: letter === 'p' ? 'playback' : 'capture',
        state: status.get('state') ?? 'OPEN',
        period: positive(settings.get('period_size')),
        buffer: positive(settings.get('buffer_size')),
        rate: positive(settings.get('rate')?.split(' ')[0]), // 48000 (48000/1)
        format: settings.get('format'),
        channels: positive(settings.get('channels')),
        owner: integer(status.get('owner_pid')),
      });
    });
}

const pairs = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^(\w+)\s*:\s*(.*)$/.exec(line) ?? [];
      return key !== undefined && value ? [[key, value.trim()]] : [];
    }),
  );
