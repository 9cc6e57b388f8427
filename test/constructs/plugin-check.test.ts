import assert from 'node:assert/strict';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { pluginCheckFile } from '../../src/constructs/plugin-check';
import { ALL_FORMATS, FOLDER_OF, PluginFormat, SEARCH_PATHS } from '../../src/constructs/plugin-format';
import { wrappedProgramFile } from '../../src/constructs/wrapped-program-file';
import { Shelf } from '../../src/core/shelf';
import { Nix } from '../../src/nix';
import { ONE_NIXPKGS } from '../portable/package-flake';
import { assertGolden } from '../support/golden';
import { machine } from '../support/machine';
import { temporaryFolder } from '../support/temp';
import { readFileSync, writeFileSync } from 'node:fs';

describe('The proof that a program finds its plugins', () => {
  const folder = temporaryFolder();
  const search = readFileSync('assets/find-plugins.nix', 'utf8');

  /** The package file of the proof for an Ardour with these plugins, and the arguments that it is called with. */
  const proof = (plugins: (string | Pkg)[], title?: string): { text: string; args: string } | undefined => {
    const host = new DawHost(machine(), 'Ardour', { daw: Daw.of('ardour', title === undefined ? {} : { title }), plugins });
    const program = wrappedProgramFile(host._wrapped, ONE_NIXPKGS);
    const check = pluginCheckFile(host._wrapped, { ...program, wrapper: Nix.name('wrapper') }, ONE_NIXPKGS);
    if (!check) return undefined;
    const shelf = new Shelf();
    return {
      text: shelf.texts.get(shelf.placePackage(check.file, 'test'))!,
      args: Nix.of(check.args).toString(),
    };
  };
  /** The lines that look for plugins. */
  const looks = (...plugins: (string | Pkg)[]): string[] =>
    [...proof(plugins)!.text.matchAll(/^ *((every|any) .*)$/gm)].map(([, line]) => line!);

  it('is a function that anybody can call', () => {
    writeFileSync(folder('ardour-plugins.nix'), proof(['surge-xt', 'calf', 'helm', 'lsp-plugins', Pkg.of('tunefish')])!.text);
    assertGolden(folder(), 'test/constructs/golden/plugin-check');
  });

  it('asks for every format that a package is used in, on every path that leads to it', () => {
    assert.deepEqual(looks('helm', Pkg.of('zynaddsubfx', { formats: [PluginFormat.DSSI] })), [
      'every helm ${helm} LV2 LXVST',
      'every zynaddsubfx ${zynaddsubfx} DSSI',
    ]);
    const places = [...search.matchAll(/^ *(\w+)\) folder=(\w+) variables='?([^']*?)'? ;;$/gm)].map(([, ...place]) => place);
    const variablesOf = (folder: string): string[] =>
      SEARCH_PATHS.filter(({ folders }) => folders.includes(folder)).map(({ variable }) => variable);
    assert.deepEqual(
      places,
      ALL_FORMATS.map((format) => [format, FOLDER_OF[format], variablesOf(FOLDER_OF[format]).join(' ')]),
    );
  });

  it('is content with any format of a package that nobody knows', () => {
    assert.deepEqual(looks(Pkg.of('our-synth')), ['any our-synth ${our-synth} LV2 LADSPA DSSI VST2 VST3 CLAP LXVST']);
  });

  it('needs a scanner only where a format does', () => {
    const formats = (...plugins: (string | Pkg)[]): string[] => /^ *formats = "(.*)";$/m.exec(proof(plugins)!.text)![1]!.split(' ');
    assert.deepEqual(formats('calf'), ['LV2']);
    assert.deepEqual(formats('ladspaPlugins'), ['LADSPA']);
    assert.deepEqual(formats('surge-xt'), ['LV2', 'VST3', 'CLAP']);
    assert.deepEqual(formats(Pkg.of('vital', { formats: [PluginFormat.VST3] })), ['VST3']);
    const scanners = [...search.matchAll(/\$\{(clap-info|ladspa-sdk|lilv)\}/g)].map(([, name]) => name);
    assert.deepEqual(scanners, ['lilv', 'ladspa-sdk', 'clap-info']); // each in the function of its format, and nowhere else
  });

  it('is called with the wrapper, and with what callPackage does not find', () => {
    assert.deepEqual(proof(['calf'])!.args, '{\n  wrapped = wrapper;\n}');
    assert.equal(
      proof([Pkg.of('wrapped', { formats: [PluginFormat.LV2] }), Pkg.of('testPlugins.no-manifest')])!.args,
      '{\n  testPlugins-no-manifest = pkgs.testPlugins.no-manifest;\n  wrapped-2 = pkgs.wrapped;\n  wrapped = wrapper;\n}',
    );
  });

  it('keeps names that are no words of a shell from being read as code', () => {
    const strange = Pkg.fromNix(Nix.pkgs('calf'), { name: "it's $(calf) ${x}", formats: [PluginFormat.LV2] });
    const { text } = proof([strange], "Ardour's `x`")!;
    assert.match(text, /every 'it'\\'''s \$\(calf\) ''\$\{x\}' \$\{\S+\} LV2$/m);
    assert.match(text, /^ *title = "Ardour's `x`";$/m);
    assert.match(search, /printf '%s\\n' \$\{lib\.escapeShellArg "\$\{title\} does not find these plugins:"\}$/m);
  });

  it('is not there for a program without plugins', () => {
    assert.equal(proof([]), undefined);
  });
});
