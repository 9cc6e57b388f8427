import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { NixosOption } from '../../src/constructs/nixos-option';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { Annotations, App, Aspects, FlakeInput, Nixpkgs, StudioConstruct, type NixosModule } from '../../src/core';
import { Nix } from '../../src/nix';
import { Match, Template } from '../../src/testing';
import { configuration, machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { message, saying, templateOf } from './support';

/** A machine with Ardour, two bundles and a few packages. */
function studio() {
  const stack = machine();
  const synths = new PluginBundle(stack, 'Synths', { plugins: ['surge-xt', 'helm'] });
  const host = new DawHost(stack, 'Recorder', { daw: Daw.ARDOUR, plugins: [synths, 'calf'] });
  new NixosOption(stack, 'Tools', {
    path: 'environment.systemPackages',
    value: [
      Nix.pkgs('qpwgraph'),
      Nix.pkgs('kdePackages.kdenlive'),
      Nix.raw('pkgs.hello'),
      Nix.call(Nix.attr(Nix.pkgs('calf'), 'override'), { x: true }),
    ],
  });
  return { stack, host, template: Template.of(stack) };
}

describe('Template.of', () => {
  it('lets aspects act first, once', () => {
    const stack = machine();
    let visits = 0;
    Aspects.of(stack.node.root).add({
      visit: (node: IConstruct) => {
        if (node === stack) new NixosOption(stack, `Rule${++visits}`, { path: 'services.timesyncd.enable', value: true });
      },
    });
    Template.of(stack).hasOption('services.timesyncd.enable', true);
    Template.of(stack).hasModule('Rule1');
    assert.equal(visits, 1);
  });

  it('takes a machine only', () => {
    assert.throws(() => Template.of(new App() as never), /takes a machine, a NixosStack; this is an instance of App\./);
    assert.throws(() => Template.of(undefined as never), /an instance of nothing/);
  });
});

describe('Template on software', () => {
  const { host, template } = studio();

  it('knows what is installed, wrapped or changed', () => {
    for (const name of ['ardour', 'qpwgraph', 'kdePackages.kdenlive', 'calf']) template.hasPackage(name);
    assert.match(
      message(() => template.hasPackage('qpwgrph')),
      /^«studio-laptop» has no package «qpwgrph»\. Did you mean «qpwgraph»\?\n {2}It has qpwgraph, kdePackages\.kdenlive, calf, ardour\.\n {2}There may be more, which only Nix knows:\n {4}studio-laptop\/Tools, .*: installs the expression pkgs\.hello\.$/,
    );
  });

  it('knows what is not installed, unless something may be that cannot be read', () => {
    assert.throws(() => template.lacksPackage('surge-xt'), /installs the expression pkgs\.hello/);
    assert.throws(() => template.lacksPackage('calf'), /^AssertionError: «studio-laptop» has the package «calf»\.$/);
    templateOf(['A', 'environment.systemPackages', [Nix.pkgs('ardour')]]).lacksPackage('surge-xt');
    templateOf().lacksPackage('ardour');
  });

  it('knows packages from elsewhere by their names', () => {
    const stack = machine();
    new DawHost(stack, 'Mixer', { daw: Daw.of(Pkg.of('carla', { nixpkgs: Nixpkgs.unstable() })), plugins: [] });
    class Ours extends StudioConstruct {
      public override contributeTo(module: NixosModule): void {
        module.set('environment.systemPackages', [
          Pkg.fromInput(BAND, 'synth')._in(module),
          Pkg.of('helm', { nixpkgs: Nixpkgs.unstable() })._in(module),
        ]);
      }
    }
    new Ours(stack, 'Ours');
    for (const name of ['carla', 'synth', 'helm']) Template.of(stack).hasPackage(name);
  });

  it('knows programs by title, id and package', () => {
    for (const name of ['Ardour', 'Recorder', 'ardour', 'qpwgraph']) template.hasApp(name);
    assert.match(
      message(() => template.hasApp('Adour')),
      /has no program «Adour»\. Did you mean «Ardour»\?/,
    );
  });

  it('knows what a program sees', () => {
    for (const plugin of ['surge-xt', 'helm', 'calf']) template.hasPlugin('Ardour', plugin);
    assert.deepEqual(template.pluginsOf('Recorder'), ['surge-xt', 'helm', 'calf']);
    assert.equal(
      message(() => template.hasPlugin('Ardour', 'Surge_XT')),
      `Ardour does not see the plugins of «Surge_XT» (studio-laptop/Recorder, test/testing/template.test.ts:1). Did you mean «surge-xt»?\n  It sees surge-xt, helm, calf.`,
    );
    assert.match(
      message(() => template.hasPlugin('Bitwig', 'helm')),
      /^«studio-laptop» has no DawHost «Bitwig»\.\n {2}It has Ardour\.$/,
    );
    assert.equal(host.daw.title, 'Ardour');
  });
});

const BAND = new FlakeInput('band', { url: 'github:the-band/nix' });

describe('Template on the flake', () => {
  it('knows the inputs, and where they come from', () => {
    const stack = machine({ nixpkgs: Nixpkgs.unstable() });
    stack.addFlakeModule(BAND, 'nixosModules.stage');
    const template = Template.of(stack);
    template.hasInput('band');
    template.hasInput('band', 'github:the-band/nix');
    template.hasInput('nixpkgs', Match.stringLikeRegexp('nixos-unstable$'));
    template.lacksInput('musnix');
    assert.throws(() => template.hasInput('bend'), /has no flake input «bend»\. Did you mean «band»\?\n {2}It has nixpkgs, band\./);
    assert.throws(
      () => template.hasInput('band', 'github:x/y'),
      /has another address\.\n {2}expected "github:x\/y"\n {2}found "github:the-band\/nix"/,
    );
    assert.throws(() => template.lacksInput('band'), /has the flake input «band»/);
  });

  it('knows which constructs speak', () => {
    const template = templateOf(['Kernel', 'boot.a', 1], ['Silent', 'boot.b', undefined]);
    template.hasModule('Kernel');
    template.hasModule('studio-laptop/Kernel');
    template.hasModule('studio-laptop');
    assert.throws(() => template.hasModule('Kernal'), /Did you mean «Kernel»/);
    assert.throws(() => template.hasModule('Silent'), /has no module of «Silent»/);
  });
});

describe('Template on findings', () => {
  it('has none on a good machine', () => {
    templateOf().hasNoWarnings();
    assert.deepEqual([templateOf().errors(), templateOf().warnings()], [[], []]);
  });

  it('lists them with their places', () => {
    const stack = saying(['A', 'time.timeZone', 'Europe/Berlin'], ['B', 'time.timeZone', 'Europe/Paris']);
    Annotations.of(stack).addWarning('The fan is loud.');
    const template = Template.of(stack);
    assert.equal(message(() => template.hasNoErrors()).split('\n')[0], '«studio-laptop» has one error, and none was expected.');
    assert.match(template.errors()[0]!, /^studio-laptop\/B, test\/testing\/support\.ts:\d+: The option «time\.timeZone» cannot be both/);
    assert.match(template.warnings().join(), /^studio-laptop, .*: The fan is loud\.$/);
    assert.throws(() => template.hasNoWarnings(), /one error/);
  });

  it('hasNoErrors lets warnings pass, hasNoWarnings does not', () => {
    const stack = machine();
    Annotations.of(stack).addWarning('The fan is loud.');
    Template.of(stack).hasNoErrors();
    assert.throws(
      () => Template.of(stack).hasNoWarnings(),
      /has one warning, and none was expected\.\n {2}studio-laptop, .*: The fan is loud\./,
    );
  });
});

describe('Template.toNix', () => {
  const stack = saying(['Kernel', 'boot.kernelParams', ['preempt=full']], ['Text', 'boot.text', 'bin/studio.ts:5 (no place)']);

  it('is the configuration that synthesis writes', () => {
    const body = (text: string): string => text.slice(text.indexOf('\n'));
    assert.equal(body(Template.of(stack).toNix()), body(configuration(stack)));
    assert.match(Template.of(stack).toNix(), /^# studio-laptop: made by studio-cdk from test\/support\/machine\.ts\. /);
  });

  it('leaves out what moves when lines move, and nothing else', () => {
    const [full, bare] = [Template.of(stack).toNix().split('\n'), Template.of(stack).toNix({ withoutSources: true }).split('\n')];
    const changed = full.flatMap((line, index) => (line === bare[index] ? [] : [bare[index]!.trim()]));
    assert.deepEqual(changed, [
      '# studio-laptop: made by studio-cdk. Edits are lost at the next synth.',
      '_file = "studio-laptop";',
      '_file = "studio-laptop/Kernel";',
      '_file = "studio-laptop/Text";',
    ]);
  });
});

describe('modules that are written in Nix', () => {
  const folder = temporaryFolder();

  it('make the options unsure that they speak of, and no others', () => {
    const file = folder('stage.nix');
    writeFileSync(file, '{ lib, ... }:\n{\n  # services.printing is off\n  services.pipewire.jack.enable = lib.mkForce false;\n}\n');
    const stack = saying(
      ['Jack', 'services.pipewire.jack.enable', true],
      ['Print', 'services.printing.enable', false],
      ['Groups', 'users.users.alice.extraGroups', ['audio']],
    );
    stack.addModule(file);
    const template = Template.of(stack);
    template.hasOption('services.printing.enable', false);
    template.hasOption('users.users.alice.extraGroups', ['audio']);
    template.lacksOption('services.jack');
    template.hasOption('services.pipewire.jack.enable', Match.anyValue());
    assert.throws(
      () => template.hasOption('services.pipewire.jack.enable', true),
      /known to Nix alone:\n {2}.*stage\.nix:4 speaks of «services\.pipewire», and what a module in Nix says is known to Nix alone\./,
    );
    assert.throws(() => template.lacksOption('services.pipewire.socketActivation'), /stage\.nix:4/);
    assert.throws(() => template.hasOption('services.pipewire.socketActivation', Match.anyValue()), /stage\.nix:4/);
  });

  it('are taken to add to lists', () => {
    const stack = saying(['Tools', 'environment.systemPackages', [Nix.pkgs('ardour')]]);
    class Inline extends StudioConstruct {
      public override contributeTo(module: NixosModule): void {
        module.addImport(Nix.raw('{ pkgs, ... }: { environment.systemPackages = [ pkgs.helm ]; }'));
      }
    }
    new Inline(stack, 'Inline');
    const template = Template.of(stack);
    template.hasPackage('ardour');
    assert.throws(
      () => template.hasPackage('helm'),
      /There may be more, which only Nix knows:\n {4}studio-laptop\/Inline:1 speaks of «environment\.systemPackages»/,
    );
    assert.throws(() => template.lacksPackage('helm'), /known to Nix alone/);
  });
});
