import assert from 'node:assert/strict';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { App, findingsBelow } from '../../src/core';
import { configuration, errors, machine, warnings } from '../support/machine';

const { CLAP, LV2, VST2, VST3 } = PluginFormat;

describe('PluginBundle', () => {
  const contents = (bundle: PluginBundle): string[] =>
    bundle._plugins.map(({ pkg, formats }) => `${pkg.name}: ${formats?.join(' ') ?? 'unknown'}`);

  it('holds packages and other bundles, each package once', () => {
    const stack = machine();
    const synths = new PluginBundle(stack, 'Synths', { plugins: ['helm', 'surge-xt'] });
    const all = new PluginBundle(stack, 'All', { bundles: [synths], plugins: ['calf', 'helm', Pkg.of('calf')] });
    all.add('odin2');
    assert.deepEqual(
      all.packages.map(({ name }) => name),
      ['helm', 'surge-xt', 'calf', 'odin2'],
    );
  });

  it('sees what is added later to a bundle inside of it', () => {
    const stack = machine();
    const inner = new PluginBundle(stack, 'Inner', { plugins: ['helm'] });
    const outer = new PluginBundle(stack, 'Outer');
    outer.addBundles(inner);
    inner.add('calf');
    assert.deepEqual(contents(outer), ['helm: LV2 LXVST', 'calf: LV2']);
  });

  it('uses only some formats, and another bundle can use the others of the same package', () => {
    const stack = machine();
    const one = new PluginBundle(stack, 'One', { plugins: ['lsp-plugins', 'surge-xt'], formats: [LV2] });
    const two = new PluginBundle(stack, 'Two', { plugins: ['lsp-plugins', 'surge-xt'], formats: [CLAP] });
    assert.deepEqual(contents(one), ['lsp-plugins: LV2', 'surge-xt: LV2']);
    assert.deepEqual(contents(new PluginBundle(stack, 'Both', { bundles: [one, two] })), ['lsp-plugins: LV2 CLAP', 'surge-xt: LV2 CLAP']);
    assert.deepEqual(contents(new PluginBundle(stack, 'Less', { bundles: [one, two], formats: [CLAP] })), [
      'lsp-plugins: CLAP',
      'surge-xt: CLAP',
    ]);
  });

  it('says when its formats leave nothing of a plugin', () => {
    const stack = machine();
    const bundle = new PluginBundle(stack, 'Modern', { plugins: ['calf', 'surge-xt'], formats: [CLAP, VST3] });
    bundle._use();
    assert.deepEqual(contents(bundle), ['surge-xt: CLAP VST3']);
    assert.deepEqual(warnings(stack), [
      'Nothing is left of «calf»: it comes as LV2, and this bundle takes only CLAP, VST3. Allow one of its formats, or leave it out.',
    ]);
  });

  it('takes the formats that a user says of a package', () => {
    const stack = machine();
    const zyn = Pkg.of('zynaddsubfx', { formats: [LV2, VST2, PluginFormat.DSSI] }).overrideArgs({ dssiSupport: true });
    assert.deepEqual(contents(new PluginBundle(stack, 'Synths', { plugins: [zyn] })), ['zynaddsubfx: LV2 VST2 DSSI']);
  });

  it('refuses a DAW, which is no plugin', () => {
    const stack = machine();
    new PluginBundle(stack, 'Wrong', { plugins: ['ardour'] })._use();
    assert.deepEqual(errors(stack), [
      "«ardour» holds no plugins (recording, editing and mixing on any number of tracks). Take it out of the plugins, and install it with plugins of its own: new DawHost(…, { daw: Daw.of('ardour') }).",
    ]);
  });

  it('refuses to contain itself, at any depth', () => {
    const stack = machine();
    const inner = new PluginBundle(stack, 'Inner', { plugins: ['calf'] });
    const outer = new PluginBundle(stack, 'Outer', { bundles: [inner] });
    inner.addBundles(outer);
    inner.addBundles(inner);
    assert.deepEqual(errors(stack), [
      'The bundle «studio-laptop/Outer» cannot be added: it would contain itself.',
      'The bundle «studio-laptop/Inner» cannot be added: it would contain itself.',
    ]);
    assert.deepEqual(contents(outer), ['calf: LV2']);
  });

  it('warns when it is empty', () => {
    const stack = machine();
    new PluginBundle(stack, 'Empty')._use();
    assert.deepEqual(warnings(stack), ['This bundle is empty: no plugins, and no other bundles. Add some, or remove it.']);
  });

  it('warns when nothing uses it', () => {
    const stack = machine();
    new PluginBundle(stack, 'Forgotten', { plugins: ['calf'] });
    assert.deepEqual(warnings(stack), [
      'No DawHost, Studio or other bundle uses the bundle «Forgotten», so its plugins appear nowhere. Give it to a host: plugins: [ … ].',
    ]);
  });

  it('warns in the app as well, where no machine asks it', () => {
    const app = new App();
    new PluginBundle(app, 'Forgotten', { plugins: ['calf'] });
    findingsBelow(app); // synthesis looks twice: before and after the stacks have spoken
    assert.deepEqual(
      findingsBelow(app).map(({ level, path }) => `${level} ${path}`),
      ['warning Forgotten'],
    );
  });

  it('is quiet when a host or another bundle uses it', () => {
    const stack = machine();
    const inner = new PluginBundle(stack, 'Inner', { plugins: ['calf'] });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [new PluginBundle(stack, 'Outer', { bundles: [inner] })] });
    assert.deepEqual(warnings(stack), []);
  });

  it('adds nothing to a machine by itself', () => {
    const stack = machine();
    const before = configuration(stack);
    new PluginBundle(stack, 'Synths', { plugins: ['helm'] });
    assert.equal(configuration(stack), before);
  });
});
