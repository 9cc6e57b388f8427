import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bed, describeOnBed, studio, type BedKind, type BedMachine, type Studio } from './index';
import { SCRIPTS } from './seed';

for (const kind of ['light', 'systemd'] as const satisfies readonly BedKind[]) {
  describeOnBed(`a ${kind} machine of the bed`, { kind, machines: ['one', 'two'] }, (bed) => {
    const one = (): BedMachine => bed().machine('one');
    const ssh = (command: string, machine = 'one', ...options: string[]) =>
      bed().operator.run(['ssh', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=2', ...options, `root@${machine}`, command], {
        timeoutMs: 15_000,
      });

    it('has booted its first generation, and can be reached', async () => {
      const state = await one().state();
      assert.equal(state.generation, 1);
      assert.equal(state.defaultEntry, 'nixos-generation-1.conf');
      assert.match(state.runningSystem ?? '', /^\/nix\/store\/\w{32}-nixos-system-/);
      for (const system of [state.bootedSystem, state.profileSystem, state.defaultSystem]) assert.equal(system, state.runningSystem);
      assert.equal(
        state.commandLine,
        `init=${state.runningSystem}/init ${await one().console('cat /run/current-system/kernel-params')}`.trim(),
      );
      assert.deepEqual([state.powered, state.sshReachable, state.lock, state.armed], [true, true, undefined, undefined]);
    });

    it('is a machine of its own, with its name, address, processes and files', async () => {
      assert.equal((await ssh('hostname', 'two')).stdout, 'two\n');
      await one().console('touch /etc/only-here');
      assert.equal((await ssh('ls /etc/only-here', 'two')).code, 2);
      assert.equal((await ssh('ip -4 -o address show eth0 | cut -d " " -f 7')).stdout, `${one().address}/16\n`);
      const processes = kind === 'systemd' ? ['systemd', 'systemd-journal', 'dbus-daemon'] : ['sh'];
      const names = (await one().console('ps -A -o comm=')).split('\n');
      for (const name of processes) assert.ok(names.includes(name), `${name} among ${names.join(' ')}`);
    });

    it('has systemd where it should, running without a failed unit', async () => {
      const said = await one().console('systemctl is-system-running --wait 2>&1 || true; systemctl --failed --no-legend 2>&1 || true');
      assert.match(said, kind === 'systemd' ? /^running\n$/ : /System has not been booted with systemd/);
    });

    it('has settings of the kernel that are its own and not those of this computer', async () => {
      const ours = readFileSync('/proc/sys/vm/swappiness', 'utf8');
      await one().console('echo 7 > /proc/sys/vm/swappiness');
      assert.equal((await one().state()).swappiness, 7);
      assert.equal((await bed().machine('two').state()).swappiness, 60);
      assert.equal(readFileSync('/proc/sys/vm/swappiness', 'utf8'), ours);
      await assert.rejects(one().console('echo 1 > /proc/sys/vm/laptop_mode'), /Read-only file system/);
      await one().console('echo 0 > /proc/sys/net/ipv4/ip_forward');
    });

    it('reboots itself, and is then another boot of the same disk', async () => {
      const before = await one().state();
      await one().reboot();
      const after = await one().state();
      assert.notEqual(after.bootId, before.bootId);
      assert.equal(after.runningSystem, before.runningSystem);
      assert.equal(after.swappiness, 60);
      assert.ok(Number((await one().console('cut -d " " -f 1 /proc/uptime')).trim()) < 10);
      await one().console('test -e /etc/only-here');
    });

    it('reboots when somebody asks it to over ssh', async () => {
      const again = one().nextBoot();
      await ssh('reboot', 'one', '-o', 'ServerAliveInterval=1', '-o', 'ServerAliveCountMax=1');
      await again;
      await one().waitForSsh();
      assert.ok((await one().state()).sshReachable);
    });

    it('loses its power, and comes back with it', async () => {
      await one().crash();
      const off = await one().state();
      assert.deepEqual([off.powered, off.bootId, off.sshReachable, off.generation], [false, undefined, false, 1]);
      await one().powerOn();
      assert.ok((await one().state()).sshReachable);
    });

    it('shows who holds the lock of deployments, while somebody does', async () => {
      const hold = 'mkdir -p /run/studio-cdk; cd /run/studio-cdk; printf "by=alice\\nphase=build\\n" > owner; touch lock';
      await one().console(hold);
      assert.equal((await one().state()).lock, undefined);
      await one().console('setsid flock /run/studio-cdk/lock sleep 3 >/dev/null 2>&1 & sleep 0.2');
      assert.deepEqual((await one().state()).lock, { by: 'alice', phase: 'build' });
      assert.equal((await bed().machine('two').state()).lock, undefined);
    });

    it('is cut off and connected again', async () => {
      await one().cutLink();
      assert.equal((await ssh('true')).code, 255);
      assert.equal(one().isPowered, true);
      await one().restoreLink();
      assert.equal((await ssh('true')).code, 0);
    });

    it('has a slow cable, also after a reboot', async () => {
      await one().rate('800kbit');
      await one().reboot();
      const begin = Date.now();
      assert.equal((await ssh('head -c 100000 /dev/urandom')).stdout.length > 50_000, true);
      const seconds = (Date.now() - begin) / 1000;
      await one().rate(undefined);
      assert.ok(seconds > 0.8 && seconds < 5, `${seconds} s for 100 kB`);
    });

    it('has a long cable', async () => {
      await one().latency(60);
      const begin = Date.now();
      assert.equal((await ssh('echo far')).stdout, 'far\n');
      const milliseconds = Date.now() - begin;
      await one().latency(undefined);
      assert.ok(milliseconds > 600, `${milliseconds} ms`);
      assert.equal((await ssh('echo near')).stdout, 'near\n');
    });

    it('can be without sshd', async () => {
      await one().stopSshd();
      assert.match((await ssh('true')).stderr, /Connection refused/);
      await one().startSshd();
      assert.equal((await ssh('true')).code, 0);
    });

    it('gets another host key, which nobody trusts', async () => {
      await bed().machine('two').rekey();
      assert.match((await ssh('true', 'two', '-o', 'StrictHostKeyChecking=yes')).stderr, /REMOTE HOST IDENTIFICATION HAS CHANGED/);
    });

    it('has a full /nix or /boot, until it is freed', async () => {
      await one().fillNix();
      await assert.rejects(one().console('cp /bin/sh /nix/more'), /No space left/);
      await one().freeNix();
      await one().console('rm -f /nix/more; cp /bin/sh /nix/more; rm /nix/more');
      await one().fillBoot();
      await assert.rejects(one().console('cp /bin/sh /boot/more'), /No space left/);
      await one().freeBoot();
      await one().console('rm -f /boot/more; cp /bin/sh /boot/more');
    });

    it('has a clock that goes wrong', async function () {
      if (spawnSync('find', ['/usr/lib', '-name', 'libfaketime.so.1', '-print', '-quit']).stdout.length === 0) this.skip();
      await one().clock(86_400);
      const seconds = Number((await ssh('date +%s')).stdout);
      await one().clock(0);
      assert.ok(Math.abs(seconds - Date.now() / 1000 - 86_400) < 5, `${seconds}`);
      assert.ok(Math.abs(Number((await ssh('date +%s')).stdout) - Date.now() / 1000) < 5);
    });

    it('boots what its boot loader is told to boot once, and then the default again', async () => {
      await one().console('nix-env -p /nix/var/nix/profiles/system --set "$(readlink -f /run/current-system)"');
      await one().console(
        'cd /boot/loader/entries && sed s/loglevel=4/loglevel=7/ nixos-generation-1.conf > nixos-generation-9.conf && bootctl set-oneshot nixos-generation-9.conf',
      );
      const armed = await one().state();
      assert.deepEqual([armed.defaultEntry, armed.bootsOnce], ['nixos-generation-9.conf', true]);
      await one().reboot();
      assert.match((await one().state()).commandLine ?? '', /loglevel=7/);
      await one().reboot();
      assert.match((await one().state()).commandLine ?? '', /loglevel=4/);
    });

    it('never comes up with a kernel that hangs, and boots the default after the next power cycle', async () => {
      const entry =
        'sed "s/^options .*/& bed.hang/" nixos-generation-1.conf > nixos-generation-8.conf && bootctl set-oneshot nixos-generation-8.conf';
      await one().console(`cd /boot/loader/entries && ${entry}`);
      const again = one().nextBoot();
      await one()
        .console('reboot')
        .catch(() => undefined);
      await again;
      assert.equal((await one().state()).sshReachable, false);
      await one().crash();
      await one().powerOn();
      assert.ok((await one().state()).sshReachable);
    });

    it('comes up without a network where its kernel does not know the card', async () => {
      const entry =
        'sed "s/^options .*/& bed.nonet/" nixos-generation-1.conf > nixos-generation-7.conf && bootctl set-oneshot nixos-generation-7.conf';
      await one().console(`cd /boot/loader/entries && ${entry}`);
      await one().reboot();
      const state = await one().state();
      assert.deepEqual([state.powered, state.sshReachable], [true, false]);
      assert.match(state.commandLine ?? '', /bed\.nonet/);
      await one().reboot();
      assert.ok((await one().state()).sshReachable);
    });
  });
}

describe('the shell scripts of the bed', () => {
  it('are clean for shellcheck', function () {
    const scripts = readdirSync(SCRIPTS).filter((name) => name.endsWith('.sh'));
    const { error, stdout } = spawnSync('shellcheck', ['--severity=style', '--external-sources', ...scripts], {
      cwd: SCRIPTS,
      encoding: 'utf8',
    });
    if (error) this.skip();
    assert.equal(stdout, '');
  });
});

describeOnBed('a studio on the bed', { kind: 'systemd', machines: ['one', { name: 'old', bootLoader: 'grub' }] }, (bed) => {
  let made: Studio;

  before(async () => {
    const code = "  new cdk.RealtimeKernel(stack, 'Kernel', { swappiness: 10 });";
    made = await studio(bed(), { machines: [{ machine: 'one', stack: 'laptop', code }, 'old'] });
    assert.equal((await made.cdk(['synth'])).code, 0);
  });

  for (const [name, stack] of [
    ['one', 'laptop'],
    ['old', 'old'],
  ] as const) {
    it(`is built and switched to by nixos-rebuild on the machine «${name}», offline, and boots`, async () => {
      const machine = bed().machine(name);
      await bed().operator.run(['scp', '-qr', 'studio/cdk.out', `root@${name}:/root/assembly`]);
      const rebuilt = await bed().operator.run(['ssh', `root@${name}`, `nixos-rebuild switch --flake path:/root/assembly#${stack}`]);
      assert.equal(rebuilt.code, 0, rebuilt.stderr);
      const running = await machine.state();
      assert.equal(running.generation, 2);
      assert.ok(running.sshReachable);
      for (const system of [running.profileSystem, running.defaultSystem]) assert.equal(system, running.runningSystem);
      assert.notEqual(running.bootedSystem, running.runningSystem);
      await machine.reboot();
      const rebooted = await machine.state();
      assert.equal(rebooted.bootedSystem, running.runningSystem);
      assert.equal(rebooted.swappiness, name === 'one' ? 10 : 60);
      assert.equal(await machine.console('hostname'), `${stack}\n`);
    });
  }
});

describeOnBed('the operator of the bed', { kind: 'light', machines: ['one'] }, (bed) => {
  it('has a home of its own, which ssh believes in', async () => {
    const { home } = bed().operator;
    writeFileSync(join(home, 'hello'), 'from outside\n');
    assert.equal((await bed().operator.run(['sh', '-c', 'pwd; cat hello'])).stdout, `${home}\nfrom outside\n`);
    const { stdout } = await bed().operator.run(['ssh', '-G', 'one']);
    assert.ok(stdout.includes(`identityfile ~/.ssh/id_ed25519`) || stdout.includes(`identityfile ${home}/.ssh/id_ed25519`), stdout);
    assert.equal(
      (await bed().operator.run(['sh', '-c', 'cd; pwd; echo ~root'])).stdout,
      `${home}
${home}
`,
    );
  });

  it('has a Nix store with the stand-ins, and copies from it', async () => {
    const { operator } = bed();
    writeFileSync(
      join(operator.home, 'x.nix'),
      'derivation { name = "x"; system = "x86_64-linux"; builder = "/bin/sh"; args = [ "-c" "echo made > $out" ]; }',
    );
    const built = (await operator.run(['nix-build', '--no-out-link', 'x.nix'])).stdout.trim();
    assert.equal((await operator.run(['nix', 'copy', '--to', 'ssh://root@one', built])).code, 0);
    assert.equal(await bed().machine('one').console(`cat ${built}`), 'made\n');
  });

  it('interrupts a program and all that it started', async () => {
    const running = bed().operator.spawn(['sh', '-c', 'trap "echo interrupted; exit 3" INT; echo ready; while :; do sleep 1; done']);
    await running.waitFor('ready');
    running.signal('SIGINT');
    const { code, stdout } = await running.ended;
    assert.deepEqual([code, stdout], [3, 'ready\ninterrupted\n']);
  });

  it('is told of a program that ends before it says what was waited for', async () => {
    const running = bed().operator.spawn(['echo', 'this']);
    await assert.rejects(running.waitFor('that', 5000), /ended before it printed that/);
  });

  it('has a time limit for every program', async () => {
    await assert.rejects(bed().operator.run(['sleep', '20'], { timeoutMs: 100 }), /«sleep 20» took more than 100 ms/);
  });
});

describeOnBed(
  'the users of a machine',
  {
    kind: 'light',
    machines: [
      {
        name: 'shared',
        users: [
          { name: 'alice', password: 'a b$"\'c', isAdministrator: true },
          { name: 'deploy', mayRun: ['/run/current-system/sw/bin/nixos-version --json'] },
        ],
      },
    ],
  },
  (bed) => {
    const as = (user: string, command: string, input?: string) => bed().operator.run(['ssh', `${user}@shared`, command], { input });

    it('become root with sudo and their password', async () => {
      assert.deepEqual((await as('alice', "sudo -k -S -p '' -- id -u", 'a b$"\'c\n')).stdout, '0\n');
      const wrong = await as('alice', "sudo -k -S -p '' -- id -u", 'something else\n');
      assert.equal(wrong.code, 1);
      assert.match(wrong.stderr, /incorrect password attempt/);
    });

    it('may run without a password what they were allowed to, and nothing else', async () => {
      assert.equal((await as('deploy', 'sudo -n -- /run/current-system/sw/bin/nixos-version --json')).code, 0);
      assert.match((await as('deploy', 'sudo -n -- /run/current-system/sw/bin/nixos-version')).stderr, /a password is required/);
    });
  },
);

describeOnBed('a machine with GRUB', { kind: 'light', machines: [{ name: 'old', bootLoader: 'grub' }] }, (bed) => {
  it('boots an entry of its menu once, and then the default again', async () => {
    const old = bed().machine('old');
    assert.equal((await old.state()).defaultEntry, 'NixOS');
    await old.console('grub-reboot "1>0"');
    assert.equal((await old.state()).bootsOnce, true);
    await old.reboot();
    assert.deepEqual([(await old.state()).defaultEntry, (await old.state()).bootsOnce], ['NixOS', false]);
  });
});

describe('the end of a bed', () => {
  describeOnBed('of tests', { kind: 'light', machines: [] }, () => {
    it('leaves no process, folder or control group', async () => {
      const bed = await Bed.start({ kind: 'light', machines: ['one'] });
      const state = join(bed.operator.home, '..');
      await bed.stop();
      assert.equal(existsSync(state), false);
      assert.deepEqual(processesWith(state), []);
    });

    it('comes also when the tests are killed', async function () {
      this.timeout(30_000);
      const program = `
        require('tsx/cjs');
        const { Bed } = require(${JSON.stringify(__dirname)});
        Bed.start({ kind: 'light', machines: ['one'] }).then((bed) => {
          console.log(bed.operator.home);
          process.kill(process.pid, 'SIGKILL');
        });`;
      const { stdout, signal } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', timeout: 20_000 });
      assert.equal(signal, 'SIGKILL');
      const state = join(stdout.trim(), '..');
      const deadline = Date.now() + 5000;
      while (Date.now() < deadline && (existsSync(state) || processesWith(state).length > 0))
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(existsSync(state), false);
      assert.deepEqual(processesWith(state), []);
      assert.deepEqual(
        readdirSync(tmpdir()).filter((name) => state.endsWith(name)),
        [],
      );
    });
  });
});

/** Command lines that name the folder. */
function processesWith(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(folder));
}
