import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitConfiguration } from '../../src/diff/modules';
import { REPOSITORY } from '../support/cli';

const golden = (...path: readonly string[]): string => readFileSync(join(REPOSITORY, 'test', ...path, 'configuration.nix'), 'utf8');

describe("a machine's configuration, taken apart", () => {
  it('has a module for each construct, with its line and what it is for', () => {
    const text = golden('golden', 'reference', 'machines', 'studio-laptop');
    const { modules } = splitConfiguration(text);
    const [machine] = modules;
    const kernel = modules.find(({ construct }) => construct === 'studio-laptop/Kernel');
    assert.deepEqual(
      modules.map(({ construct, source }) => `${source} (${construct})`),
      [...text.matchAll(/^ {6}_file = "(.*)";$/gm)].map(([, whereabouts]) => whereabouts),
    );
    assert.equal(machine?.summary, 'the machine itself');
    assert.match(machine?.source ?? '', /^bin\/studio\.ts:\d+$/);
    assert.match(kernel?.text ?? '', /^boot = \{\n {2}kernel\.sysctl\."vm\.swappiness" = lib\.mkForce 10;\n/);
    assert.doesNotMatch(modules.map(({ text }) => text).join('\n'), /_file|# /);
  });

  it('has a frame: what is imported, and other releases of nixpkgs', () => {
    const { frame } = splitConfiguration(golden('stacks', 'golden', 'two-machines', 'machines', 'laptop'));
    assert.match(frame, /^let\n {2}pkgs-unstable = import nixpkgs-unstable \{[^]*\.\/hardware\.nix\n {2}\];\n\}$/);
    assert.doesNotMatch(frame, /laptop\/Kernel|systemPackages/);
  });

  it('understands names that hold quotes', () => {
    const { modules } = splitConfiguration(golden('stacks', 'golden', 'two-machines', 'machines', 'server'));
    assert.deepEqual(modules.at(-1), {
      construct: 'server/Override boot.kernel.sysctl."vm.swappiness"',
      source: 'test/stacks/studios.ts:58',
      summary: 'wins over what constructs say',
      text: 'boot.kernel.sysctl."vm.swappiness" = lib.mkForce 60;',
    });
  });

  it('is not misled by texts that look like modules', () => {
    const file = `{
  imports = [
    # a: one
    {
      _file = "bin/studio.ts:1 (a)";
      environment.etc.note.text = ''
        {
          _file = "bin/studio.ts:9 (b)";
        }
      '';
      more = {
        _file = "bin/studio.ts:2 (c)";
      };
    }
  ];
}
`;
    const { modules } = splitConfiguration(file);
    assert.deepEqual(
      modules.map(({ construct }) => construct),
      ['a'],
    );
    assert.match(modules[0]!.text, /\(c\)/);
  });

  it('is all frame where somebody else wrote it, whole or not', () => {
    for (const text of ['{ networking.hostName = "laptop"; }', '{ networking.hostName = "lap']) {
      assert.deepEqual(splitConfiguration(text), { modules: [], frame: text });
    }
  });
});
