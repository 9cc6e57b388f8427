import assert from 'node:assert/strict';
import type { MachinePlan } from '../../src/deploy/plan';
import { printPlan } from '../../src/deploy/print-plan';
import type { Paint } from '../../src/terminal';
import { laptop, planOf } from './support';

const same = (text: string): string => text;
const PLAIN: Paint = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };
const print = (plan: MachinePlan, uploadSize?: number): string =>
  printPlan(plan, { paint: PLAIN, ...(uploadSize !== undefined && { uploadSize }) });

describe('what --dry-run prints', () => {
  it('tells of a switch what will be done, in which order, and what undoes it', () => {
    assert.equal(
      print(planOf(), 2345),
      `studio-laptop (root@studio-laptop.local): switch to the new system
  1. look before anything is changed: that it runs NixOS, that its processor fits, the versions of Nix and NixOS, that nobody else is deploying to it, that it is not frozen, that it is as the last deployment left it, the space on /nix, the space on /boot, the memory, its clock, the state of its services and whether it waits for a reboot
  2. send 2 files (2.3 kB): flake.nix, machines/studio-laptop/configuration.nix
  3. build nixosConfigurations.studio-laptop for x86_64-linux on the machine
  4. look whether somebody records or plays, here and right before the next step: if so, do not begin
  5. set the undo, then activate it; the machine goes back by itself when that takes over 10 min, or when the word does not come within 90 s
  6. check that ssh answers on a new connection and that no service failed anew
  7. give the word over a new connection; it is what the machine boots from then on
  Nothing of this is done when the machine has this configuration already: sha256-F`,
    );
  });

  it('tells of a trial boot that the former system stays the default', () => {
    const plan = planOf({
      reboot: true,
      skipped: ['nixos', 'platform', 'version', 'lock', 'generation', 'freeze', 'memory', 'clock', 'systemd', 'boot-space'].map((gate) => ({
        gate,
        because: '-',
      })),
    });
    assert.equal(
      print(plan),
      `studio-laptop (root@studio-laptop.local): switch to the new system
   1. look before anything is changed: the space on /nix
   2. send 2 files: flake.nix, machines/studio-laptop/configuration.nix
   3. build nixosConfigurations.studio-laptop for x86_64-linux on the machine
   4. look whether somebody records or plays, here and right before the next step: if so, do not begin
   5. set the undo, then activate it; the machine goes back by itself when that takes over 10 min, or when the word does not come within 90 s
   6. check that ssh answers on a new connection and that no service failed anew
   7. give the word over a new connection; it is what the machine boots from then on
   8. if it needs a reboot: boot it once, while the former one stays the default; 90 s after that boot without a word, the machine boots the former one again
   9. check that ssh answers on a new connection and that no service failed anew
  10. give the word over a new connection; it is what the machine boots from then on
  Nothing of this is done when the machine has this configuration already: sha256-F`,
    );
  });

  it('tells where it is built when that is not the machine', () => {
    const target = { host: 'studio-laptop.local', user: 'ada', port: 2222 };
    const plan = planOf({ goal: 'boot', buildOn: { builder: 'big.local' }, adopt: true }, laptop({ target }));
    assert.match(print(plan), /^studio-laptop \(ada@studio-laptop\.local, port 2222\): make the new system the one that boots next\n/);
    assert.match(print(plan), /2\. build nixosConfigurations\.studio-laptop for x86_64-linux on big\.local\n/);
    assert.match(print(plan), /3\. copy it from big\.local to the machine, which fetches from its own caches what they have\n/);
    assert.match(print(plan), /5\. make it the default of the boot loader; what runs is left alone\n/);
    assert.doesNotMatch(print(plan), /as the last deployment left it/);
  });

  it('names units whose failure is borne', () =>
    assert.match(print(planOf({ tolerate: ['cups.service'] })), /the failure of cups\.service is borne/));

  it('says of a look what a look is', () =>
    assert.match(
      print(planOf({ goal: 'dry-activate' })),
      /4\. ask the new system what switching to it would do\n {2}fingerprint sha256-F$/,
    ));
});
