import assert from 'node:assert/strict';
import { FlakeInput, Nixpkgs, type App } from '../../src/core';
import { Nix } from '../../src/nix';
import { errors, machine, options } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { Says } from './says';
import { refusal, section, station, written } from './written';

const MUSNIX = new FlakeInput('musnix', { url: 'github:musnix/musnix', follows: { nixpkgs: 'nixpkgs' } });
const DOTFILES = new FlakeInput('dotfiles', { url: 'git+https://example.org/alice/dotfiles', flake: false });

describe('flake inputs', () => {
  const folder = temporaryFolder();
  const files = (build: (app: App) => void): Record<string, string> => written(folder('cdk.out'), build);
  const inputs = (build: (app: App) => void): string => section(files(build)['flake.nix']!, 'inputs');

  it('are nixpkgs alone where nothing else is used', () => {
    const flake = files((app) => void station(app, 'laptop'))['flake.nix']!;
    assert.equal(section(flake, 'inputs'), 'inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";');
    assert.match(flake, /\n {4}\{ nixpkgs, \.\.\. \}:\n/);
  });

  it('appear when something uses them, sorted, with what they follow', () =>
    assert.equal(
      inputs((app) => {
        const laptop = station(app, 'laptop');
        laptop.addFlakeModule(MUSNIX, 'nixosModules.musnix');
        new Says(laptop, 'Dotfiles', (module) => module.set('environment.etc.dotfiles.source', module.input(DOTFILES)));
      }),
      `inputs = {
  dotfiles = {
    url = "git+https://example.org/alice/dotfiles";
    flake = false;
  };
  musnix = {
    url = "github:musnix/musnix";
    inputs.nixpkgs.follows = "nixpkgs";
  };
  nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
};`,
    ));

  it('follow the nixpkgs of the machine that uses them', () => {
    const text = inputs((app) => station(app, 'laptop', { nixpkgs: Nixpkgs.unstable() }).addFlakeModule(MUSNIX, 'nixosModules.musnix'));
    assert.match(text, /inputs\.nixpkgs\.follows = "nixpkgs-unstable";/);
    assert.doesNotMatch(text, /nixos-26\.05/);
  });

  it('are handed to the modules that ask for them by name, and their modules stand first', () => {
    const { 'flake.nix': flake, 'machines/laptop/configuration.nix': configuration } = files((app) => {
      const laptop = station(app, 'laptop');
      laptop.addFlakeModule(MUSNIX, 'nixosModules.musnix');
      laptop.addFlakeModule(MUSNIX, 'nixosModules.musnix');
      new Says(laptop, 'Dotfiles', (module) => module.set('environment.etc.dotfiles.source', Nix.attr(module.input(DOTFILES), 'outPath')));
    });
    assert.equal(
      section(flake!, 'nixosConfigurations'),
      `nixosConfigurations.laptop = nixpkgs.lib.nixosSystem {
  modules = [
    musnix.nixosModules.musnix
    ./machines/laptop/configuration.nix
  ];
  specialArgs = {
    inherit dotfiles;
  };
};`,
    );
    assert.match(configuration!, /^\{ dotfiles, \.\.\. \}:$/m);
    assert.match(configuration!, /environment\.etc\.dotfiles\.source = dotfiles\.outPath;/);
  });

  it('are one for all machines', () => {
    const text = inputs((app) => ['a', 'b'].forEach((id) => station(app, id).addFlakeModule(MUSNIX, 'nixosModules.musnix')));
    assert.equal(text.split('github:musnix').length, 2);
  });

  const other = new FlakeInput('musnix', { url: 'github:somebody/musnix' });
  const conflict =
    /Two flake inputs are called «musnix»: github:musnix\/musnix[^;]*; and github:somebody\/musnix\. Give one of them another name\./;

  it('conflict when one name has two addresses, on one machine', () =>
    assert.match(
      refusal(folder('cdk.out'), (app) => {
        const laptop = station(app, 'laptop');
        laptop.addFlakeModule(MUSNIX, 'nixosModules.musnix');
        laptop.addFlakeModule(other, 'nixosModules.musnix');
      }),
      conflict,
    ));

  it('conflict when one name has two addresses, on two machines', () =>
    assert.match(
      refusal(folder('cdk.out'), (app) => {
        station(app, 'a').addFlakeModule(MUSNIX, 'nixosModules.musnix');
        station(app, 'b').addFlakeModule(other, 'nixosModules.musnix');
      }),
      conflict,
    ));

  it('conflict when one name follows different things', () =>
    assert.match(
      refusal(folder('cdk.out'), (app) => {
        const [url, flake] = ['github:the-band/nix', 'nixosModules.stage'];
        station(app, 'a').addFlakeModule(new FlakeInput('band', { url }), flake);
        station(app, 'b').addFlakeModule(new FlakeInput('band', { url, follows: { nixpkgs: 'nixpkgs' } }), flake);
      }),
      /called «band»: github:the-band\/nix; and github:the-band\/nix, nixpkgs follows nixpkgs\./,
    ));

  it('cannot follow an input that is not there', () =>
    assert.match(
      refusal(folder('cdk.out'), (app) => {
        const band = new FlakeInput('band', { url: 'github:the-band/nix', follows: { synths: 'sinths' } });
        station(app, 'a').addFlakeModule(band, 'nixosModules.stage');
      }),
      /The input «band» is to take its «synths» from «sinths», but the flake has no input of that name\./,
    ));

  it('need a name that Nix can use', () => {
    for (const name of ['1st', 'a b', 'a.b', '', 'a"b', '-a']) {
      const laptop = machine();
      laptop.addFlakeModule(new FlakeInput(name, { url: 'github:a/b' }), 'x');
      assert.deepEqual(errors(laptop), [
        `A flake input cannot be called «${name}». Use letters, digits, dashes and underscores, and start with a letter.`,
      ]);
    }
  });

  it('cannot have a name that means something else', () => {
    for (const name of ['self', 'pkgs', 'lib', 'config']) {
      const laptop = machine();
      laptop.addFlakeModule(new FlakeInput(name, { url: 'github:a/b' }), 'x');
      assert.deepEqual(errors(laptop), [`A flake input cannot be called «${name}»: Nix or this library uses that name itself.`]);
    }
  });
});

describe('nixpkgs', () => {
  const folder = temporaryFolder();
  const files = (build: (app: App) => void, nixpkgs?: Nixpkgs): Record<string, string> =>
    written(folder('cdk.out'), build, nixpkgs ? { nixpkgs } : {});
  const ardourOf = (from?: Nixpkgs) => (app: App) => {
    const laptop = station(app, 'laptop');
    new Says(laptop, 'Daw', (module) => module.set('environment.systemPackages', [Nix.attr(module.packages(from), 'ardour')]));
  };

  it('is the app’s on every machine that does not say otherwise', () => {
    const flake = files((app) => {
      station(app, 'a');
      station(app, 'b', { nixpkgs: Nixpkgs.release('25.11') });
    }, Nixpkgs.unstable())['flake.nix']!;
    assert.equal(
      section(flake, 'inputs'),
      `inputs = {
  nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  nixpkgs-25-11.url = "github:NixOS/nixpkgs/nixos-25.11";
};`,
    );
    assert.match(flake, /a = nixpkgs\.lib\.nixosSystem/);
    assert.match(flake, /b = nixpkgs-25-11\.lib\.nixosSystem/);
  });

  it('is «pkgs» where a machine’s own is meant', () => {
    for (const from of [undefined, Nixpkgs.DEFAULT, Nixpkgs.release('26.05')])
      assert.match(files(ardourOf(from))['machines/laptop/configuration.nix']!, /^\{ pkgs, \.\.\. \}:\n\{\n/m);
  });

  it('stands beside the machine’s own, instantiated once, with the same rules', () => {
    const { 'machines/laptop/configuration.nix': text, 'flake.nix': flake } = files((app) => {
      const laptop = station(app, 'laptop');
      for (const name of ['ardour', 'helm'])
        new Says(laptop, name, (module) =>
          module.set('environment.systemPackages', [Nix.attr(module.packages(Nixpkgs.unstable()), name), Nix.pkgs('calf')]),
        );
    });
    assert.equal(
      text!.slice(text!.indexOf('\n') + 1, text!.indexOf('\nin\n')),
      `{
  config,
  nixpkgs-unstable,
  pkgs,
  ...
}:
let
  pkgs-unstable = import nixpkgs-unstable {
    inherit (config.nixpkgs) config;
    inherit (pkgs.stdenv.hostPlatform) system;
  };`,
    );
    assert.match(text!, /\n {8}pkgs-unstable\.ardour\n {8}pkgs\.calf\n/);
    assert.match(section(flake!, 'specialArgs'), /inherit nixpkgs-unstable;/);
  });

  it('is the app’s also for a machine that has another one', () => {
    const text = files((app) => {
      const laptop = station(app, 'laptop', { nixpkgs: Nixpkgs.unstable() });
      new Says(laptop, 'Daw', (module) => module.set('environment.systemPackages', [Nix.attr(module.packages(Nixpkgs.DEFAULT), 'ardour')]));
    })['machines/laptop/configuration.nix']!;
    assert.match(text, /^ {2}pkgs-26-05 = import nixpkgs \{$/m);
    assert.match(text, /\[ pkgs-26-05\.ardour \]/);
  });

  it('may be one revision', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const { 'machines/laptop/configuration.nix': text, 'flake.nix': flake } = files(ardourOf(Nixpkgs.revision(commit)));
    assert.match(text!, /\[ pkgs-0123456\.ardour \]/);
    assert.match(flake!, new RegExp(`nixpkgs-0123456\\.url = "github:NixOS/nixpkgs/${commit}";`));
  });

  it('is reported where there is no such release or revision', () => {
    const complaints = (nixpkgs: Nixpkgs): string => errors(machine({ nixpkgs })).join('\n');
    assert.match(
      complaints(Nixpkgs.release('26.04')),
      /^nixpkgs has no release «26\.04»: .* such as 26\.05, and come in May \(05\) and November \(11\)\.$/,
    );
    assert.match(complaints(Nixpkgs.revision('main')), /^«main» is no commit of nixpkgs: all 40 hexadecimal digits are needed/);
    assert.equal(complaints(Nixpkgs.unstable()), '');
  });

  it('is reported at the construct that uses it, or at the app', () => {
    const laptop = machine();
    new Says(laptop, 'Daw', (module) => void module.packages(Nixpkgs.release('26.5')));
    assert.match(errors(laptop).join('\n'), /^nixpkgs has no release «26\.5»/);
    const nixpkgs = Nixpkgs.release('26.5');
    const text = refusal(folder('cdk.out'), (app) => void station(app, 'a'), { nixpkgs });
    assert.match(text, /^One thing is wrong .*\n\n {2}test\/core\/written\.ts:\d+\n {4}nixpkgs has no release «26\.5»/);
  });
});

describe('unfree packages', () => {
  it('are allowed by name, all of a machine in one predicate', () => {
    const laptop = machine();
    new Says(laptop, 'Daw', (module) => module.allowUnfree('reaper'));
    new Says(laptop, 'Synth', (module) => ['vcv-rack', 'reaper'].forEach((name) => module.allowUnfree(name)));
    const predicate = options(laptop, 'studio-laptop')['nixpkgs.config.allowUnfreePredicate']!;
    assert.equal(predicate.replace(/\s+/g, ' '), 'package: builtins.elem (lib.getName package) [ "reaper" "vcv-rack" ]');
  });

  it('are no subject where there are none', () => {
    assert.ok(!('nixpkgs.config.allowUnfreePredicate' in options(machine(), 'studio-laptop')));
  });
});
