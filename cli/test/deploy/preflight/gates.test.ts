import assert from 'node:assert/strict';
import { PREFLIGHT_GATES } from '../../../src/deploy/preflight';
import type { Verdict } from '../../../src/deploy/verdict';
import type { PlanOptions } from '../../../src/deploy/plan-machine';
import { STORE, factsWith, laptop, planOf } from '../support';

interface Row {
  readonly gate: string;
  readonly when: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly verdict: Verdict['verdict'];
  /** What the text has to say. */
  readonly says?: RegExp;
  readonly plan?: Partial<PlanOptions>;
}

const ROWS: readonly Row[] = [
  { gate: 'nixos', when: 'the machine runs Debian', answers: { os_id: 'debian' }, verdict: 'fail', says: /«debian».*Install NixOS/ },
  {
    gate: 'platform',
    when: 'the processor is another',
    answers: { arch: 'aarch64' },
    verdict: 'fail',
    says: /x86_64-linux.*aarch64-linux/,
  },
  { gate: 'version', when: 'Nix knows no flakes', answers: { nix_version: '2.3.16' }, verdict: 'fail', says: /2\.4/ },
  { gate: 'version', when: 'there is no Nix', answers: { nix_version: '' }, verdict: 'fail', says: /No Nix/ },
  { gate: 'version', when: 'Nix is the first with flakes', answers: { nix_version: '2.4' }, verdict: 'pass' },
  {
    gate: 'version',
    when: 'NixOS is newer than the configuration',
    answers: { nixos_version: '26.11pre801234.abcdef0' },
    verdict: 'warn',
    says: /26\.11.*26\.05/,
  },
  { gate: 'version', when: 'NixOS is older than the configuration', answers: { nixos_version: '25.05.20250601.abcdef0' }, verdict: 'pass' },
  {
    gate: 'lock',
    when: 'somebody deploys',
    answers: { lock_id: 'abcdefgh', lock_by: 'bob@desk', lock_since: '1779399940', lock_phase: 'activate' },
    verdict: 'fail',
    says: /^bob@desk is deploying to it since 60 s \(phase «activate»\).*cdk unlock studio-laptop/,
  },
  {
    gate: 'lock',
    when: 'an undo is set and nobody deploys',
    answers: { armed_id: 'abcdefgh', armed_phase: 'wait' },
    verdict: 'fail',
    says: /«abcdefgh».*cdk unlock/,
  },
  {
    gate: 'freeze',
    when: 'it is frozen',
    answers: { frozen_until: '1779999900', frozen_by: 'bob@desk', frozen_because: 'the tour' },
    verdict: 'fail',
    says: /^The machine is frozen until \w{3} 2\d May 2026, \d\d:\d\d \S+, by bob@desk: «the tour»\. Wait.*cdk thaw studio-laptop.*--despite-freeze/,
  },
  {
    gate: 'freeze',
    when: 'it is frozen, and there is a reason',
    answers: { frozen_until: '1779999900' },
    verdict: 'warn',
    says: /kept there: «no sound»/,
    plan: { despiteFreeze: 'no sound' },
  },
  { gate: 'generation', when: 'nothing was deployed so far', answers: { deployed_id: '' }, verdict: 'pass', says: /generation 41/ },
  {
    gate: 'generation',
    when: 'somebody made a generation',
    answers: { generation: '42', system: STORE('two'), profile: STORE('two') },
    verdict: 'fail',
    says: /generation 41 by ada@desk.*42.*--adopt/,
  },
  {
    gate: 'generation',
    when: 'it runs something that it would not boot',
    answers: { system: STORE('two') },
    verdict: 'warn',
    says: /generation 41 by ada@desk.*not rebooted since/,
  },
  {
    gate: 'generation',
    when: 'the profile was set by hand',
    answers: { profile: STORE('two') },
    verdict: 'fail',
    says: /boots next.*--adopt/,
  },
  {
    gate: 'generation',
    when: 'it was another stack',
    answers: { deployed_stack: 'stage-box' },
    verdict: 'fail',
    says: /«stage-box».*--adopt/,
  },
  { gate: 'store-space', when: '/nix is full', answers: { nix_free_kb: '1000' }, verdict: 'fail', says: /1\.0 MB.*nix-collect-garbage/ },
  { gate: 'store-space', when: 'little is left', answers: { nix_free_kb: '1500000' }, verdict: 'warn' },
  { gate: 'store-space', when: 'a small disk is half empty', answers: { nix_free_kb: '32000', nix_total_kb: '64000' }, verdict: 'pass' },
  { gate: 'store-space', when: 'it is not told', answers: { nix_free_kb: '' }, verdict: 'warn' },
  { gate: 'boot-space', when: '/boot is full', answers: { boot_free_kb: '12' }, verdict: 'fail', says: /configurationLimit/ },
  { gate: 'boot-space', when: 'a kernel would not fit', answers: { boot_free_kb: '20000' }, verdict: 'warn' },
  { gate: 'boot-space', when: 'the EFI partition is not mounted', answers: { boot_mounted: 'no' }, verdict: 'fail', says: /not mounted/ },
  {
    gate: 'boot-space',
    when: 'grub has no partition of its own',
    answers: { bootloader: 'grub', boot_mounted: 'no', boot_free_kb: '' },
    verdict: 'pass',
  },
  {
    gate: 'memory',
    when: 'there is too little to build',
    answers: { mem_available_kb: '300000' },
    verdict: 'warn',
    says: /--build-on here/,
  },
  {
    gate: 'memory',
    when: 'it is built elsewhere',
    answers: { mem_available_kb: '300000' },
    verdict: 'pass',
    plan: { buildOn: 'deployer' },
  },
  { gate: 'memory', when: 'there is next to none', answers: { mem_available_kb: '9000' }, verdict: 'fail' },
  { gate: 'clock', when: 'the clock is an hour behind', answers: { clock: '1779396400' }, verdict: 'warn', says: /60 min behind/ },
  { gate: 'clock', when: 'the clock is three days ahead', answers: { clock: '1779659200' }, verdict: 'warn', says: /3 days ahead/ },
  { gate: 'clock', when: 'the clock is a minute off', answers: { clock: '1779400060' }, verdict: 'pass' },
  {
    gate: 'systemd',
    when: 'units failed before',
    answers: { systemd: 'degraded', failed_units: 'a.service b.service' },
    verdict: 'warn',
    says: /a\.service and b\.service/,
  },
  { gate: 'systemd', when: 'the machine shuts down', answers: { systemd: 'stopping' }, verdict: 'fail' },
  { gate: 'systemd', when: 'the machine starts', answers: { systemd: 'starting' }, verdict: 'warn' },
  { gate: 'systemd', when: 'there is none', answers: { systemd: 'absent' }, verdict: 'pass' },
  { gate: 'systemd', when: 'it is in rescue mode', answers: { systemd: 'maintenance' }, verdict: 'warn' },
  {
    gate: 'pending-reboot',
    when: 'the kernel was changed before',
    answers: { pending_reboot: 'yes' },
    verdict: 'warn',
    says: /6\.18\.36.*--reboot/,
  },
  { gate: 'pending-reboot', when: 'nobody can tell', answers: { pending_reboot: 'unknown' }, verdict: 'pass' },
];

describe('the look before anything is changed', () => {
  const check = (id: string, answers: Row['answers'], plan: Partial<PlanOptions> = {}): Verdict =>
    PREFLIGHT_GATES.find((gate) => gate.id === id)!.check(factsWith(answers), planOf(plan));

  for (const { id, title } of PREFLIGHT_GATES)
    it(`${title}: a machine in good health passes`, () => assert.equal(check(id, {}).verdict, 'pass', check(id, {}).text));

  for (const { gate, when, answers, verdict, says, plan } of ROWS)
    it(`${gate}: when ${when}, the word is «${verdict}»`, () => {
      const found = check(gate, answers, plan);
      assert.equal(found.verdict, verdict, found.text);
      if (says) assert.match(found.text, says);
    });

  it('fails only with a sentence that says what to do', () => {
    for (const { gate, answers, plan } of ROWS.filter(({ verdict }) => verdict === 'fail')) {
      const { text } = check(gate, answers, plan);
      assert.match(text, /^\S.{10,}[.;:] .{10,}\.$/s, text);
    }
  });

  it('covers every gate', () =>
    assert.deepEqual(
      PREFLIGHT_GATES.map(({ id }) => id).filter((id) => !ROWS.some(({ gate }) => gate === id)),
      [],
    ));

  it('has an id of its own for every gate', () => assert.equal(new Set(PREFLIGHT_GATES.map(({ id }) => id)).size, PREFLIGHT_GATES.length));
});

describe('a 64-bit machine', () => {
  const platform = PREFLIGHT_GATES.find(({ id }) => id === 'platform')!;
  for (const [arch, system] of [
    ['x86_64', 'i686-linux'],
    ['aarch64', 'armv7l-linux'],
    ['aarch64', 'aarch64-linux'],
  ] as const)
    it(`of the kind ${arch} runs ${system}`, () =>
      assert.equal(platform.check(factsWith({ arch }), planOf({}, laptop({ system }))).verdict, 'pass'));
});
