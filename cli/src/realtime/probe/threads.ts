import type { RealtimeThread } from '../snapshot';
import type { Answer } from './answer';
import { defined, integer } from './text';

export interface Process {
  readonly pid: number;
  readonly uid: number;
  /** As the kernel knows it, at most 15 characters. */
  readonly name: string;
}

export function processesOf(answer: Answer): readonly Process[] {
  return answer.lines('processes').flatMap((line) => {
    const [, pid, uid, name] = /^(\d{1,10}) (\d{1,10}) (.+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ pid: Number(pid), uid: Number(uid), name }];
  });
}

/** Names of accounts by their numbers. */
export type Accounts = ReadonlyMap<number, string>;

export function accountsOf(answer: Answer): Accounts {
  const accounts = new Map<number, string>();
  for (const line of answer.lines('accounts')) {
    const [, uid, name] = /^(\d{1,10}) (\S+)$/.exec(line) ?? [];
    if (name !== undefined && !accounts.has(Number(uid))) accounts.set(Number(uid), name);
  }
  return accounts;
}

/** SCHED_FIFO, SCHED_RR and SCHED_DEADLINE, by their numbers in the kernel. */
const CLASSES: Readonly<Record<number, RealtimeThread['class']>> = { 1: 'FF', 2: 'RR', 6: 'DLN' };

/** Lines of /proc/PID/task/TID/stat: the name stands in parentheses, and may have some of its own. Highest first. */
export function realtimeThreadsOf(answer: Answer, processes: readonly Process[], accounts: Accounts): readonly RealtimeThread[] {
  const owners = new Map(processes.map(({ pid, uid }) => [pid, uid]));
  return answer
    .lines('threads')
    .flatMap((line): RealtimeThread[] => {
      const [, pid, tid, name, rest] = /^\/proc\/(\d{1,10})\/task\/(\d{1,10})\/stat:\d+ \((.*)\) ([A-Za-z] .*)$/.exec(line) ?? [];
      if (rest === undefined) return [];
      const fields = rest.split(' '); // the first of them is the third of the line
      const kind = CLASSES[integer(fields[41 - 3]) ?? 0];
      const priority = integer(fields[40 - 3]);
      if (kind === undefined || priority === undefined) return [];
      const uid = owners.get(Number(pid));
      const user = uid === undefined ? undefined : (accounts.get(uid) ?? `${uid}`);
      return [defined<RealtimeThread>({ pid: Number(pid), tid: Number(tid), class: kind, priority, name: name!, user })];
    })
    .sort((a, b) => b.priority - a.priority || a.tid - b.tid);
}

/** The highest priority among the threads of some processes. */
export function priorityOf(threads: readonly RealtimeThread[], pids: readonly number[]): number | undefined {
  return threads.find(({ pid, priority }) => priority > 0 && pids.includes(pid))?.priority;
}
