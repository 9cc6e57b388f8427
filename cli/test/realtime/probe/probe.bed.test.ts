import assert from 'node:assert/strict';
import { describeOnBed, type Bed, type BedKind } from '../../../../test/bed';
import { takeSnapshot } from '../../../src/realtime/probe/take-snapshot';
import type { RunProgram } from '../../../src/realtime/run-program';
import type { Snapshot } from '../../../src/realtime/snapshot';
import { shellWord } from '../../../src/ssh/shell-word';

/** Over ssh, from where the operator sits. */
const over = (bed: Bed, user: string): RunProgram => {
  return (argv, input = '') => bed.operator.run(['ssh', `${user}@laptop`, ...argv.map(shellWord)], { input, timeoutMs: 20_000 });
};

const KINDS: readonly BedKind[] = ['light', 'systemd'];

for (const kind of KINDS)
  describeOnBed(
    `the probe on a machine that was not tuned (${kind})`,
    { kind, machines: [{ name: 'laptop', users: [{ name: 'anna' }] }] },
    (bed) => {
      let root: Snapshot;
      let anna: Snapshot;
      before(async function () {
        this.timeout(60_000);
        root = await takeSnapshot(over(bed(), 'root'), { musicians: ['anna'] });
        anna = await takeSnapshot(over(bed(), 'anna'));
      });

      it('sees the machine, as root and as anna', () => {
        for (const snapshot of [root, anna]) {
          assert.deepEqual([snapshot.hostname, snapshot.os.id], ['laptop', 'nixos']);
          assert.notEqual(snapshot.cpus.length, 0);
          assert.equal(snapshot.sysctls['vm.swappiness'], '60');
        }
        assert.deepEqual([root.user.name, anna.user.name], ['root', 'anna']);
        assert.equal(root.bootId, anna.bootId);
      });

      it('finds no governor, no card and no server of sound, and takes none of it for well', () => {
        assert.ok(root.cpus.every(({ governor }) => governor === undefined));
        assert.deepEqual([root.cards, root.pipewire, root.jack, root.daws], [[], undefined, undefined, []]);
      });

      it('sees that anna was granted nothing, by her own session and as root', () => {
        const [hers] = anna.musicians;
        assert.deepEqual([hers?.name, hers?.limits?.from, hers?.limits?.rtprio, hers?.maySetRealtime], ['anna', 'self', 0, false]);
        const [seen] = root.musicians;
        assert.equal(seen?.exists, true);
        assert.deepEqual([seen?.limits?.from, seen?.limits?.rtprio, seen?.maySetRealtime], ['login', 0, false]);
        assert.equal(seen?.groups.includes('audio'), false);
      });

      it('knows that what runs was booted', () => {
        assert.equal(root.pendingReboot?.pending, false);
        assert.match(root.pendingReboot?.current ?? '', /^\/nix\/store\//);
      });

      it(kind === 'systemd' ? 'knows which units there are' : 'says nothing of units where there is no systemd', () => {
        if (kind === 'systemd') assert.equal(typeof root.units, 'object');
        else assert.equal(root.units, undefined);
      });
    },
  );
