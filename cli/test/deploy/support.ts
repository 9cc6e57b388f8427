import type { StackEntry } from '../../../src/assembly';
import { fingerprintOf } from '../../src/deploy/fingerprint';
import { parseFacts, type Facts } from '../../src/deploy/facts';
import type { Payload, PayloadFile } from '../../src/deploy/payload';
import type { MachinePlan } from '../../src/deploy/plan';
import { planMachine, type PlanOptions } from '../../src/deploy/plan-machine';
import { stack } from '../support/studio';

export const laptop = (more: Partial<StackEntry> = {}): StackEntry =>
  stack('studio-laptop', { target: { host: 'studio-laptop.local', user: 'root' }, digest: 'sha256-abc', ...more });

export const planOf = (options: Partial<PlanOptions> = {}, entry = laptop()): MachinePlan =>
  planMachine(
    {
      stack: entry,
      fingerprint: 'sha256-F',
      files: ['flake.nix', 'machines/studio-laptop/configuration.nix'],
      inputs: { nixpkgs: { url: 'github:NixOS/nixpkgs/nixos-26.05' } },
    },
    { goal: 'switch', ...options },
  );

export const file = (name: string, text: string, executable = false): PayloadFile => ({ name, contents: Buffer.from(text), executable });

export function payloadOf(files: readonly PayloadFile[], lock?: string): Payload {
  const entry = laptop();
  const ingredients = { generator: 'studio-cdk 0.1.0', stack: entry, inputs: {}, files };
  return {
    stack: entry,
    files,
    ...(lock !== undefined && { lock }),
    lockIsOpen: lock === undefined,
    fingerprint: fingerprintOf({ ...ingredients, ...(lock !== undefined && { lock }) }),
    fingerprintWithoutLock: fingerprintOf(ingredients),
  };
}

export const STORE = (name: string): string => `/nix/store/${'0'.repeat(32)}-${name}`;

/** What a machine in good health answers, when it was deployed once. */
export const ANSWERS: Readonly<Record<string, string>> = {
  protocol: '1',
  guard: '0123456789abcdef',
  hostname: 'studio-laptop',
  os_id: 'nixos',
  nixos_version: '26.05.20260501.abcdef0',
  arch: 'x86_64',
  kernel: '6.18.36',
  boot_id: '1b2c3d4e-0000-4000-8000-000000000000',
  uptime: '86400',
  clock: '1779400000',
  system: STORE('one'),
  booted: STORE('one'),
  profile: STORE('one'),
  generation: '41',
  generations: '12',
  pending_reboot: 'no',
  nix_version: '2.31.2',
  nix_free_kb: '90000000',
  nix_total_kb: '200000000',
  boot_mounted: 'yes',
  boot_free_kb: '400000',
  mem_available_kb: '8000000',
  systemd: 'running',
  failed_units: '',
  bootloader: 'systemd-boot',
  lock_id: '',
  lock_by: '',
  lock_since: '',
  lock_phase: '',
  armed_id: '',
  armed_phase: '',
  deployed_id: '20260521-180301-4f3a9c',
  deployed_fingerprint: 'sha256-F',
  deployed_system: STORE('one'),
  deployed_generation: '41',
  deployed_at: '1779390000',
  deployed_by: 'ada@desk',
  deployed_stack: 'studio-laptop',
  deployed_needs_reboot: 'no',
  last_id: '20260521-180301-4f3a9c',
  last_outcome: 'switched',
  last_reason: '',
};

export const textOf = (answers: Readonly<Record<string, string>>): string =>
  Object.entries(answers)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

export const factsWith = (more: Readonly<Record<string, string>> = {}, askedAt = 1779400000): Facts =>
  parseFacts(textOf({ ...ANSWERS, ...more }), askedAt)!;
