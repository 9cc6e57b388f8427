import type { BedKind, MachineSpec } from '../../../test/bed';
import type { Fault, Ground } from './fault';

/** Somebody who may do anything with sudo, with this password. */
const ALICE = { name: 'alice', password: 'correct horse', isAdministrator: true };

/** So many machines of each: most of a fault is waiting, so several are played at once. */
const MACHINES: Readonly<Record<Ground, number>> = { light: 5, grub: 1, systemd: 2 };

const KINDS: Readonly<Record<BedKind, readonly Ground[]>> = { light: ['light', 'grub'], systemd: ['systemd'] };

export interface Place {
  readonly ground: Ground;
  readonly machine: MachineSpec;
}

export const groundOf = ({ on = 'light' }: Fault): Ground => on;
export const kindOf = (fault: Fault): BedKind => (groundOf(fault) === 'systemd' ? 'systemd' : 'light');

/** The machines of a bed of this kind, no more than there are faults to be played on them. */
export function placesOn(kind: BedKind, faults: readonly Fault[]): readonly Place[] {
  return KINDS[kind].flatMap((ground) => {
    const wanted = Math.min(MACHINES[ground], faults.filter((fault) => groundOf(fault) === ground).length);
    return Array.from({ length: wanted }, (_, at) => ({ ground, machine: spec(`${ground}-${at + 1}`, ground) }));
  });
}

const spec = (name: string, ground: Ground): MachineSpec => ({ name, users: [ALICE], ...(ground === 'grub' && { bootLoader: 'grub' }) });

/** Names of machines, wherever they stand in a text. */
export const MACHINE_NAMES = new RegExp(`\\b(${Object.keys(MACHINES).join('|')})-\\d+\\b`, 'g');
