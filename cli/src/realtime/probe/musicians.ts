import type { Limits, MusicianState } from '../snapshot';
import type { Answer, Section } from './answer';
import { defined } from './text';

export const musiciansOf = (answer: Answer): readonly MusicianState[] => answer.all('musician').map(musicianOf);

function musicianOf({ words, lines }: Section): MusicianState {
  const says = (line: string): boolean => lines.includes(line);
  const account = lines.find((line) => line.startsWith('uid='));
  const either = (what: string): boolean | undefined => (says(`${what} yes`) ? true : says(`${what} no`) ? false : undefined);
  return defined<MusicianState>({
    name: words[0] ?? '',
    exists: account !== undefined,
    groups: groupsIn(account),
    limits: limitsIn(lines),
    maySetRealtime: either('realtime'),
    mayHoldDmaLatency: either('dma'),
  });
}

/** `groups=100(users),17(audio)`; a group without a name is known by its number. */
export function groupsIn(account: string | undefined): readonly string[] {
  const list = /\bgroups=(.*?)( context=\S+)?$/.exec(account ?? '')?.[1] ?? '';
  return list.split(',').flatMap((group) => {
    const [, number, name] = /^(\d+)(?:\((.*)\))?$/.exec(group) ?? [];
    return number === undefined ? [] : [name ?? number];
  });
}

function limitsIn(lines: readonly string[]): MusicianState['limits'] {
  const from = (['login', 'process', 'self'] as const).find((source) => lines.includes(`from ${source}`));
  const limits = limitsOf(lines);
  return from && limits ? { ...limits, from } : undefined;
}

/** The hard ones of /proc/PID/limits: name, soft, hard, unit. */
export function limitsOf(lines: readonly string[]): Limits | undefined {
  const hard = (name: string): number | 'unlimited' | undefined => {
    const line = lines.find((candidate) => candidate.startsWith(name));
    const value = line?.slice(name.length).trim().split(/\s+/)[1];
    return value === 'unlimited' ? value : value !== undefined && /^\d{1,20}$/.test(value) ? Number(value) : undefined;
  };
  const rtprio = hard('Max realtime priority');
  const memlock = hard('Max locked memory'); // bytes here, kB where limits are set
  const nofile = hard('Max open files');
  if (rtprio === undefined || memlock === undefined || nofile === undefined) return undefined;
  return { rtprio, memlock: memlock === 'unlimited' ? memlock : Math.floor(memlock / 1024), nofile };
}
