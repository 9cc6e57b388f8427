import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from '../../support/machine';
import { findNix, parseFiles } from '../../support/nix';
import { GOLDEN, mixerHost, PACKAGES, packageFiles, written } from './packages';

/** `UPDATE_GOLDENS=1` writes them anew; look at the difference before you commit it. */
function equalsGolden(text: string, name: string): void {
  const path = `${GOLDEN}/${name}.nix`;
  if (process.env['UPDATE_GOLDENS']) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
}

describe('A package of our own is written as nixpkgs would have it,', () => {
  for (const [name, make] of Object.entries(PACKAGES)) it(`built by ${name}`, () => equalsGolden(written(make()).text, name));

  it('as a program in a conventional file system', () => {
    const stack = machine();
    mixerHost(stack);
    const files = packageFiles(stack);
    equalsGolden(files.get('packages/mixer-unwrapped.nix')!, 'mixer-unwrapped');
    equalsGolden(files.get('packages/mixer.nix')!, 'mixer');
    assert.equal(files.size, 3);
  });

  for (const nix of findNix())
    it(`in the language that ${nix.name} reads`, () =>
      parseFiles(
        readdirSync(GOLDEN).map((name) => join(GOLDEN, name)),
        { nix },
      ));
});
