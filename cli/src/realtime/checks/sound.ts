import type { SoundCard, SoundStream } from '../snapshot';
import { absent, error, info, isUnseen, ok, ONLY_ROOT, unknown, warning, type Check, type Facts, type Finding } from './check';
import { AFTER_REBOOT, differs, placeText } from './compare';
import { isUsbCard } from './devices';
import { askedParameter, comesWithReboot } from './parameters';
import { bufferText, counted } from './units';
import { few, nameText } from './words';

/** The cards, and whether they stay awake. */
export const SOUND: readonly Check[] = [
  {
    id: 'alsa_cards',
    title: 'sound cards',
    group: 'sound',
    severity: 'error',
    meaning: 'What the kernel sees of your interface. One that is missing here is unplugged, switched off, or has no driver.',
    see: 'cat /proc/asound/cards; lsusb -t',
    fix: 'Plug it in, switch it on, try another cable and port, and read «sudo dmesg | tail» right afterwards.',
    source: 'Linux, Documentation/sound/designs/procfile.rst',
    look: lookAtCards,
  },
  {
    id: 'alsa_hw_params',
    title: 'open streams',
    group: 'sound',
    severity: 'info',
    meaning: 'What a card plays and records at this moment: how many frames at a time, and how many each second.',
    see: 'grep . /proc/asound/card*/pcm*/sub*/hw_params',
    fix: {
      construct: 'AudioServer.pipewire({ rate: SampleRate.hz(48000) })',
      option: 'services.pipewire.extraConfig.pipewire."10-rate"."context.properties"."default.clock.rate" = 48000;',
      elsewhere: 'pw-metadata -n settings 0 clock.force-rate 48000, or close the program that opened it otherwise',
      place: 'audio',
    },
    source: 'Linux, Documentation/sound/designs/procfile.rst (hw_params)',
    look: lookAtStreams,
  },
  {
    id: 'usb_autosuspend',
    title: 'USB in sleep',
    group: 'sound',
    severity: 'warning',
    meaning: 'A USB interface that is put to sleep in a rest comes back with a click, or not at all.',
    see: 'grep . /sys/bus/usb/devices/*/power/control /sys/module/usbcore/parameters/autosuspend',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { power: { usbAutosuspend: false } });",
      option: 'boot.kernelParams = [ "usbcore.autosuspend=-1" ];',
      elsewhere: 'echo on | sudo tee /sys/bus/usb/devices/…/power/control, or «usbcore.autosuspend=-1» on the kernel command line',
      place: 'kernel',
    },
    source: 'Linux, Documentation/driver-api/usb/power-management.rst',
    look: lookAtUsbSleep,
  },
  {
    id: 'hda_powersave',
    title: 'built-in card in sleep',
    group: 'sound',
    severity: 'info',
    meaning: 'The built-in card may switch itself off when nothing plays. The first note after that begins with a click.',
    see: 'cat /sys/module/snd_hda_intel/parameters/power_save',
    fix: {
      construct: "new NixosOption(laptop, 'Awake', { path: 'boot.extraModprobeConfig', value: 'options snd_hda_intel power_save=0' });",
      option: 'boot.extraModprobeConfig = "options snd_hda_intel power_save=0";',
      elsewhere: 'write «options snd_hda_intel power_save=0» to /etc/modprobe.d/sound.conf',
    },
    source: 'Linux, Documentation/sound/designs/powersave.rst',
    look: ({ is: { hdaPowerSave } }) => {
      if (hdaPowerSave === undefined) return absent('there is no such card');
      return hdaPowerSave <= 0 ? ok('never') : info(`after ${hdaPowerSave} s of silence`);
    },
  },
];

const cardText = ({ name, id, ...card }: SoundCard): string => `${nameText(name || id)}${isUsbCard({ name, id, ...card }) ? ' (USB)' : ''}`;

function lookAtCards({ is, asked }: Facts): Finding {
  if (is.cards.length > 0) return ok(few(is.cards.map(cardText)));
  if (isUnseen(is, 'cards')) return unknown('not to be seen', ONLY_ROOT);
  const isVirtual = is.virtualization !== undefined && is.virtualization !== 'none';
  if (isVirtual && !asked.audio) return absent('none, as in most virtual machines');
  const wanted = asked.audio ? `, and ${serverName(asked.audio.value.kind)} was asked for${placeText(asked.audio)}` : '';
  return isVirtual ? info(`none, as in most virtual machines${wanted}`) : error(`none${wanted}`);
}

const serverName = (kind: 'pipewire' | 'jack'): string => (kind === 'jack' ? 'JACK' : 'PipeWire');

function lookAtStreams({ is, asked }: Facts): Finding {
  if (is.cards.length === 0) return absent('there is no card');
  const open = is.cards.flatMap((card) =>
    card.streams.filter(({ state }) => !/^(closed|)$/i.test(state)).map((stream) => ({ card, stream })),
  );
  if (open.length === 0) return ok('none');
  const found = few(open.map(({ card, stream }) => `${nameText(card.name)} ${streamText(stream)}`));
  const wish = asked.audio;
  const other = wish && open.find(({ stream }) => stream.rate !== undefined && stream.rate !== wish.value.rate);
  return other && wish ? { ...info(`${found}; asked for ${bufferText(undefined, wish.value.rate)}${placeText(wish)}`), wish } : ok(found);
}

function streamText({ direction, period, buffer, rate }: SoundStream): string {
  const verb = direction === 'capture' ? 'records' : 'plays';
  const periods =
    period !== undefined && period > 0 && buffer !== undefined ? ` in a buffer of ${counted(Math.round(buffer / period), 'period')}` : '';
  return `${verb} ${bufferText(period, rate)}${periods}`.trim();
}

function lookAtUsbSleep(facts: Facts): Finding {
  const { is } = facts;
  const devices = is.usb.filter(({ isAudio }) => isAudio);
  const wish = askedParameter(facts, 'usbcore.autosuspend');
  if (wish && is.usbAutosuspend !== undefined && String(is.usbAutosuspend) !== wish.value) {
    const isPending = comesWithReboot(facts, 'usbcore.autosuspend');
    return differs({ now: sleepText(is.usbAutosuspend), wish, asked: Number(wish.value) < 0 ? 'never' : `${wish.value} s`, isPending });
  }
  if (devices.length === 0) return absent('no interface is on USB');
  const sleepers = devices.filter(({ power }) => power !== 'on');
  if (sleepers.length === 0) return ok('the interface stays awake');
  if (is.usbAutosuspend !== undefined && is.usbAutosuspend < 0) return ok('never');
  const names = few(sleepers.map(({ product, name }) => nameText(product ?? name)));
  if (comesWithReboot(facts, 'usbcore.autosuspend', (value) => Number(value) < 0))
    return { status: 'pending', found: `${names} may be put to sleep; ${AFTER_REBOOT}` };
  if (sleepers.every(({ power }) => power === undefined)) return unknown(`${names}: not to be seen`, ONLY_ROOT);
  return warning(`${names} may be put to sleep ${is.usbAutosuspend === undefined ? '' : sleepText(is.usbAutosuspend)}`.trimEnd());
}

const sleepText = (seconds: number): string => (seconds < 0 ? 'never' : `after ${seconds} s`);
