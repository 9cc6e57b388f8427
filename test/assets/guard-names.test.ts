import assert from 'node:assert/strict';
import { describeOnBed, type BedKind, type MachineState } from '../bed';
import type { BootLoaderKind } from '../bed/seed';
import { Guarded, linesOf, type Change, type Lines } from './support/guarded';

const note = (text: string): Change => `{ environment.etc.note.text = "${text}"; }`;

/** Its boot loader's installer stands still, or refuses, while a file is there. */
const withHandle: Change = `{
  system.preSwitchChecks.handle = ''
    if [ "$2" = boot ]; then
      [ ! -e /run/refuse ] || exit 1
      while [ -e /run/stand-still ]; do touch /run/stands; sleep 0.05; done
    fi
  '';
}`;

const PROFILES = '/nix/var/nix/profiles/system-profiles';

const GROUNDS: readonly { readonly kind: BedKind; readonly bootLoader: BootLoaderKind }[] = [
  { kind: 'light', bootLoader: 'systemd-boot' },
  { kind: 'systemd', bootLoader: 'grub' },
];

for (const { kind, bootLoader } of GROUNDS) {
  describeOnBed(
    `Names for generations on a ${kind} machine with ${bootLoader}`,
    { kind, machines: [{ name: 'one', bootLoader }] },
    (bed) => {
      let guard: Guarded;
      let was: MachineState;

      before(async function () {
        this.timeout(60_000);
        guard = await Guarded.on(bed(), 'one');
        assert.equal((await guard.deploy(withHandle)).outcome, 'switched');
        await guard.ask('pin', 'tour', 'generation=1');
      });
      beforeEach(async () => {
        was = await guard.machine.state();
      });

      /** The files of a name's profile. */
      const profile = async (name: string): Promise<string> =>
        (await guard.machine.console(`cd ${PROFILES} 2>/dev/null && ls | grep -x '${name}\\(-[0-9]*-link\\)*'; true`))
          .trim()
          .replaceAll('\n', ' ');
      const pin = async (wanted: string): Promise<Lines | undefined> => (await pins()).find(({ name }) => name === wanted);
      const pins = async (): Promise<readonly Lines[]> =>
        (await guard.call('pins')).stdout
          .trim()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => linesOf(line.replaceAll(' ', '\n')));
      /** What the boot menu has under the name: systems, by the menu's own files. */
      const menuOf = async (name: string): Promise<readonly string[]> => {
        const text = await guard.machine.console(
          bootLoader === 'grub'
            ? `sed -n "/^submenu .*Profile '${name}'/,/^submenu/p" /boot/grub/grub.cfg`
            : `cat /boot/loader/entries/nixos-${name}-generation-*.conf 2>/dev/null; true`,
        );
        return [...text.matchAll(/init=(\S+)\/init/g)].map(([, system]) => system!);
      };
      /** Nothing that a deployment would change has changed. */
      const asBefore = async (): Promise<void> => {
        const { generation, runningSystem, defaultSystem, defaultEntry } = await guard.atRest({
          generation: was.generation,
          system: was.profileSystem,
        });
        assert.deepEqual(
          { generation, runningSystem, defaultSystem, defaultEntry },
          {
            generation: was.generation,
            runningSystem: was.runningSystem,
            defaultSystem: was.defaultSystem,
            defaultEntry: was.defaultEntry,
          },
        );
        assert.equal(await guard.machine.console('ls /var/lib/studio-cdk/naming 2>/dev/null; true'), '');
      };

      it('stand in the boot menu, and what it boots by itself stays', async () => {
        const said = (await guard.call('pin', 'spring', 'by=alice@desk')).stdout;
        assert.match(
          said,
          new RegExp(`^name=spring generation=${was.generation} system=${was.runningSystem} at=\\d+ by=alice@desk menu=yes$`, 'm'),
        );
        assert.deepEqual([await profile('spring'), await menuOf('spring')], ['spring spring-1-link', [was.runningSystem]]);
        await asBefore();
        assert.match((await guard.ask('inspect')).pins!, /\bspring\b/);
        assert.match((await guard.call('generations')).stdout, new RegExp(`^number=${was.generation} .* pinned=spring current=yes`, 'm'));

        await guard.ask('unpin', 'spring');
        assert.deepEqual([await profile('spring'), await menuOf('spring'), await pin('spring')], ['', [], undefined]);
        assert.equal((await guard.call('unpin', 'spring')).code, 4);
        await asBefore();
      });

      it('are taken back when the menu cannot be written', async () => {
        await guard.machine.console('touch /run/refuse');
        const refused = [await guard.call('pin', 'full'), await guard.call('unpin', 'tour'), await guard.call('pin', 'tour', 'force=yes')];
        await guard.machine.console('rm /run/refuse');
        for (const { code, stdout } of refused) {
          assert.equal(code, 1);
          assert.match(stdout, /could not be written.* It is as it was before\./);
        }
        assert.equal(await profile('full'), '');
        const { generation, menu } = (await pin('tour'))!;
        assert.deepEqual([generation, menu], ['1', 'yes']);
        await asBefore();
      });

      /** Begins, and comes back when the boot loader's installer is at work. */
      const standingIn = async (verb: string, name: string): Promise<void> => {
        await guard.machine.console('rm -f /run/stands; touch /run/stand-still');
        void guard.call(verb, name).catch(() => undefined); // it ends with the machine, or is ended
        await guard.machine.console('until [ -e /run/stands ]; do sleep 0.05; done');
      };
      const pullThePlug = async (): Promise<void> => {
        await guard.machine.crash();
        await guard.machine.powerOn();
      };

      it('are there or not after a power cut, and nothing else is changed', async () => {
        await standingIn('pin', 'cut');
        await pullThePlug();
        assert.equal((await pin('cut'))?.menu, 'yes');
        await asBefore();

        await standingIn('unpin', 'cut');
        await pullThePlug();
        assert.deepEqual([await pin('cut'), await profile('cut'), await menuOf('cut')], [undefined, '', []]);
        await asBefore();
      }).timeout(60_000);

      // Nothing in these depends on the boot loader.
      if (kind === 'light') {
        it('may be given twice to the same, and to another only by force', async () => {
          await guard.ask('pin', 'twice');
          await guard.ask('pin', 'twice');
          assert.equal(await profile('twice'), 'twice twice-1-link');
          const { code, stdout } = await guard.call('pin', 'twice', 'generation=1');
          assert.equal(code, 77);
          assert.match(stdout, /«twice» is the name of generation \d+ already/);
          await guard.ask('pin', 'twice', 'generation=1', 'force=yes');
          assert.equal(await profile('twice'), 'twice twice-2-link');
          assert.equal((await menuOf('twice')).length, 1);
          assert.equal((await pin('twice'))?.generation, '1');
          await guard.ask('unpin', 'twice');
          await asBefore();
        });

        it('are not given to what is not there, nor taken from others', async () => {
          assert.equal((await guard.call('pin', 'autumn', 'generation=99')).code, 4);
          await guard.machine.console(`nix-env -p ${PROFILES}/theirs --set ${was.runningSystem}`);
          assert.equal((await guard.call('pin', 'theirs', 'force=yes')).code, 77);
          assert.equal((await guard.call('unpin', 'theirs')).code, 4);
          assert.equal(await profile('theirs'), 'theirs theirs-1-link');
          await guard.machine.console(`rm ${PROFILES}/theirs*`);
          await asBefore();
        });

        it('are refused before anything is changed when /boot is full', async () => {
          await guard.machine.fillBoot();
          const { code, stdout } = await guard.call('pin', 'full');
          await guard.machine.freeBoot();
          assert.equal(code, 1);
          assert.match(stdout, /less than 1024 kB left on \/boot.* Nothing was changed\./);
          assert.equal(await profile('full'), '');
          await asBefore();
        });

        it('wait for no deployment', async () => {
          const id = await guard.start(note('meanwhile'));
          await guard.until(id, 'wait');
          const { code, lines } = await guard.call('pin', 'meanwhile');
          assert.deepEqual([code, lines.lock_id], [75, id]);
          await guard.ask('cancel', id);
          await guard.result(id);
          await asBefore();
        });

        it('are there when the process was killed, with the next call', async () => {
          await standingIn('pin', 'killed');
          assert.equal((await guard.call('pin', 'another')).code, 75);
          await guard.machine.console(`pkill -KILL -f 'guard-[0-9a-f]* pin killed'`);
          // What it had started goes on writing the menu, and nobody else does meanwhile.
          assert.equal(await pin('killed'), undefined);
          assert.match((await guard.call('pin', 'another')).stdout, /menu is still being written/);
          await guard.machine.console('rm /run/stand-still; while pgrep -x timeout; do sleep 0.05; done');
          assert.equal((await pin('killed'))?.menu, 'yes');
          assert.equal(await guard.machine.console('ls -d /run/studio-cdk/naming-* 2>/dev/null; true'), '');
          await guard.ask('unpin', 'killed');
          await asBefore();
        });
      }

      it('keep a system when the garbage collector takes its generation, and lead back to it', async () => {
        const { system, generation } = await guard.deploy(note('the tour'));
        await guard.ask('pin', 'tour', 'force=yes');
        await guard.deploy(note('after the tour'));
        await guard.machine.console('nix-collect-garbage -d', { timeoutMs: 60_000 });
        was = await guard.machine.state();
        assert.deepEqual(was.generations, [was.generation], 'all former generations are gone');
        assert.equal((await pin('tour'))?.system, system);

        // Chosen in the boot menu, it runs; and the next boot brings the default.
        await guard.machine.console(
          bootLoader === 'grub'
            ? `grub-reboot "$(sed -n "/Profile 'tour'/,\\$s/^menuentry \\"\\([^\\"]*\\).*/NixOS - Profile 'tour'>\\1/p" /boot/grub/grub.cfg)"`
            : 'bootctl set-oneshot "$(cd /boot/loader/entries && ls nixos-tour-generation-*.conf)"',
        );
        await guard.machine.reboot();
        assert.equal((await guard.machine.state()).runningSystem, system);
        await guard.machine.reboot();
        await asBefore();

        const back = async (...options: readonly string[]): Promise<Lines> => {
          const id = `back-${options.length}-${Date.now()}`;
          await guard.ask('start', id, `system=${system}`, 'by=alice@desk', 'fingerprint=', ...options);
          if (options.length === 0 && (await guard.until(id, 'wait', 'finished')) === 'wait') await guard.ask('confirm', id);
          return guard.result(id);
        };
        if (kind === 'light') {
          const undone = await back('confirm=1');
          assert.deepEqual([undone.outcome, undone.reason], ['undone', 'not-confirmed']);
          await asBefore();
        }
        const switched = await back();
        assert.deepEqual([switched.outcome, switched.generation], ['switched', `${was.generation + 1}`]);
        await guard.atRest({ generation: was.generation + 1, system: system! });
        const facts = await guard.ask('inspect');
        assert.deepEqual(
          [facts.deployed_system, facts.deployed_fingerprint, facts.deployed_stack],
          [system, 'sha256-x', 'one'],
          `as generation ${generation}`,
        );
        assert.match(await guard.machine.console('cat /var/lib/studio-cdk/deployed.files/change.nix'), /the tour/);

        // The name now stands beside the default's own number; without it, the default is still there.
        was = await guard.machine.state();
        await guard.ask('unpin', 'tour');
        assert.deepEqual([await profile('tour'), await menuOf('tour')], ['', []]);
        const state = await guard.machine.state();
        assert.deepEqual([state.defaultSystem, state.runningSystem], [system, system]);
        if (bootLoader === 'systemd-boot') assert.equal(state.defaultEntry, `nixos-generation-${was.generation}.conf`);
      }).timeout(60_000);
    },
  );
}
