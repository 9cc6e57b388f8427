import type { AudioServerEntry, Wish } from '../../../../src/assembly/realtime';
import type { Snapshot } from '../snapshot';
import { absent, info, isUnseen, ok, ONLY_ROOT, unknown, warning, type Check, type Facts, type Finding } from './check';
import { compare, differs, placeText } from './compare';
import { isActive } from './units-of-systemd';
import { bufferText, counted } from './units';
import { few, nameText } from './words';

const QUANTUM = {
  construct: 'AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 })',
  option: 'services.pipewire.extraConfig.pipewire."10-quantum"."context.properties"."default.clock.quantum" = 64;',
  elsewhere: 'pw-metadata -n settings 0 clock.force-quantum 64 (0 gives it back)',
  place: 'audio',
} as const;

const SESSION = 'It lives in the musician’s session: log in at the machine, and look again as that user or with --sudo.';

/** The program between the DAW and the card. */
export const AUDIO_SERVER: readonly Check[] = [
  {
    id: 'pipewire_running',
    title: 'PipeWire',
    group: 'audio server',
    severity: 'warning',
    meaning: 'It carries the sound between programs and cards. Without a realtime priority of its own it is the first that comes too late.',
    see: 'systemctl --user status pipewire wireplumber; ps -eLo cls,rtprio,comm | grep -E "data-loop|pipewire"',
    fix: {
      construct: "new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.pipewire() });",
      option: 'services.pipewire.enable = true;',
      elsewhere: 'systemctl --user restart pipewire wireplumber; if it gets no priority, see «realtime priority»',
      place: 'audio',
    },
    source: 'PipeWire, meson_options.txt: rtprio-server 88; module-rt',
    look: lookAtPipewire,
  },
  {
    id: 'pipewire_quantum',
    title: 'PipeWire’s buffer',
    group: 'audio server',
    severity: 'info',
    meaning:
      'How many frames PipeWire computes at a time. It decides how long a note takes from the key to the ear, and how little time everything has.',
    see: 'pw-metadata -n settings 0; pw-top -b -n 2',
    fix: QUANTUM,
    source: 'PipeWire, pipewire.conf(5): default.clock.quantum, clock.force-quantum; inside of virtual machines never below 1024',
    look: lookAtQuantum,
  },
  {
    id: 'jack_running',
    title: 'JACK',
    group: 'audio server',
    severity: 'warning',
    meaning: 'JACK carries the sound from program to card. It has to run at realtime priority, with the buffer that was planned.',
    see: 'ps -eLo cls,rtprio,args | grep jackd',
    fix: {
      construct: "new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.jack({ device: 'hw:USB', period: 128 }) });",
      option: 'services.jack.jackd = { enable = true; extraOptions = [ "-R" "-dalsa" "-dhw:USB" "-p128" ]; };',
      elsewhere: 'jackd -R -P70 -dalsa -dhw:USB -r48000 -p128 -n3',
      place: 'audio',
    },
    source: 'jackd(1): -R, -P, -p and -n',
    look: lookAtJack,
  },
  {
    id: 'rival_servers',
    title: 'one sound server',
    group: 'audio server',
    severity: 'info',
    meaning: 'A sound card belongs to one server at a time. With two, one of them finds it taken, and nobody knows which.',
    see: 'ps -e | grep -E "pipewire|pulseaudio|jackd"; fuser -v /dev/snd/*',
    fix: {
      construct: "new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.pipewire({ jack: true, pulse: true }) });",
      option: 'services.pipewire = { enable = true; pulse.enable = true; jack.enable = true; };',
      elsewhere: 'stop one of the two: PipeWire serves programs of PulseAudio and JACK as well',
      place: 'audio',
    },
    source: 'NixOS refuses both at once: nixos/modules/services/desktops/pipewire/pipewire.nix',
    look: lookAtRivals,
  },
  {
    id: 'xruns',
    title: 'dropouts so far',
    group: 'audio server',
    severity: 'info',
    meaning:
      'Each is a buffer that came too late, which is a crackle. The server counts since a program or card was opened, so old ones are among them.',
    see: 'pw-top -b -n 2',
    fix: 'Measure what happens now: cdk measure counts them while it goes on. The other findings say what may cause them.',
    source: 'PipeWire, pw-top(1); jack2, GetXruns',
    look: lookAtXruns,
  },
];

function lookAtPipewire({ is, asked }: Facts): Finding {
  const { pipewire } = is;
  const wish = asked.audio?.value.kind === 'pipewire' ? asked.audio : undefined;
  if (!pipewire) {
    if (!wish) return absent('does not run');
    if (!hasSession(is)) return unknown('does not run: nobody is logged in, or it is not to be seen', SESSION);
    return differs({ now: 'does not run', wish, asked: 'it' });
  }
  const version = pipewire.version === undefined ? '' : ` ${nameText(pipewire.version)}`;
  const found = `runs${version} for ${nameText(pipewire.user)}`;
  if (!pipewire.wireplumber) return warning(`${found}, without WirePlumber, so it knows no cards`);
  const { priority } = pipewire;
  if (priority === undefined)
    return isUnseen(is, 'pipewire') || isUnseen(is, 'realtimeThreads')
      ? unknown(`${found}; its priority is not to be seen`, ONLY_ROOT)
      : warning(`${found}, without realtime priority`);
  const planned = wish?.value.priority;
  if (wish && planned !== undefined && priority < planned)
    return differs({ now: `${found} at priority ${priority}`, wish, asked: String(planned) });
  const isLent = priority <= MOST_LENT && isActive(is, 'rtkit-daemon.service');
  return isLent
    ? info(`${found} at priority ${priority}, lent by RealtimeKit; 88 is its own wish`)
    : ok(`${found} at priority ${priority}`);
}

/** A session that is open shows in a process of the musician. Whoever looks over ssh has one as well, without a desktop. */
const hasSession = ({ musicians, daws }: Snapshot): boolean =>
  daws.length > 0 || musicians.some(({ limits }) => limits?.from === 'process');

/** What RealtimeKit gives at most, in whatever configuration a distribution ships. */
const MOST_LENT = 29;
/** The largest that one can play an instrument through without noticing: 256 frames are 5.3 ms. */
const PLAYABLE = 256;

function lookAtQuantum({ is, asked }: Facts): Finding {
  const { pipewire } = is;
  const wish = asked.audio?.value.kind === 'pipewire' ? asked.audio : undefined;
  if (!pipewire) return wish ? unknown('PipeWire does not run, or is not to be seen', SESSION) : absent('PipeWire does not run');
  const { quantum, rate, forcedQuantum, forcedRate } = pipewire;
  if (quantum === undefined) return unknown('PipeWire did not tell', SESSION);
  const forced = [forcedQuantum ? `${forcedQuantum} frames` : '', forcedRate ? bufferText(undefined, forcedRate) : ''].filter(
    (part) => part !== '',
  );
  const note = forced.length === 0 ? '' : `; somebody forced ${forced.join(' and ')}`;
  const finding = heldAgainst({ quantum, rate, wish, is });
  return { ...finding, found: `${finding.found}${note}` };
}

interface Buffer {
  readonly quantum: number;
  readonly rate: number | undefined;
  readonly wish: Wish<AudioServerEntry> | undefined;
  readonly is: Snapshot;
}

function heldAgainst({ quantum, rate, wish, is }: Buffer): Finding {
  const found = bufferText(quantum, rate);
  if (wish && isVirtual(is) && quantum > wish.value.quantum)
    return {
      ...info(
        `runs ${found}, asked for ${wish.value.quantum}${placeText(wish)}: PipeWire goes no lower in a virtual machine`,
        'It is so by design: a virtual machine keeps no time that a smaller buffer could rely on.',
      ),
      wish,
    };
  // a program may ask for less, and does no harm with it
  const isAsAsked = (value: AudioServerEntry): boolean => quantum <= value.quantum && (rate === undefined || rate === value.rate);
  const asBuffer = (value: AudioServerEntry): string => bufferText(value.quantum, value.rate);
  return compare<AudioServerEntry>({
    runs: { kind: 'pipewire', quantum, rate: rate ?? wish?.value.rate ?? 0 },
    wish,
    isAsAsked,
    isGood: quantum <= PLAYABLE || wish !== undefined,
    otherwise: 'info',
    opinion: `an instrument wants ${PLAYABLE} or less`,
    text: (value) => (value === wish?.value ? asBuffer(value) : found),
  });
}

const isVirtual = ({ virtualization }: Snapshot): boolean => virtualization !== undefined && virtualization !== 'none';

function lookAtJack({ is, asked }: Facts): Finding {
  const { jack } = is;
  const wish = asked.audio?.value.kind === 'jack' ? asked.audio : undefined;
  if (!jack) return wish ? differs({ now: 'does not run', wish, asked: 'it' }) : absent('does not run');
  const periods = jack.periods === undefined ? '' : `, ${counted(jack.periods, 'period')}`;
  const found = `runs for ${nameText(jack.user)} with ${bufferText(jack.quantum, jack.rate) || 'a buffer that it does not tell'}${periods}`;
  if (jack.isRealtime === false) return warning(`${found}, without realtime priority`);
  if (!wish) {
    // its own default is 10, behind every interrupt
    return jack.priority !== undefined && jack.priority <= 50
      ? info(`${found}, at priority ${jack.priority}: behind all interrupts`)
      : ok(found);
  }
  const { quantum, rate, periods: planned, priority } = wish.value;
  if (jack.priority !== undefined && priority !== undefined && jack.priority < priority)
    return differs({ now: `${found}, at priority ${jack.priority}`, wish, asked: String(priority) });
  const isOff = (runs: number | undefined, want: number | undefined): boolean => runs !== undefined && want !== undefined && runs !== want;
  if (isOff(jack.quantum, quantum) || isOff(jack.rate, rate) || isOff(jack.periods, planned))
    return differs({
      now: found,
      wish,
      asked: `${bufferText(quantum, rate)}${planned === undefined ? '' : `, ${counted(planned, 'period')}`}`,
    });
  return { ...ok(`${found}, as asked for`), wish };
}

function lookAtXruns({ is: { pipewire, jack } }: Facts): Finding {
  if (!pipewire && jack?.xruns === undefined) return absent('no server counts them');
  const nodes = (pipewire?.nodes ?? []).filter(({ xruns }) => xruns > 0);
  const total = nodes.reduce((sum, { xruns }) => sum + xruns, 0) + (jack?.xruns ?? 0);
  if (total === 0) return ok('none');
  const names = nodes.toSorted((a, b) => b.xruns - a.xruns).map(({ name, xruns }) => `${nameText(name)} ${xruns}`);
  return info(names.length === 0 ? `${total}` : `${total}: ${few(names)}`);
}

function lookAtRivals({ is: { processes } }: Facts): Finding {
  const families = { PipeWire: ['pipewire'], JACK: ['jackd', 'jackdbus'], PulseAudio: ['pulseaudio'] };
  const running = Object.entries(families).filter(([, names]) => names.some((name) => processes.includes(name)));
  if (running.length === 0) return absent('none runs');
  const names = running.map(([name]) => name).join(' and ');
  return running.length === 1 ? ok(`only ${names}`) : info(`${names} run at the same time`);
}
