/**
 * The stand-ins for nixpkgs and musnix are honest: they accept, refuse and say what the real ones do. Every test of a
 * generated flake leans on this.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { evalExpr, evalExprs, findNix, fixturePackages, FIXTURES, nixPath } from './support/nix';
import { BASE, LIB, machineOf, option, refusal, toplevel } from './support/stand-in';

describe('the stand-in for nixpkgs', function () {
  before(function () {
    if (findNix().length === 0) {
      this.skip();
    }
  });

  describe('evaluates modules', () => {
    it('names both files when definitions conflict', async () => {
      const text = await refusal(
        option(
          'networking.hostName',
          '{ _file = "bin/studio.ts:6 (laptop)"; networking.hostName = "a"; }',
          '{ _file = "bin/studio.ts:22 (laptop/Net)"; networking.hostName = "b"; }',
        ),
      );
      assert.equal(
        text,
        'The option `networking.hostName\' has conflicting definition values:\n- In `bin/studio.ts:22 (laptop/Net)\': "b"\n- In `bin/studio.ts:6 (laptop)\': "a"\n' +
          'Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.',
      );
    });

    it('merges equal values', async () => {
      assert.equal(await option('networking.hostName', '{ networking.hostName = "a"; }', '{ networking.hostName = "a"; }'), 'a');
    });

    it('refuses an option that nothing declares, and shows its value', async () => {
      assert.equal(
        await refusal(option('networking.hostName', '{ _file = "bin/studio.ts:9 (laptop/Audio)"; services.pipewire.quantum = 64; }')),
        "The option `services.pipewire.quantum' does not exist. Definition values:\n- In `bin/studio.ts:9 (laptop/Audio)': 64",
      );
    });

    it('quotes the names in option paths that are no identifiers', async () => {
      assert.match(
        await refusal(toplevel('{ fileSystems."/srv".colour = 1; }')),
        /The option `fileSystems\."\/srv"\.colour' does not exist/,
      );
    });

    it('refuses a value of another type', async () => {
      assert.equal(
        await refusal(toplevel('{ _file = "bin/studio.ts:3 (laptop)"; boot.consoleLogLevel = "4"; }')),
        "A definition for option `boot.consoleLogLevel' is not of type `signed integer'. Definition values:\n- In `bin/studio.ts:3 (laptop)': \"4\"",
      );
    });

    it('refuses a list entry of another type', async () => {
      assert.match(
        await refusal(toplevel('{ networking.firewall.allowedTCPPorts = [ 22 70000 ]; }')),
        /`networking\.firewall\.allowedTCPPorts\.\[definition 1-entry 2\]' is not of type `16 bit unsigned integer/,
      );
    });

    it('checks the options of submodules', async () => {
      assert.match(
        await refusal(toplevel('{ users.users.alice = { isNormalUser = true; extraGroups = "audio"; }; }')),
        /`users\.users\.alice\.extraGroups' is not of type `list of string'/,
      );
    });

    it('lets the lower priority number win', async () => {
      const modules = ['{ time.timeZone = lib.mkDefault "A"; }', '{ time.timeZone = "B"; }', '{ time.timeZone = lib.mkForce "C"; }'];
      assert.equal(await option('time.timeZone', modules[0]!), 'A');
      assert.equal(await option('time.timeZone', ...modules.slice(0, 2)), 'B');
      assert.equal(await option('time.timeZone', ...modules), 'C');
      assert.equal(await option('time.timeZone', ...modules, '{ time.timeZone = lib.mkOverride 40 "D"; }'), 'D');
    });

    it('sorts lists by order, and else puts what is imported first', async () => {
      assert.deepEqual(
        await option(
          'boot.blacklistedKernelModules',
          `{ imports = [ { boot.blacklistedKernelModules = [ "imported" ]; } ]; boot.blacklistedKernelModules = [ "own" ]; }`,
          '{ boot.blacklistedKernelModules = lib.mkAfter [ "last" ]; }',
          '{ boot.blacklistedKernelModules = lib.mkBefore [ "first" ]; }',
          '{ boot.blacklistedKernelModules = lib.mkOrder 400 [ "before all" ]; }',
        ),
        ['before all', 'first', 'imported', 'own', 'last'],
      );
    });

    it('carries out conditions and merges, also around whole sets', async () => {
      assert.deepEqual(
        await option(
          'environment.shellAliases',
          '{ config, ... }: { config = lib.mkMerge [ (lib.mkIf config.security.rtkit.enable { environment.shellAliases.a = "1"; }) { environment.shellAliases.b = lib.mkIf false "2"; } ]; }',
          '{ security.rtkit.enable = true; }',
        ),
        { a: '1' },
      );
    });

    it('says which argument a module lacks', async () => {
      assert.match(
        await refusal(toplevel('{ unstable, ... }: { environment.systemPackages = [ unstable.vim ]; }')),
        /module argument `unstable' is not available/,
      );
    });

    it('refuses definitions beside «config»', async () => {
      assert.match(await refusal(toplevel('{ config = { }; time.timeZone = "UTC"; }')), /unsupported attribute `time'/);
    });

    it('merges the JSON of PipeWire key by key, and refuses two values for one', async () => {
      const rate = (value: number): string => `{ services.pipewire.extraConfig.pipewire.x."context.properties".rate = ${value}; }`;
      const quantum = '{ services.pipewire.extraConfig.pipewire.x."context.properties".quantum = 64; }';
      assert.deepEqual(await option('services.pipewire.extraConfig.pipewire.x', rate(48000), quantum), {
        'context.properties': { quantum: 64, rate: 48000 },
      });
      assert.match(
        await refusal(option('services.pipewire.extraConfig.pipewire.x', rate(48000), rate(44100))),
        /conflicting definition values|multiple times/,
      );
    });

    it('allows one definition of a sysctl key, and no second one even if it is equal', async () => {
      const swappiness = '{ boot.kernel.sysctl."vm.swappiness" = 10; }';
      assert.equal(await option('boot.kernel.sysctl."vm.swappiness"', swappiness), 10);
      assert.match(
        await refusal(option('boot.kernel.sysctl."vm.swappiness"', swappiness, swappiness)),
        /The option `boot\.kernel\.sysctl\."vm\.swappiness"' is defined multiple times/,
      );
    });

    it('knows a type for every row of its option table', async () => {
      const nixos = join(FIXTURES, 'nixpkgs', 'nixos');
      const unknown = await evalExpr(`
        let
          lib = ${LIB};
          rows = lib.importJSON ${nixPath(join(nixos, 'options.json'))};
          anything = lib.types.anything // { openTo = type: builtins.seq type.description lib.types.anything; };
          typeOf = import ${nixPath(join(nixos, 'type-notation.nix'))} lib anything;
        in
        builtins.filter (path: !(builtins.tryEval (typeOf rows.\${path}.type).name).success) (builtins.attrNames rows)`);
      assert.deepEqual(unknown, []);
    });

    it('has defaults of the declared types', async () => {
      const wrong = await evalExpr(`
        let
          machine = ${machineOf(BASE)};
          lib = machine.lib;
          holds = option: !option.isDefined || (builtins.tryEval (builtins.seq option.value true)).success;
          walk = tree: builtins.concatMap (
            name: if lib.isOption tree.\${name} then lib.optional (!holds tree.\${name}) (lib.showOption tree.\${name}.loc) else walk tree.\${name}
          ) (builtins.attrNames tree);
        in
        walk (removeAttrs machine.options [ "_module" ])`);
      // Without a domain there is no full name: NixOS refuses as well.
      assert.deepEqual(wrong, ['networking.fqdn']);
    });
  });

  describe('refuses machines that could not work', () => {
    const failing: Readonly<Record<string, readonly [module: string, message: RegExp]>> = {
      'the removed sound.enable': [
        '{ _file = "bin/a.ts:1 (x)"; sound.enable = true; }',
        /`sound\.enable' in `bin\/a\.ts:1 \(x\)' no longer has any effect/,
      ],
      'the removed systemd.extraConfig': ['{ systemd.extraConfig = "x"; }', /Use systemd\.settings\.Manager instead/],
      'PulseAudio beside PipeWire': [
        '{ services.pulseaudio.enable = true; services.pipewire = { enable = true; pulse.enable = true; }; }',
        /conflicts with PulseAudio/,
      ],
      'jackd beside PipeWire as JACK': [
        '{ services.jack.jackd.enable = true; services.pipewire = { enable = true; jack.enable = true; }; }',
        /JACK emulation doesn't use the JACK service/,
      ],
      'files in /etc/pipewire': [
        '{ services.pipewire.enable = true; environment.etc."pipewire/a.conf".text = ""; }',
        /directly is no longer supported/,
      ],
      'a user of neither kind': [
        '{ users.users.alice.group = "users"; }',
        /Exactly one of users\.users\.alice\.isSystemUser and users\.users\.alice\.isNormalUser must be set/,
      ],
      'GRUB without a device': [
        '{ boot.loader.systemd-boot.enable = lib.mkForce false; }',
        /You must set the option ‘boot\.loader\.grub\.devices’/,
      ],
      'two daemons for power': [
        '{ services.power-profiles-daemon.enable = true; services.tlp.enable = true; }',
        /conflicts with services\.tlp\.enable/,
      ],
    };
    for (const [name, [module, message]] of Object.entries(failing)) {
      it(name, async () => {
        const text = await refusal(toplevel(module));
        assert.match(text, /^Failed assertions:\n- /);
        assert.match(text, message);
      });
    }

    it('a machine without a root file system', async () => {
      const text = await refusal(
        evalExpr(`${machineOf('{ nixpkgs.hostPlatform = "x86_64-linux"; }')}.config.system.build.toplevel.drvPath`),
      );
      assert.match(text, /The ‘fileSystems’ option does not specify your root file system/);
    });

    it('a machine without a platform', async () => {
      const text = await refusal(
        evalExpr(
          `${machineOf('{ fileSystems."/".device = "/dev/vda"; boot.loader.systemd-boot.enable = true; }')}.config.system.build.toplevel.drvPath`,
        ),
      );
      assert.match(text, /Neither nixpkgs\.hostPlatform nor the legacy option nixpkgs\.system has been set/);
    });

    it('and says everything at once', async () => {
      const text = await refusal(toplevel('{ sound.enable = true; users.users.alice = { }; }'));
      assert.match(text, /sound\.enable[^]*users\.users\.alice\.isSystemUser[^]*users\.users\.alice\.group is unset/);
    });
  });

  it('still takes names that moved, and names the file that used them', async () => {
    assert.equal(await option('services.pulseaudio.enable', '{ hardware.pulseaudio.enable = true; }'), true);
    assert.deepEqual(await option('warnings', '{ _file = "bin/a.ts:2 (x)"; hardware.pulseaudio.enable = true; }'), [
      "The option `hardware.pulseaudio.enable' defined in `bin/a.ts:2 (x)' has been renamed to `services.pulseaudio.enable'.",
    ]);
    assert.match(
      await refusal(
        toplevel('{ _file = "bin/a.ts:2 (x)"; hardware.pulseaudio.enable = true; }', '{ services.pulseaudio.enable = false; }'),
      ),
      /`services\.pulseaudio\.enable' has conflicting definition values:[^]*`bin\/a\.ts:2 \(x\)'/,
    );
  });

  describe('has packages', () => {
    const systemPackages = (packages: string, config = '{ }'): Promise<unknown> =>
      toplevel(`{ pkgs, ... }: { nixpkgs.config = ${config}; environment.systemPackages = with pkgs; [ ${packages} ]; }`);

    it('refuses unfree ones that are not allowed, by attribute and version', async () => {
      assert.match(
        await refusal(systemPackages('reaper')),
        /^Package ‘reaper-[\d.]+’ in .* has an unfree license \(‘unfree’\), refusing to evaluate\./,
      );
    });

    it('takes unfree ones that are allowed, in each of the three ways', async () => {
      await systemPackages('reaper', '{ allowUnfree = true; }');
      await systemPackages('reaper', '{ allowUnfreePackages = [ "reaper" ]; }');
      await systemPackages('reaper', '{ allowUnfreePredicate = p: lib.getName p == "reaper"; }');
      assert.match(await refusal(systemPackages('reaper vital', '{ allowUnfreePackages = [ "reaper" ]; }')), /Package ‘vital-/);
    });

    it('joins the unfree packages that several modules allow', async () => {
      await toplevel(
        '{ nixpkgs.config.allowUnfreePackages = [ "reaper" ]; }',
        '{ nixpkgs.config.allowUnfreePackages = [ "vital" ]; }',
        '{ pkgs, ... }: { environment.systemPackages = [ pkgs.reaper pkgs.vital ]; }',
      );
    });

    it('refuses packages of another platform', async () => {
      const text = await refusal(evalExpr(`${fixturePackages('{ system = "aarch64-linux"; }')}.surge-xt.drvPath`));
      assert.match(text, /Package ‘surge-xt-[\d.]+’ .* is not available on the requested hostPlatform/);
    });

    it('redirects some old names and says what became of the others', async () => {
      assert.equal(await evalExpr(`${fixturePackages()}.surge-XT.pname`), 'surge-xt');
      assert.match(await refusal(systemPackages('CHOWTapeModel')), /‘CHOWTapeModel’ has been renamed to\/replaced by ‘chow-tape-model’/);
      assert.match(await refusal(systemPackages('jack_rack')), /jack_rack has been removed from nixpkgs/);
      assert.match(await refusal(systemPackages('no-such-synth')), /undefined variable 'no-such-synth'/);
    });

    it('knows a main program only where nixpkgs does', async () => {
      const packages = fixturePackages();
      const programs = await evalExprs(
        ['ardour', 'muse', 'seq66', 'calf', 'surge-xt', 'carla'].map((name) => `${packages}.${name}.meta.mainProgram or null`),
      );
      assert.deepEqual(programs, ['ardour9', 'muse4', 'qseq66', 'calfjackhost', null, null]);
    });

    it('overrides arguments and attributes, and gives another derivation', async () => {
      const [plain, override, both, version] = await evalExprs([
        `${fixturePackages()}.calf.drvPath`,
        `(${fixturePackages()}.calf.override { jackSupport = true; }).drvPath`,
        `((${fixturePackages()}.calf.override { jackSupport = true; }).overrideAttrs (old: { version = old.version + "-x"; })).drvPath`,
        `(${fixturePackages()}.calf.overrideAttrs (final: prev: { version = "1"; })).name`,
      ]);
      assert.equal(new Set([plain, override, both]).size, 3);
      assert.equal(version, 'calf-1');
    });

    it('applies overlays', async () => {
      assert.equal(
        await option(
          'environment.systemPackages',
          '{ pkgs, ... }: { nixpkgs.overlays = [ (final: prev: { mine = prev.vim // { outPath = "/mine"; }; }) ]; environment.systemPackages = lib.mkForce [ pkgs.mine ]; }',
        ).then((all) => (all as string[])[0]),
        '/mine',
      );
    });

    it('changes the kernel by boot.kernelPatches', async () => {
      const patched = '{ boot.kernelPatches = [ { name = "rt"; patch = null; structuredExtraConfig.PREEMPT_RT = lib.kernel.yes; } ]; }';
      assert.deepEqual(await option('boot.kernelPackages.kernel.structuredExtraConfig', patched), { PREEMPT_RT: 'y' });
    });
  });
});
