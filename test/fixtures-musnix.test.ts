import assert from 'node:assert/strict';
import { evalExpr, findNix } from './support/nix';
import { BASE, MUSNIX, machineOf, option, refusal } from './support/stand-in';

describe('the stand-in for musnix', function () {
  before(function () {
    if (findNix().length === 0) {
      this.skip();
    }
  });
  const musnix = (path: string, ...modules: string[]): Promise<unknown> =>
    option(path, MUSNIX, '{ _file = "musnix user"; musnix.enable = true; }', ...modules);
  const swappiness = 'boot.kernel.sysctl."vm.swappiness"';

  it('has the sixteen options with their defaults', async () => {
    const machine = machineOf(BASE, MUSNIX);
    const defaults = (await evalExpr(
      `builtins.removeAttrs ${machine}.config.musnix [ "kernel" ] // { inherit (${machine}.config.musnix.kernel) realtime; }`,
    )) as object;
    assert.deepEqual(defaults, {
      alsaSeq: { enable: true },
      das_watchdog: { enable: false },
      enable: false,
      ffado: { enable: false },
      realtime: false,
      rtcqs: { enable: false },
      rtirq: {
        enable: false,
        highList: '',
        nameList: 'snd usb i8042',
        nonThreaded: 'rtc snd',
        prioDecr: 5,
        prioHigh: 90,
        prioLow: 51,
        resetAll: 0,
      },
      soundcardPciId: '',
    });
  });

  it('sets swappiness so that only mkForce changes it', async () => {
    assert.equal(await musnix(swappiness), 10);
    assert.match(await refusal(musnix(swappiness, `{ ${swappiness} = 10; }`)), /defined multiple times/);
    assert.equal(await musnix(swappiness, `{ ${swappiness} = lib.mkDefault 60; }`), 10);
    assert.equal(await musnix(swappiness, `{ ${swappiness} = lib.mkForce 60; }`), 60);
  });

  it('sets the governor, where an equal value merges and another conflicts', async () => {
    const governor = 'powerManagement.cpuFreqGovernor';
    assert.equal(await musnix(governor, `{ ${governor} = "performance"; }`), 'performance');
    assert.equal(await musnix(governor, `{ ${governor} = lib.mkDefault "powersave"; }`), 'performance');
    assert.match(await refusal(musnix(governor, `{ ${governor} = "powersave"; }`)), /conflicting definition values/);
  });

  it('sets plugin paths by default, so that a plain definition replaces them', async () => {
    const path = 'environment.sessionVariables.LV2_PATH';
    assert.equal(
      await musnix(path),
      '$HOME/.lv2:$HOME/.nix-profile/lib/lv2:/run/current-system/sw/lib/lv2:/etc/profiles/per-user/$USER/lib/lv2',
    );
    assert.equal(await musnix(path, `{ ${path} = "/mine"; }`), '/mine');
  });

  it('adds threadirqs in any case', async () => {
    assert.deepEqual(await musnix('boot.kernelParams', '{ boot.kernelParams = [ "threadirqs" ]; }'), [
      'threadirqs',
      'threadirqs',
      'loglevel=4',
    ]);
  });

  it('builds a realtime kernel from 6.12 on, and silently an ordinary one from older sets', async () => {
    const realtime = (set: string): Promise<unknown> =>
      option(
        'boot.kernelPackages.kernel.structuredExtraConfig',
        MUSNIX,
        `{ pkgs, ... }: { musnix.kernel = { realtime = true; packages = pkgs.${set}; }; }`,
      );
    assert.deepEqual(await realtime('linuxPackages_6_12'), { EXPERT: 'y', PREEMPT_RT: 'y', PREEMPT_VOLUNTARY: 'n', RT_GROUP_SCHED: 'n' });
    assert.deepEqual(await realtime('linuxPackages_6_6'), {});
    assert.match(await refusal(realtime('linuxPackages_6_16')), /linuxPackages_6_16 has been removed/);
  });

  it('sets the kernel packages, so that setting them too is an error', async () => {
    const both = ['{ musnix.kernel.realtime = true; }', '{ pkgs, ... }: { boot.kernelPackages = pkgs.linuxPackages_latest; }'];
    assert.match(await refusal(musnix('boot.kernelPackages.kernel.version', ...both)), /`boot\.kernelPackages' is defined multiple times/);
  });

  it('turns the watchdog on with a realtime kernel, and conflicts with the plain service otherwise', async () => {
    assert.equal(await musnix('services.das_watchdog.enable', '{ musnix.kernel.realtime = true; }'), true);
    assert.match(
      await refusal(musnix('services.das_watchdog.enable', '{ services.das_watchdog.enable = true; }')),
      /conflicting definition values/,
    );
  });

  it('takes an integer for rtirq.resetAll, no boolean', async () => {
    assert.match(await refusal(musnix('musnix.rtirq.resetAll', '{ musnix.rtirq.resetAll = true; }')), /not of type `signed integer'/);
  });

  it('refuses an option it does not have', async () => {
    assert.match(
      await refusal(musnix('networking.hostName', '{ _file = "bin/a.ts:7 (x)"; musnix.kernel.latencytop = true; }')),
      /`musnix\.kernel\.latencytop' does not exist[^]*bin\/a\.ts:7/,
    );
  });

  it('writes rtirq.conf', async () => {
    const text = (await musnix(
      'environment.etc."rtirq.conf".text',
      '{ musnix.rtirq = { enable = true; nameList = "usb snd"; }; }',
    )) as string;
    assert.match(text, /^RTIRQ_NAME_LIST="usb snd"\nRTIRQ_PRIO_HIGH=90\n/);
    assert.doesNotMatch(text, /HIGH_LIST/);
  });
});
