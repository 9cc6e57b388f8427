import type { UsbDevice } from '../snapshot';
import type { Answer } from './answer';
import { defined } from './text';

const ATTRIBUTE =
  /^\/sys\/bus\/usb\/devices\/([\w.-]+)(:[\d.]+)?\/(idVendor|idProduct|manufacturer|product|speed|power\/control|bInterfaceClass):(.*)$/;
/** bInterfaceClass of sound and MIDI. */
const AUDIO = '01';

/** Devices, not their interfaces; an interface says what a device is. */
export function usbOf(answer: Answer): readonly UsbDevice[] {
  const devices = new Map<string, Map<string, string>>();
  const audio = new Set<string>();
  for (const line of answer.lines('usb')) {
    const [, name, part, attribute, value] = ATTRIBUTE.exec(line) ?? [];
    if (name === undefined) continue;
    if (part === undefined) devices.set(name, (devices.get(name) ?? new Map<string, string>()).set(attribute!, value!.trim()));
    else if (attribute === 'bInterfaceClass' && value === AUDIO) audio.add(name);
  }
  return [...devices].map(([name, of]) => {
    const speed = Number(of.get('speed'));
    return defined<UsbDevice>({
      name,
      vendor: of.get('manufacturer') ?? of.get('idVendor'),
      product: of.get('product') ?? of.get('idProduct'),
      power: of.get('power/control'),
      speed: speed > 0 ? speed : undefined,
      isAudio: audio.has(name),
    });
  });
}
