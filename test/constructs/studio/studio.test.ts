import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { App } from '../../../src/core';
import { AudioServer, JackServer, PipewireServer } from '../../../src/constructs/audio';
import { PluginBundle } from '../../../src/constructs/plugin-bundle';
import { Desktop, Studio, type StudioProps } from '../../../src/constructs/studio';
import { StudioUser } from '../../../src/constructs/studio-user';
import { NixosStack } from '../../../src/stacks/nixos-stack';
import { configuration, errors, machine, options, warnings } from '../../support/machine';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home';

const list = (...items: string[]): string => `[\n${items.map((item) => `  ${item}\n`).join('')}]`;
const TOOLS = { 'environment.systemPackages': list('pkgs.alsa-utils', 'pkgs.qpwgraph') };
const ACCOUNT = { 'users.users.alice.extraGroups': list('"audio"', '"pipewire"'), 'users.users.alice.isNormalUser': 'true' };

/** What is wrong with a studio that is alone on its machine. */
function errorsOf(props: StudioProps): string[] {
  const laptop = machine();
  new Studio(laptop, 'Studio', props);
  return errors(laptop);
}

describe('Studio', () => {
  it('needs a musician only', () => {
    const laptop = machine();
    const studio = new Studio(laptop, 'Studio', { musician: 'alice' });
    assert.deepEqual(options(laptop, 'studio-laptop/Studio'), TOOLS);
    assert.deepEqual(options(laptop, 'studio-laptop/Studio/Musician'), ACCOUNT);
    assert.equal(options(laptop, 'studio-laptop/Studio/Audio')['services.pipewire.enable'], 'true');
    assert.equal(studio.audio.summary, 'PipeWire at 1024 frames and 48 kHz, 21.33 ms');
    assert.deepEqual([...errors(laptop), ...warnings(laptop)], []);
  });

  it('tells what it is for, and by which line', () => {
    const laptop = machine();
    const audio = AudioServer.pipewire({ quantum: 64 });
    new Studio(laptop, 'Studio', { musician: 'alice', audio });
    const text = configuration(laptop);
    const [chosen, made] = [lineOf('AudioServer.pipewire({ quantum: 64 })'), lineOf("musician: 'alice', audio }")];
    assert.ok(
      text.includes(`# studio-laptop/Studio: a place for alice to work\n    {\n      _file = "${made} (studio-laptop/Studio)";`),
      text,
    );
    assert.ok(
      text.includes(
        `# studio-laptop/Studio/Audio: PipeWire at 64 frames and 48 kHz, 1.33 ms\n    {\n      _file = "${chosen} (studio-laptop/Studio/Audio)";`,
      ),
      text,
    );
  });

  it('gives the musician the groups of JACK, and a patchbay for it', () => {
    const laptop = machine();
    const studio = new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.jack({ device: 'hw:PCH' }) });
    assert.ok(studio.audio instanceof JackServer);
    assert.equal(options(laptop, 'studio-laptop/Studio/Musician')['users.users.alice.extraGroups'], list('"audio"', '"jackaudio"'));
    assert.deepEqual(options(laptop, 'studio-laptop/Studio'), { 'environment.systemPackages': list('pkgs.alsa-utils', 'pkgs.qjackctl') });
  });

  it('lets the musician in over ssh', () => {
    const laptop = machine();
    new Studio(laptop, 'Studio', { musician: 'alice', authorizedKeys: [`${KEY}\n`] });
    assert.equal(options(laptop, 'studio-laptop/Studio/Musician')['users.users.alice.openssh.authorizedKeys.keys'], `[ "${KEY}" ]`);
  });

  it('adds to an account that exists, given or found', () => {
    for (const given of [true, false]) {
      const laptop = machine();
      const alice = new StudioUser(laptop, 'Alice', { fullName: 'Alice Coltrane', groups: ['video'] });
      new Studio(laptop, 'Studio', { musician: given ? alice : 'alice', authorizedKeys: [KEY], tools: [] });
      assert.deepEqual(options(laptop, 'studio-laptop/Studio'), {
        'users.users.alice.extraGroups': list('"audio"', '"pipewire"'),
        'users.users.alice.openssh.authorizedKeys.keys': `[ "${KEY}" ]`,
      });
      assert.deepEqual(errors(laptop), []);
      assert.throws(() => options(laptop, 'studio-laptop/Studio/Musician'), /no module/);
    }
  });

  it('shares the sound server of the machine', () => {
    const laptop = machine();
    const first = new Studio(laptop, 'Left', { musician: 'alice', audio: AudioServer.pipewire({ quantum: 64 }) });
    const second = new Studio(laptop, 'Right', { musician: 'bob' });
    assert.equal(second.audio, first.audio);
    assert.deepEqual(errors(laptop), []);

    const kiosk = machine();
    const audio = new PipewireServer(kiosk, 'Audio');
    assert.equal(new Studio(kiosk, 'Studio', { musician: 'alice' }).audio, audio);
  });

  it('has a sound server of its own on every machine', () => {
    const app = new App();
    const machines = ['left', 'right'].map(
      (name) => new NixosStack(app, name, { stateVersion: '26.05', hardware: 'test/support/hardware.nix' }),
    );
    const [left, right] = machines.map((stack) => new Studio(stack, 'Studio', { musician: 'alice' }));
    assert.notEqual(left!.audio, right!.audio);
    for (const stack of machines) assert.deepEqual(errors(stack), []);
  });

  it('switches a desktop on, with its own login screen', () => {
    const optionsOf = (desktop: Desktop) => {
      const laptop = machine();
      new Studio(laptop, 'Studio', { musician: 'alice', desktop, tools: ['sox'] });
      return options(laptop, 'studio-laptop/Studio');
    };
    const tools = { 'environment.systemPackages': '[ pkgs.sox ]' };
    assert.deepEqual(optionsOf(Desktop.NONE), tools);
    assert.deepEqual(optionsOf(Desktop.PLASMA), {
      ...tools,
      'services.desktopManager.plasma6.enable': 'true',
      'services.displayManager.sddm.enable': 'true',
      'services.displayManager.sddm.wayland.enable': 'true',
    });
    assert.deepEqual(optionsOf(Desktop.GNOME), {
      ...tools,
      'services.desktopManager.gnome.enable': 'true',
      'services.displayManager.gdm.enable': 'true',
    });
    assert.deepEqual(optionsOf(Desktop.XFCE), {
      ...tools,
      'services.xserver.enable': 'true',
      'services.xserver.desktopManager.xfce.enable': 'true',
      'services.xserver.displayManager.lightdm.enable': 'true',
    });
  });

  it('installs bundles for every program, and says where the plugins are', () => {
    const laptop = machine();
    const synths = new PluginBundle(laptop, 'Synths', { plugins: ['surge-xt', 'calf'] });
    const more = new PluginBundle(laptop, 'More', { plugins: ['calf'] });
    new Studio(laptop, 'Studio', { musician: 'alice', tools: ['alsa-utils'], bundles: [synths, more] });
    const places = (folder: string) =>
      `lib.mkOverride 1100 ${list(`"$HOME/.${folder}"`, `"/etc/profiles/per-user/$USER/lib/${folder}"`, `"/run/current-system/sw/lib/${folder}"`)}`;
    assert.deepEqual(options(laptop, 'studio-laptop/Studio'), {
      'environment.sessionVariables.CLAP_PATH': places('clap'),
      'environment.sessionVariables.LV2_PATH': places('lv2'),
      'environment.sessionVariables.VST3_PATH': places('vst3'),
      'environment.systemPackages': list('pkgs.alsa-utils', 'pkgs.surge-xt', 'pkgs.calf'),
    });
    assert.deepEqual(warnings(laptop), []);
  });

  it('says what is wrong with its tools', () => {
    assert.match(errorsOf({ musician: 'alice', tools: ['alsa_utils'] }).join(), /alsa-utils/);
  });

  it('refuses a musician that cannot be a user', () => {
    const rule =
      'user names are small letters, digits, dashes and underscores, a letter or an underscore first, at most 31 of them. ' +
      'For the name of a person, make a StudioUser with a fullName and give it as the musician.';
    for (const musician of ['root; rm -rf', 'Alice', '', 'a'.repeat(32), 'x${y}'])
      assert.deepEqual(errorsOf({ musician }), [`«${musician}» cannot be the musician: ${rule}`]);
    assert.deepEqual(errorsOf({ musician: 'root' }), [
      'The user root cannot be the musician: root owns the machine, and PipeWire and desktops refuse to work for it. Choose a name such as alice.',
    ]);
  });

  it('refuses a musician of another machine', () => {
    const [laptop, other] = [machine(), machine()];
    const alice = new StudioUser(other, 'Alice');
    new Studio(laptop, 'Studio', { musician: alice });
    assert.match(
      errors(laptop).join('\n'),
      /^The musician «alice» is a user of another machine \(.*studio.test.ts:\d+ \(studio-laptop\/Alice\)\), and this Studio is on studio-laptop\. Make a StudioUser on this machine, or give the name alone\.$/,
    );
  });

  it('has made the account already when a StudioUser of that name comes later', () => {
    const laptop = machine();
    new Studio(laptop, 'Studio', { musician: 'alice' });
    new StudioUser(laptop, 'Alice');
    assert.match(errors(laptop).join('\n'), /^The user «alice» exists already: .*\(studio-laptop\/Studio\/Musician\)/);
  });

  it('refuses bad keys, once, whoever made the account', () => {
    const laptop = machine();
    new StudioUser(laptop, 'Alice');
    new Studio(laptop, 'Studio', { musician: 'alice', authorizedKeys: ['~/.ssh/id_ed25519.pub'] });
    for (const found of [errors(laptop), errorsOf({ musician: 'alice', authorizedKeys: ['~/.ssh/id_ed25519.pub'] })]) {
      assert.equal(found.length, 1);
      assert.match(found[0]!, /^The first of the authorized keys is the name of a file\./);
    }
  });

  it('refuses a second sound server, whichever studio it is in', () => {
    const laptop = machine();
    new Studio(laptop, 'Left', { musician: 'alice' });
    new Studio(laptop, 'Right', { musician: 'bob', audio: AudioServer.jack({ device: 'hw:PCH' }) });
    const [message, ...more] = errors(laptop);
    assert.deepEqual(more, []);
    assert.match(message!, /two sound servers.*PipeWire at 1024 frames.*\(studio-laptop\/Left\/Audio\), and this one, JACK on hw:PCH/);
  });

  it('refuses a second desktop', () => {
    const laptop = machine();
    new Studio(laptop, 'Left', { musician: 'alice', desktop: Desktop.PLASMA });
    new Studio(laptop, 'Middle', { musician: 'carla', desktop: Desktop.PLASMA });
    new Studio(laptop, 'Right', { musician: 'bob', desktop: Desktop.GNOME });
    const [message, ...more] = errors(laptop);
    assert.deepEqual(more, []);
    assert.match(
      message!,
      /^This machine would have two desktops with a login screen each: plasma, chosen by .*\(studio-laptop\/Left\), and gnome here\. Choose the same for both, or leave one out\.$/,
    );
  });
});

/** Where a piece of this file stands the first time, as Nix would say it. */
function lineOf(code: string): string {
  const line = readFileSync(__filename, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(code));
  return `test/constructs/studio/studio.test.ts:${line + 1}`;
}
