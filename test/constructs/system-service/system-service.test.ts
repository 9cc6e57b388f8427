import assert from 'node:assert/strict';
import { Pkg } from '../../../src/constructs/pkg';
import { StudioUser } from '../../../src/constructs/studio-user';
import {
  CpuScheduling,
  HomeAccess,
  Restart,
  ServiceType,
  SystemService,
  type SystemServiceProps,
} from '../../../src/constructs/system-service';
import { FlakeInput } from '../../../src/core';
import { Nix } from '../../../src/nix';
import { errors, machine, options, warnings } from '../../support/machine';

const SAMPLER = { description: 'plays samples', command: ['/opt/sampler'] };

function laptopWith(props: Partial<SystemServiceProps>, id = 'Sampler') {
  const laptop = machine();
  new SystemService(laptop, id, { ...SAMPLER, ...props });
  return laptop;
}

/** What the service says, by the last part of the option. */
function said(props: Partial<SystemServiceProps>, unit = 'systemd.services.sampler.'): Record<string, string> {
  const all = options(laptopWith(props), 'studio-laptop/Sampler');
  return Object.fromEntries(Object.entries(all).map(([path, value]) => [path.replace(unit, '').replace('serviceConfig.', ''), value]));
}

const execStart = (...command: unknown[]): string => said({ command })['ExecStart']!;

function refusal(props: Partial<SystemServiceProps>, id?: string): string {
  const found = errors(laptopWith(props, id));
  assert.equal(found.length, 1, found.join('\n'));
  return found[0]!;
}

describe('SystemService', () => {
  it('is a sandboxed unit with a user of its own', () => {
    assert.deepEqual(said({ stateFolder: 'sampler' }), {
      description: '"plays samples"',
      wantedBy: '[ "multi-user.target" ]',
      CapabilityBoundingSet: '""',
      DynamicUser: 'true',
      ExecStart: '"/opt/sampler"',
      LockPersonality: 'true',
      NoNewPrivileges: 'true',
      PrivateDevices: 'true',
      PrivateTmp: 'true',
      ProtectClock: 'true',
      ProtectControlGroups: 'true',
      ProtectHome: 'true',
      ProtectHostname: 'true',
      ProtectKernelLogs: 'true',
      ProtectKernelModules: 'true',
      ProtectKernelTunables: 'true',
      ProtectSystem: '"strict"',
      Restart: '"on-failure"',
      RestrictNamespaces: 'true',
      RestrictRealtime: 'true',
      RestrictSUIDSGID: 'true',
      StateDirectory: '"sampler"',
      SystemCallArchitectures: '"native"',
      Type: '"exec"',
      UMask: '"0027"',
      WorkingDirectory: '"%S/sampler"',
    });
  });

  it('is called after its construct, or as it is told', () => {
    const names = (props: Partial<SystemServiceProps>, id: string) => Object.keys(options(laptopWith(props, id), `studio-laptop/${id}`))[0];
    assert.equal(names({}, 'SampleSync'), 'systemd.services.sample-sync.description');
    assert.equal(names({}, 'Light desk'), 'systemd.services.light-desk.description');
    assert.equal(names({ serviceName: 'osc@stage' }, 'Osc'), 'systemd.services."osc@stage".description');
  });

  it('starts with others, at its times', () => {
    const units = said({ after: ['sound.target'], wants: ['sound.target'], wantedBy: ['graphical.target'] });
    assert.equal(units['after'], '[ "sound.target" ]');
    assert.equal(units['wants'], '[ "sound.target" ]');
    assert.equal(units['wantedBy'], '[ "graphical.target" ]');
    const task = said({ schedule: 'Mon..Fri 03:30' });
    assert.equal(task['startAt'], '"Mon..Fri 03:30"');
    assert.equal(task['wantedBy'], undefined);
    assert.equal(task['Type'], '"oneshot"');
    assert.equal(task['Restart'], '"no"');
  });

  it('runs as somebody, in groups and in a folder', () => {
    const laptop = machine();
    const alice = new StudioUser(laptop, 'Alice');
    new SystemService(laptop, 'Sampler', { ...SAMPLER, user: alice, groups: ['audio'], workingFolder: '/srv/50%' });
    const service = options(laptop, 'studio-laptop/Sampler');
    assert.equal(service['systemd.services.sampler.serviceConfig.User'], '"alice"');
    assert.equal(service['systemd.services.sampler.serviceConfig.DynamicUser'], undefined);
    assert.equal(service['systemd.services.sampler.serviceConfig.SupplementaryGroups'], '[ "audio" ]');
    assert.equal(service['systemd.services.sampler.serviceConfig.WorkingDirectory'], '"/srv/50%%"');
  });

  it('may play in time', () => {
    const service = said({
      realtimeLimit: 80,
      sandbox: { soundDevices: true },
      cpus: [2, 3],
      nice: -5,
      restart: Restart.ALWAYS,
      restartDelay: 2,
    });
    assert.equal(service['CPUAffinity'], '"2 3"');
    assert.equal(service['DeviceAllow'], '[ "char-alsa rw" ]');
    assert.equal(service['LimitMEMLOCK'], '"infinity"');
    assert.equal(service['LimitRTPRIO'], '80');
    assert.equal(service['Nice'], '-5');
    assert.equal(service['PrivateDevices'], undefined);
    assert.equal(service['ProtectClock'], undefined);
    assert.equal(service['Restart'], '"always"');
    assert.equal(service['RestartSec'], '2');
    assert.equal(service['RestrictRealtime'], 'false');
    assert.equal(service['SupplementaryGroups'], '[ "audio" ]');
    const fifo = said({ scheduling: CpuScheduling.FIFO, priority: 10 });
    assert.equal(fifo['CPUSchedulingPolicy'], '"fifo"');
    assert.equal(fifo['CPUSchedulingPriority'], '10');
    assert.equal(fifo['RestrictRealtime'], 'false');
  });

  it('is let out of its sandbox in one respect, or altogether', () => {
    const some = said({ sandbox: { home: HomeAccess.READ_ONLY, writablePaths: ['/srv/my recordings'], capabilities: ['CAP_SYS_NICE'] } });
    assert.equal(some['ProtectHome'], '"read-only"');
    assert.equal(some['ReadWritePaths'], String.raw`[ "\"/srv/my recordings\"" ]`);
    assert.equal(some['AmbientCapabilities'], '"CAP_SYS_NICE"');
    assert.equal(some['CapabilityBoundingSet'], '"CAP_SYS_NICE"');
    assert.deepEqual(Object.keys(said({ sandbox: { enabled: false } })), [
      'description',
      'wantedBy',
      'DynamicUser',
      'ExecStart',
      'Restart',
      'Type',
    ]);
  });

  it('runs in the session of whoever logs in', () => {
    const service = said({ userService: true, stateFolder: 'patchbay' }, 'systemd.user.services.sampler.');
    assert.equal(service['wantedBy'], '[ "default.target" ]');
    assert.equal(service['NoNewPrivileges'], 'true');
    assert.equal(service['ProtectSystem'], undefined);
    assert.equal(service['DynamicUser'], undefined);
    assert.match(
      refusal({ userService: true, user: 'alice', sandbox: { home: HomeAccess.FULL } }),
      /runs as the person who logged in, and has no user, sandbox\.home/,
    );
  });

  it('lets directives win over properties', () => {
    const service = said({ serviceConfig: { UMask: '0077', TimeoutStopSec: 5 } });
    assert.equal(service['UMask'], '"0077"');
    assert.equal(service['TimeoutStopSec'], '5');
  });

  describe('its command', () => {
    it('is words that mean nothing to systemd or to Nix', () => {
      assert.equal(execStart('/bin/x', '-r', 48000, 'a=b'), '"/bin/x -r 48000 a=b"');
      assert.equal(execStart('/bin/x', '$HOME', '100%', ';'), String.raw`"/bin/x $$HOME 100%% \";\""`);
      assert.equal(execStart('/bin/x', '${pkgs.evil}'), String.raw`"/bin/x \"$\${pkgs.evil}\""`);
      assert.equal(execStart('/bin/x', 'two words', '', `'"\\`), String.raw`"/bin/x \"two words\" \"\" \"'\\\"\\\\\""`);
      assert.equal(execStart('/bin/x', 'a\nExecStart=/bin/evil'), String.raw`"/bin/x \"a\\nExecStart=/bin/evil\""`);
    });

    it('begins with the program of a package', () => {
      assert.equal(execStart(Pkg.of('jacktrip'), '-s'), '"${lib.getExe pkgs.jacktrip} -s"');
      assert.equal(execStart(Pkg.of('reaper')), '"${pkgs.reaper}/bin/reaper"'); // nixpkgs names no main program of it
      const flake = new FlakeInput('band', { url: 'github:the-band/nix' });
      assert.match(execStart(Pkg.fromInput(flake, 'synth')), /^"\$\{lib\.getExe band\.packages\./);
    });

    it('takes expressions, alone or inside of text', () => {
      const sox = Nix.pkgs('sox');
      assert.equal(
        execStart(Nix.interpolate([sox, '/bin/play']), sox, Nix.path('./a.wav')),
        '"${pkgs.sox}/bin/play ${pkgs.sox} ${./a.wav}"',
      );
      assert.equal(execStart('/bin/x', Nix.interpolate(['in ', sox, '/$x'])), String.raw`"/bin/x \"in ${'$'}{pkgs.sox}/$$x\""`);
    });

    it('names its program in full, and is no line for a shell', () => {
      assert.match(refusal({ command: ['sox'] }), /«sox» is no absolute path/);
      assert.match(refusal({ command: ['sox in.wav out.wav'] }), /not a command line for a shell/);
      for (const program of ['-/bin/x', '/bin/x y', '/bin/$x', '@/bin/x'])
        assert.match(refusal({ command: [program] }), /is no absolute path/);
    });

    it('has words that can be written down', () => {
      assert.match(refusal({ command: [] }), /has no command/);
      assert.match(refusal({ command: ['/bin/x', true] }), /^Word 2 of the command cannot be written down\. It is neither text/);
      assert.match(refusal({ command: ['/bin/x', ['a']] }), /^Word 2 of the command cannot be written down\. It is neither text/);
      assert.match(refusal({ command: ['/bin/x', 'a\0b'] }), /^Word 2 of the command cannot be written down\. .*NUL/);
      assert.match(refusal({ command: ['/bin/x', undefined] }), /^Word 2 of the command cannot be written down\. .*undefined/);
    });
  });

  describe('its environment', () => {
    it('is what it says', () => {
      const environment = { LV2_PATH: Nix.interpolate([Nix.pkgs('calf'), '/lib/lv2']), RATE: 48000, SHARE: '50% of $HOME "${x}"' };
      const service = said({ environment });
      assert.equal(service['environment.LV2_PATH'], '"${pkgs.calf}/lib/lv2"');
      assert.equal(service['environment.RATE'], '"48000"');
      assert.equal(service['environment.SHARE'], String.raw`"50%% of $HOME \"\${x}\""`);
    });

    it('has names, and values that can be written down', () => {
      assert.match(refusal({ environment: { 'A=B': '1' } }), /«A=B» is no name of an environment variable/);
      assert.match(refusal({ environment: { A: () => 1 } }), /variable A cannot be written down\. .*function/);
      assert.match(refusal({ environment: { A: ['x'] } }), /variable A cannot be written down/);
    });

    it('warns of secrets, which belong into a file', () => {
      assert.match(warnings(laptopWith({ environment: { STREAM_PASSWORD: 'x' } })).join(), /STREAM_PASSWORD looks like a secret/);
      assert.equal(said({ environmentFile: '/etc/studio/stream.env' })['EnvironmentFile'], '"/etc/studio/stream.env"');
    });
  });

  it('refuses names that are none', () => {
    assert.match(refusal({ serviceName: '../evil' }), /cannot be called «\.\.\/evil»/);
    assert.match(refusal({ serviceName: 'x.service' }), /without \.service/);
    assert.match(refusal({ description: 'a\n[Service]\nExecStart=/bin/evil' }), /is not one line/);
    assert.match(refusal({ description: 'a\\' }), /ends without a backslash/);
    assert.match(refusal({ user: 'root; rm -rf' }), /cannot run as «root; rm -rf»/);
    assert.match(refusal({ groups: ['a b'] }), /cannot join the group «a b»/);
    assert.match(refusal({ stateFolder: '../etc' }), /«\.\.\/etc» is no state folder/);
    assert.match(refusal({ stateFolder: '/var/lib/x' }), /is no state folder/);
    assert.match(refusal({ workingFolder: 'x' }), /working folder «x» is no absolute path/);
    assert.match(refusal({ environmentFile: '/a/../b' }), /environment file/);
    assert.match(refusal({ sandbox: { writablePaths: ['/a\nb'] } }), /writable path/);
    assert.match(refusal({ sandbox: { capabilities: ['root'] } }), /«root» is no capability/);
    assert.match(refusal({ after: ['network-online'] }), /«network-online» is no name of a unit/);
    assert.match(refusal({ schedule: 'daily\nUnit=x' }), /is no time/);
    assert.match(refusal({ serviceConfig: { 'Exec Start': 'x' } }), /«Exec Start» is no directive/);
    assert.match(refusal({ serviceConfig: { Slice: 'a\nExecStart=/bin/evil' } }), /Slice has a line break/);
  });

  it('refuses numbers out of range', () => {
    assert.match(refusal({ nice: 20 }), /no niceness 20/);
    assert.match(refusal({ realtimeLimit: 100 }), /realtimeLimit cannot be 100/);
    assert.match(refusal({ scheduling: CpuScheduling.RR, priority: 0 }), /priority cannot be 0/);
    assert.match(refusal({ scheduling: CpuScheduling.FIFO }), /need a priority/);
    assert.match(refusal({ priority: 10 }), /priority means something with/);
    assert.match(refusal({ cpus: [-1] }), /no CPU -1/);
    assert.match(refusal({ restartDelay: -1 }), /after -1 seconds/);
    assert.match(refusal({ serviceType: ServiceType.ONESHOT, restart: Restart.ALWAYS }), /cannot be started again whenever/);
  });

  it('warns of a network that nobody waits for', () => {
    const late = { after: ['network-online.target'] };
    assert.match(warnings(laptopWith(late)).join(), /nothing starts by itself/);
    assert.doesNotMatch(warnings(laptopWith({ ...late, wants: ['network-online.target'] })).join(), /nothing starts/);
  });
});
