import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../../src';
import { AudioServer } from '../../src/constructs/audio';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { HomeOption } from '../../src/constructs/home-option';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { RealtimeKernel } from '../../src/constructs/realtime';
import { SampleLibrary } from '../../src/constructs/sample-library';
import { Desktop, Studio } from '../../src/constructs/studio';
import { StudioUser } from '../../src/constructs/studio-user';
import { SystemService } from '../../src/constructs/system-service';
import type { Manifest } from '../../src/assembly';
import { type App, Nixpkgs, StudioConstruct, System, type Environment } from '../../src/core';
import { Nix } from '../../src/nix';
import { Graphics } from '../../src/stacks/graphics';
import { MusicProject } from '../../src/stacks/music-project';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { PortableStack, type PortableStackProps } from '../../src/stacks/portable-stack';
import { HARDWARE, refusal, section, station, written } from '../core/written';
import { Says } from '../core/says';
import { assertGolden } from '../support/golden';
import { temporaryFolder } from '../support/temp';
import { HASH, REVISION, jam, nightTrain } from './environments';

const GOLDEN = 'test/stacks/golden';

/** Says to its environment whatever a test wants it to say. */
class Brings extends StudioConstruct {
  public constructor(
    scope: PortableStack,
    private readonly say: (environment: Environment) => void,
    id = 'Brings',
  ) {
    super(scope, id);
  }

  public override contributeToEnvironment(environment: Environment): void {
    this.say(environment);
  }
}

describe('PortableStack', () => {
  const folder = temporaryFolder();
  const files = (build: (app: App) => void): Record<string, string> => written(folder('cdk.out'), build);
  const refused = (build: (stack: PortableStack, app: App) => void, props?: PortableStackProps): string =>
    refusal(folder('cdk.out'), (app) => build(new PortableStack(app, 'jam', props), app));
  const manifest = (text: Record<string, string>): Manifest =>
    JSON.parse(Buffer.from(text['manifest.json']!, 'latin1').toString()) as Manifest;
  const messages = (text: Record<string, string>): string[] => manifest(text).messages.map((message) => message.text);

  it('becomes these files', () => {
    const out = jam(folder('cdk.out')).synth();
    // The launcher is a file of its own, with tests of its own.
    assert.equal(readFileSync(join(out, 'studio'), 'utf8'), readFileSync('assets/launcher.sh', 'utf8'));
    assert.notEqual(statSync(join(out, 'studio')).mode & 0o100, 0, 'it can be run');
    for (const other of ['studio', 'manifest.json', 'tree.json']) rmSync(join(out, other));
    assertGolden(out, join(GOLDEN, 'portable'));
  });

  it('tells the command line what it is', () => {
    const [entry] = (JSON.parse(readFileSync(join(jam(folder('cdk.out')).synth(), 'manifest.json'), 'utf8')) as Manifest).stacks;
    const { kind, attribute, system, systems, programs } = entry!;
    assert.deepEqual(
      { kind, attribute, system, systems, programs },
      {
        kind: 'portable',
        attribute: 'packages.x86_64-linux.studio',
        system: 'x86_64-linux',
        systems: ['x86_64-linux', 'aarch64-linux'],
        programs: [
          { name: 'ardour', title: 'Ardour with 4 plugin packages', systems: ['x86_64-linux', 'aarch64-linux'] },
          { name: 'bitwig-studio', title: 'Bitwig Studio with 4 plugin packages', systems: ['x86_64-linux'] },
        ],
      },
    );
    for (const file of ['.envrc', 'studio', 'environments/jam/default.nix', 'packages/ardour.nix'])
      assert.ok(entry!.files.includes(file), file);
  });

  it('notes what is left out on a platform', () => {
    const said = messages(
      files((app) => {
        const stack = new PortableStack(app, 'jam');
        new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: ['vital'] });
        new DawHost(stack, 'Reaper', { daw: Daw.BITWIG_STUDIO });
      }),
    );
    assert.deepEqual(said, [
      '«vital» is made for x86_64-linux only: it is left out on aarch64-linux.',
      '«bitwig-studio» is made for x86_64-linux only: it is left out on aarch64-linux.',
    ]);
  });

  it('refuses what only a machine can do, all of it, in a sentence each', () => {
    const said = refused((stack) => {
      new RealtimeKernel(stack, 'Kernel');
      new StudioUser(stack, 'Bob');
      new SystemService(stack, 'Backup', { description: 'copies', command: ['/bin/true'] });
      new Studio(stack, 'Studio', { musician: 'alice', desktop: Desktop.PLASMA, audio: AudioServer.jack({ device: 'hw:0' }) });
      new Says(stack, 'Own', (module) => module.set('boot.kernelParams', ['quiet']));
    });
    for (const sentence of [
      'A RealtimeKernel tunes the kernel of a machine, and «jam» is an environment for any Linux, without administrator rights: it has no say in that. Put it into a NixosStack.',
      'A StudioUser makes an account, and «jam»',
      'A SystemService without userService: true is started by the machine, and «jam»',
      '«desktop» is a matter of the machine',
      'A JackServer is a service of a machine, and «jam»',
      'A Says sets options of NixOS, and «jam»',
    ])
      assert.ok(said.includes(sentence), `${sentence}\n\nin\n${said}`);
    assert.match(said, /^6 things are wrong/);
  });

  it('lets constructs that only group others be', () => {
    class Corner extends StudioConstruct {}
    const text = files((app) => new DawHost(new Corner(new PortableStack(app, 'jam'), 'Corner'), 'Ardour', { daw: Daw.ARDOUR }));
    assert.match(text['environments/jam/default.nix']!, /ardour = pkgs\.callPackage/);
  });

  it('makes no account for the musician', () => {
    const text = files((app) => new Studio(new PortableStack(app, 'jam'), 'Studio', { musician: 'alice' }));
    assert.doesNotMatch(Object.values(text).join('\n'), /users\.users|services\.pipewire/);
  });

  it('refuses two programs of one name, whatever they are', () => {
    const twice = refused((stack) => {
      new DawHost(stack, 'One', { daw: Daw.ARDOUR });
      new DawHost(stack, 'Two', { daw: Daw.of(Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() })) });
    });
    assert.match(twice, /^One thing is wrong/);
    assert.match(twice, /Two programs in this environment are called «ardour»; the first is \S+ \(jam\/One\)/);
    const binaries = refused((stack) => {
      new DawHost(stack, 'Six', { daw: Daw.of('bitwig-studio6', { program: 'bitwig-studio' }) });
      new DawHost(stack, 'Five', { daw: Daw.of('bitwig-studio5', { program: 'bitwig-studio' }) });
    });
    assert.match(binaries, /are called «bitwig-studio»; the first is \S+ \(jam\/Six\)/);
  });

  it('refuses what would have nothing left, and names that are taken', () => {
    assert.match(
      refused(() => undefined, { systems: [] }),
      /for no platform at all/,
    );
    const arm = { systems: [System.AARCH64_LINUX] };
    const host = (stack: PortableStack) => new DawHost(stack, 'Bitwig', { daw: Daw.BITWIG_STUDIO, plugins: ['vital'] });
    const said = refused(host, arm);
    assert.match(
      said,
      /«bitwig-studio» is made for x86_64-linux only, and this environment is for aarch64-linux: nothing of it would be left/,
    );
    assert.match(said, /«vital» is made for x86_64-linux only/);
    assert.match(
      refused((stack) => new DawHost(stack, 'S', { daw: Daw.of(Pkg.fromNix(Nix.pkgs('x'), { name: 'studio' })) })),
      /No program of an environment can be called «studio»/,
    );
  });

  it('takes what constructs of one’s own bring', () => {
    const text = files((app) => {
      new Brings(new PortableStack(app, 'jam', { systems: [System.X86_64_LINUX] }), (environment) => {
        environment.describe('a lamp');
        environment.addProgram('lamp', Nix.pkgs('lamp'), { title: 'The lamp over the door' });
        environment.addTool(Nix.pkgs('jq'));
        environment.addTool(Nix.pkgs('jq'));
        environment.setVariable('LAMP', '$HOME/"lamp" costs $5');
        environment.setHomeOption('programs.lamp.enable', true);
        environment.addOverlay(Nix.raw('final: prev: { lamp = prev.hello; }'));
      });
    });
    const environment = text['environments/jam/default.nix']!;
    assert.equal(section(environment, 'tools'), 'tools = [ pkgs.jq ];');
    assert.match(environment, /# The lamp over the door\n {4}lamp = pkgs\.lamp;/);
    assert.match(environment, /overlays = \[ \(final: prev: \{ lamp = prev\.hello; \}\) \];/);
    assert.ok(environment.includes('export LAMP="$HOME/\\"lamp\\" costs \\$5"'), environment);
    assert.match(
      text['environments/jam/home.nix']!,
      /# jam\/Brings: a lamp\n[^]*programs\.lamp\.enable = true;[^]*home\.sessionVariables = studio\.sessionVariables/,
    );
    const clash = refused((stack) => {
      new Brings(stack, (environment) => environment.setVariable('A', '1'));
      new Brings(stack, (environment) => environment.setVariable('A', '2'), 'Other');
      new Brings(stack, (environment) => environment.setVariable('A B', '2'), 'Bad');
    });
    assert.match(clash, /The variable A is set twice/);
    assert.match(clash, /«A B» cannot be the name/);
  });

  it('says where a construct of one’s own fails', () => {
    assert.match(
      refused((stack) => {
        new Brings(stack, () => {
          throw new TypeError('lamp is off');
        });
      }),
      /contributeToEnvironment failed with TypeError: lamp is off/,
    );
  });

  it('names its packages after itself where there are several, and is the default where it is the first', () => {
    const text = files((app) => {
      new DawHost(new PortableStack(app, 'jam'), 'Ardour', { daw: Daw.ARDOUR });
      new DawHost(new PortableStack(app, 'live', { graphics: Graphics.HOST }), 'Ardour', { daw: Daw.ARDOUR });
    });
    assert.match(
      text['environments/jam/default.nix']!,
      /packages = named programs \/\/ \{\n {4}jam-studio = studio;\n {4}default = studio;/,
    );
    assert.match(text['environments/live/default.nix']!, /packages = named started \/\/ \{\n {4}live-studio = studio;\n {2}\};/);
    assert.match(text['flake.nix']!, /packages = eachSystem \(system: jam\.\$\{system\}\.packages \/\/ live\.\$\{system\}\.packages\);/);
    assert.deepEqual(
      manifest(text).stacks.map(({ attribute, programs }) => [attribute, programs?.map(({ name }) => name)]),
      [
        ['packages.x86_64-linux.jam-studio', ['jam-ardour']],
        ['packages.x86_64-linux.live-studio', ['live-ardour']],
      ],
    );
    assert.ok(text['packages/ardour.nix']); // one for both
    assert.equal(Object.keys(text).filter((name) => /ardour.*nix/.test(name)).length, 1);
  });

  it('stands beside machines, and shares their packages', () => {
    const text = files((app) => {
      const synths = new PluginBundle(app, 'Synths', { plugins: ['calf', 'zynaddsubfx'] });
      for (const stack of [station(app, 'laptop'), new PortableStack(app, 'jam')])
        new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths] });
    });
    assert.deepEqual(
      Object.keys(text).filter((name) => name.startsWith('packages/')),
      ['packages/ardour-plugins.nix', 'packages/ardour.nix', 'packages/checks/find-plugins.nix'],
    );
    assert.match(text['flake.nix']!, /nixosConfigurations\.laptop = nixpkgs\.lib\.nixosSystem/);
  });

  it('has a digest that changes with its programs, and with nothing else', () => {
    const digest = (plugins: string[], other: string): string => {
      const text = files((app) => {
        new DawHost(new PortableStack(app, 'jam'), 'Ardour', { daw: Daw.ARDOUR, plugins });
        new NixosStack(app, other, { stateVersion: '26.05', hardware: HARDWARE });
      });
      return manifest(text).stacks[0]!.digest;
    };
    assert.equal(digest(['calf'], 'laptop'), digest(['calf'], 'rack'));
    assert.notEqual(digest(['calf'], 'laptop'), digest(['helm'], 'laptop'));
  });

  it('refuses a package in a module that whoever imports it does not have', () => {
    const said = refused((stack) => {
      const command = [Pkg.of('rsync', { nixpkgs: Nixpkgs.unstable() })];
      new SystemService(stack, 'Backup', { description: 'copies', command, userService: true });
    });
    assert.match(said, /says to a home uses «pkgs-unstable», which whoever imports the module does not have/);
  });

  it('keeps options of home-manager away from machines', () => {
    assert.match(
      refusal(folder('cdk.out'), (app) => new HomeOption(station(app, 'laptop'), 'Git', { path: 'programs.git.enable', value: true })),
      /«programs\.git\.enable» is an option of home-manager, and this is a machine/,
    );
  });
});

describe('MusicProject', () => {
  const folder = temporaryFolder();

  it('becomes these files', () => {
    const out = nightTrain(folder('cdk.out')).synth();
    for (const part of ['environments', 'packages']) assertGolden(join(out, part), join(GOLDEN, 'project', part));
  });

  it('leaves the names of an environment beside it alone', () => {
    const text = written(folder('cdk.out'), (app) => {
      new MusicProject(app, 'night-train', { revision: REVISION, daws: [Daw.ARDOUR] });
      new DawHost(new PortableStack(app, 'jam'), 'Ardour', { daw: Daw.ARDOUR });
    });
    assert.match(text['environments/jam/default.nix']!, /packages = programs \/\/ \{\n {4}inherit studio;\n {4}default = studio;/);
    assert.match(text['environments/night-train/default.nix']!, /packages = named programs \/\/ \{\n {4}night-train = studio;\n {2}\};/);
  });

  it('refuses what pins nothing', () => {
    const said = refusal(folder('cdk.out'), (app) => {
      const song = new MusicProject(app, 'song', { revision: 'nixos-26.05', folders: ['../secrets', '/etc', 'a$b', 'ok'] });
      new SampleLibrary(song, 'a b', { path: 'test/support', url: 'https://x.example/a.zip', hash: HASH });
      new SampleLibrary(song, 'nowhere', {});
      new SampleLibrary(song, 'loose', { url: 'https://x.example/a.zip' });
      new SampleLibrary(song, 'weak', { url: 'ssh me', hash: 'd41d8cd98f00b204e9800998ecf8427e' });
    });
    for (const sentence of [
      '«nixos-26.05» is no commit of nixpkgs',
      '«../secrets» cannot be a folder of the session',
      '«/etc» cannot be a folder',
      '«a$b» cannot be a folder',
      'Samples cannot be called «a b»',
      'Samples come from one place',
      'Nobody says where these samples come from',
      'these have none. «nix store prefetch-file https://x.example/a.zip» prints it',
      '«ssh me» is no address',
      'is an md5',
    ])
      assert.ok(said.includes(sentence), `${sentence}\n\nin\n${said}`);
  });

  it('warns where something in it moves', () => {
    const text = written(folder('cdk.out'), (app) => {
      const song = new MusicProject(app, 'song', { revision: REVISION });
      new DawHost(song, 'Carla', { daw: Daw.CARLA, plugins: [Pkg.of('calf', { nixpkgs: Nixpkgs.unstable() })] });
    });
    assert.match(text['manifest.json']!, /comes from github:NixOS\/nixpkgs\/nixos-unstable, which moves/);
  });

  it('puts samples on a machine too', () => {
    const text = written(folder('cdk.out'), (app) => new SampleLibrary(station(app, 'laptop'), 'room', { path: 'test/support' }));
    assert.match(
      text['machines/laptop/configuration.nix']!,
      /environment\.etc\."samples\/room"\.source = \.\.\/\.\.\/assets\/\w+-support;/,
    );
  });
});

describe('docs/portable.md', () => {
  const folder = temporaryFolder();

  it('shows programs that synthesise', () => {
    const document = readFileSync('docs/portable.md', 'utf8');
    const code = [...document.matchAll(/^```ts\n([^]*?)^```$/gm)].map((match) => match[1]!.replace('assets/room', 'test/support')).join('');
    assert.match(code, /new PortableStack[^]*new MusicProject/);
    const names = Object.keys(library);
    const run = new Function('app', ...names, code) as (app: App, ...values: unknown[]) => void;
    const text = written(folder('cdk.out'), (app) => run(app, ...Object.values(library)));
    for (const output of document.matchAll(/#(ardour|night-train-\w+)/g))
      assert.match(text['manifest.json']!, new RegExp(`"name": "${output[1]}"`), output[1]);
  });
});
