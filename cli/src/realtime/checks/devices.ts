import type { Irq, Snapshot, SoundCard } from '../snapshot';

/** Which interrupts carry sound. */

export const isSound = (action: string): boolean => /^(snd[_-]|sof[_-]|audiodsp|AudioDSP)/.test(action);
export const isUsbController = (action: string): boolean => /^[euox]hci[_-]hcd/.test(action);

export const isUsbCard = ({ usb, path }: SoundCard): boolean => usb !== undefined || path?.startsWith('usb') === true;

export const hasUsbCard = ({ cards }: Snapshot): boolean => cards.some(isUsbCard);

export const soundInterrupts = ({ irqs }: Snapshot): readonly Irq[] => irqs.filter(({ actions }) => actions.some(isSound));

export const usbInterrupts = ({ irqs }: Snapshot): readonly Irq[] => irqs.filter(({ actions }) => actions.some(isUsbController));

/** The cards' own, and those of the USB controllers where a card hangs on USB. Those that come first come first. */
export function musicInterrupts(snapshot: Snapshot): readonly Irq[] {
  const usb = hasUsbCard(snapshot) ? usbInterrupts(snapshot) : [];
  return [...new Set([...usb, ...soundInterrupts(snapshot)])].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
}
