import assert from 'node:assert/strict';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { pluginCheckFile } from '../../src/constructs/plugin-check';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { Nix, printFile } from '../../src/nix';
import { ONE_NIXPKGS } from '../portable/package-flake';
import { assertGolden } from '../support/golden';
import { machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { writeFileSync } from 'node:fs';

describe('The proof that a program finds its plugins', () => {
  const folder = temporaryFolder();

  /** The package file of the proof for an Ardour with these plugins, and the arguments that it is called with. */
  const proof = (plugins: (string | Pkg)[], title?: string): { text: string; args: string } | undefined => {
    const host = new DawHost(machine(), 'Ardour', { daw: Daw.of('ardour', title === undefined ? {} : { title }), plugins });
    const check = pluginCheckFile(host._wrapped, Nix.name('wrapper'), ONE_NIXPKGS);
    if (!check) return undefined;
    const { comment, node } = check.file;
    return {
      text: printFile({ kind: 'commented', comment, blankBefore: false, node: node() }),
      args: Nix.of(check.args).toString(),
    };
  };
  /** The lines that look for plugins, without the folders. */
  const looks = (...plugins: (string | Pkg)[]): string[] =>
    [...proof(plugins)!.text.matchAll(/^ *look (\S+ \S+) .*\/lib\/\S+ (.*)$/gm)].map(([, what, rest]) => `${what} ${rest}`);

  it('is a function that anybody can call', () => {
    writeFileSync(folder('ardour-plugins.nix'), proof(['surge-xt', 'calf', 'helm', 'lsp-plugins', Pkg.of('tunefish')])!.text);
    assertGolden(folder(), 'test/constructs/golden/plugin-check');
  });

  it('asks for every format that a package is used in, on every path that leads to it', () => {
    assert.deepEqual(looks('helm', Pkg.of('zynaddsubfx', { formats: [PluginFormat.DSSI] })), [
      'helm LV2 LV2_PATH || miss',
      'helm LXVST LXVST_PATH VST_PATH || miss',
      'zynaddsubfx DSSI DSSI_PATH || miss',
    ]);
  });

  it('is content with any format of a package that nobody knows', () => {
    const lines = looks(Pkg.of('our-synth'));
    assert.equal(lines.length, 7);
    assert.ok(lines.every((line) => line.startsWith('our-synth ') && line.endsWith(' ||')));
  });

  it('needs a scanner only where a format does', () => {
    const scanners = (...plugins: (string | Pkg)[]): string[] =>
      ['clap-info', 'ladspa-sdk', 'lilv'].filter((name) => new RegExp(`^  ${name},$`, 'm').test(proof(plugins)!.text));
    assert.deepEqual(scanners('calf'), ['lilv']);
    assert.deepEqual(scanners('ladspaPlugins'), ['ladspa-sdk']);
    assert.deepEqual(scanners('surge-xt'), ['clap-info', 'lilv']);
    assert.deepEqual(scanners(Pkg.of('vital', { formats: [PluginFormat.VST3] })), []);
  });

  it('is called with the wrapper, and with what callPackage does not find', () => {
    assert.deepEqual(proof(['calf'])!.args, '{\n  wrapped = wrapper;\n}');
    assert.equal(
      proof([Pkg.of('lilv', { formats: [PluginFormat.LV2] }), Pkg.of('testPlugins.no-manifest')])!.args,
      '{\n  lilv-2 = pkgs.lilv;\n  testPlugins-no-manifest = pkgs.testPlugins.no-manifest;\n  wrapped = wrapper;\n}',
    );
  });

  it('keeps names that are no words of a shell from being read as code', () => {
    const strange = Pkg.fromNix(Nix.pkgs('calf'), { name: "it's $(calf) ${x}", formats: [PluginFormat.LV2] });
    const { text } = proof([strange], "Ardour's `x`")!;
    assert.match(text, /look 'it'\\'''s \$\(calf\) ''\$\{x\}' LV2 /);
    assert.match(text, /'Ardour'\\'''s `x` does not find these plugins:'/);
  });

  it('is not there for a program without plugins', () => {
    assert.equal(proof([]), undefined);
  });
});
