import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildFlake, evalExprs, evalFiles, evalFlake, evalMachine, evalToplevel, findNix, type NixError, parses } from './support/nix';
import { HAND_WRITTEN, refusal } from './support/stand-in';

describe('real Nix in tests', function () {
  this.timeout(60_000);
  before(function () {
    if (findNix().length === 0) {
      this.skip();
    }
  });

  for (const nix of findNix()) {
    describe(nix.name, () => {
      it('evaluates a flake written by hand to a system', async () => {
        assert.match(await evalToplevel(HAND_WRITTEN, 'rehearsal-room', { nix }), /-nixos-system-rehearsal-room-.*\.drv$/);
      });

      it('reads several options at once', async () => {
        assert.deepEqual(
          await evalMachine(
            HAND_WRITTEN,
            'rehearsal-room',
            {
              params: 'boot.kernelParams',
              ports: 'networking.firewall.allowedTCPPorts',
              swappiness: 'boot.kernel.sysctl."vm.swappiness"',
              trim: 'services.fstrim.enable',
              unit: 'home-manager.users.band.systemd.user.services.metronome.Service',
            },
            { nix },
          ),
          {
            params: ['preempt=full', 'threadirqs', 'loglevel=4'],
            ports: [22],
            swappiness: 20,
            trim: true,
            unit: { ExecStart: '/bin/sh -c true' },
          },
        );
      });

      it('leaves the folder of a flake alone, and needs no network with a lock file or without', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'flake with spaces '));
        try {
          cpSync(HAND_WRITTEN, folder, { recursive: true });
          await evalToplevel(folder, 'rehearsal-room', { nix });
          assert.equal(existsSync(join(folder, 'flake.lock')), false);
          const lock = lockOf('nixpkgs');
          writeFileSync(join(folder, 'flake.lock'), lock);
          await evalToplevel(folder, 'rehearsal-room', { nix });
          assert.equal(readFileSync(join(folder, 'flake.lock'), 'utf8'), lock);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });

      it('evaluates expressions and files, and tells Nix from anything else', async () => {
        assert.deepEqual(await evalExprs(['1 + 1', '"a\\${b}"', '{ x = null; }'], { nix }), [2, 'a${b}', { x: null }]);
        assert.equal(await parses(join(HAND_WRITTEN, 'flake.nix'), { nix }), true);
        assert.equal(await parses(resolve(__dirname, 'fixtures.test.ts'), { nix }), false);
        const [flake] = (await evalFiles([join(HAND_WRITTEN, 'machines', 'rehearsal-room', 'configuration.nix')], { nix }).catch(
          (error: unknown) => [error],
        )) as [NixError];
        // A function is no JSON: that, too, arrives as an error of Nix.
        assert.match(flake.reason, /cannot convert a function to JSON/);
      });

      it('gives the reason of a failure without its surroundings', async () => {
        const text = await refusal(
          evalFlake(HAND_WRITTEN, 'nixosConfigurations.rehearsal-room', { nix, apply: 'machine: throw "only this"' }),
        );
        assert.equal(text, 'only this');
      });
    });
  }

  it('builds a system whose wrapped programs run and see their plugins', async () => {
    const system = await buildFlake(HAND_WRITTEN, 'nixosConfigurations.rehearsal-room.config.system.build.toplevel');
    assert.equal(readFileSync(join(system, 'kernel-params'), 'utf8'), 'preempt=full threadirqs loglevel=4\n');
    const printed = execFileSync(join(system, 'sw', 'bin', 'carla'), ['--print-environment'], {
      encoding: 'utf8',
      env: { LV2_PATH: '/before' },
    });
    const paths = /^LV2_PATH=(.*)$/m.exec(printed)?.[1]?.split(':') ?? [];
    assert.deepEqual(
      paths.map((path) => path.replace(/.*\/store\/[^-]*-/, '').replace(/-\d[^/]*/, '')),
      ['dragonfly-reverb/lib/lv2', 'zam-plugins/lib/lv2', '/before'],
    );
    assert.ok(existsSync(join(paths[0]!, 'dragonfly-reverb.lv2')));
  });
});

/** A lock file as a clone has it: an input pinned to a revision that nobody here could fetch. */
function lockOf(input: string): string {
  const repository = { owner: 'NixOS', repo: 'nixpkgs', type: 'github' };
  const locked = { ...repository, lastModified: 1, narHash: `sha256-${'A'.repeat(43)}=`, rev: 'a'.repeat(40) };
  const nodes = { [input]: { locked, original: { ...repository, ref: 'nixos-26.05' } }, root: { inputs: { [input]: input } } };
  return JSON.stringify({ nodes, root: 'root', version: 7 });
}
