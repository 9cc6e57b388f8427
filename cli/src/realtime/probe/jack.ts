import type { JackState } from '../snapshot';
import type { Answer } from './answer';
import { preferred, type Around } from './pipewire';
import { defined, positive } from './text';
import { priorityOf } from './threads';

/** Programs that look, not play; `system` are the sound card's own ports. */
const NO_CLIENTS = /^(system|lsp|bufsize|samplerate|jack_(lsp|bufsize|samplerate|cpu_load|wait)|dbusapi)(-\d+)?$/;

export function jackOf(answer: Answer, { threads, musicians }: Around): JackState | undefined {
  const section = preferred(answer.all('jack'), musicians);
  if (!section) return undefined;
  const [pid, user = ''] = section.words;
  const after = (prefix: string): readonly string[] =>
    section.lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
  const started = commandLineOf(after('word '));
  const priority = priorityOf(threads, [Number(pid)]);
  const clients = after('port ').flatMap((port) => (port.includes(':') ? [port.slice(0, port.indexOf(':'))] : []));
  return defined<JackState>({
    user,
    pid: Number(pid) || 0,
    quantum: figure(after('frames ')) ?? started.quantum,
    rate: figure(after('rate ')) ?? started.rate,
    periods: started.periods,
    priority,
    isRealtime: priority !== undefined ? true : started.isRealtime,
    // Without the last word, jack_lsp is missing or had no answer in time: nobody knows who plays.
    clients: section.lines.includes('ports told') ? [...new Set(clients)].filter((name) => !NO_CLIENTS.test(name)) : undefined,
    xruns: after('xruns ')
      .flatMap((line) => Number(/uint32 (\d{1,10})/.exec(line)?.[1] ?? NaN))
      .find((count) => count >= 0),
  });
}

const figure = (lines: readonly string[]): number | undefined => positive(lines.map((line) => /\d{1,10}/.exec(line)?.[0]).find(Boolean));

interface Started {
  readonly quantum?: number;
  readonly rate?: number;
  readonly periods?: number;
  readonly isRealtime?: boolean;
}

/** `jackd -R -P 70 -d alsa -d hw:0 -r 48000 -p 256 -n 3`: letters mean something else behind the name of the backend. */
export function commandLineOf([program, ...words]: readonly string[]): Started {
  if (!/(^|\/)\.?jackd(mp)?(-wrapped)?$/.test(program ?? '')) return {};
  const split = words.findIndex((word) => /^(-d|--driver)/.test(word));
  const before = split < 0 ? words : words.slice(0, split);
  const behind = split < 0 ? [] : words.slice(split + (/^(-d|--driver)$/.test(words[split]!) ? 2 : 1));
  const valueOf = (letter: string, name: string): number | undefined => {
    const at = behind.findIndex((word) => word === `-${letter}` || word === `--${name}`);
    const joined = behind.map((word) => new RegExp(`^(?:-${letter}|--${name}=)(\\d{1,10})$`).exec(word)?.[1]).find(Boolean);
    return positive(at < 0 ? joined : behind[at + 1]);
  };
  return defined<Started>({
    quantum: valueOf('p', 'period'),
    rate: valueOf('r', 'rate'),
    periods: valueOf('n', 'nperiods'),
    isRealtime: !before.some((word) => word === '-r' || word === '--no-realtime'),
  });
}
