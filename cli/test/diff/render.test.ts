import assert from 'node:assert/strict';
import { compareClosures } from '../../src/diff/closure';
import { compareDefinitions } from '../../src/diff/definitions';
import { differs, type DiffReport } from '../../src/diff/report';
import { reportText } from '../../src/diff/render';
import { Paper } from '../support/paper';

const { paint } = new Paper(false);

const configuration = (...modules: readonly string[]): Buffer =>
  Buffer.from(`{ pkgs, ... }:\n{\n  imports = [\n${modules.join('\n')}  ];\n}\n`);
const module = (name: string, line: number, definitions: string): string =>
  `    # studio/${name}: a ${name.toLowerCase()}\n    {\n      _file = "bin/studio.ts:${line} (studio/${name})";\n      ${definitions}\n    }\n`;
const files = (...modules: readonly string[]): ReadonlyMap<string, Buffer> =>
  new Map([['machines/studio/configuration.nix', configuration(...modules)]]);
const path = (name: string, size: number, hash = '0') => ({ path: `/nix/store/${hash.repeat(32)}-${name}`, size });

const OLD = { system: '/nix/store/o', generation: 41 };
const SAME: DiffReport = {
  stack: 'studio',
  machine: 'root@studio.local',
  running: OLD,
  deployed: { ...OLD, at: 1_780_000_000, by: 'alice@desk', needsReboot: false },
  isChangedByHand: false,
  definitions: compareDefinitions('studio', files(), files()),
  system: OLD.system,
};
const CHANGED: DiffReport = {
  ...SAME,
  system: '/nix/store/n',
  definitions: compareDefinitions(
    'studio',
    files(module('Kernel', 4, 'swappiness = 10;'), module('Export', 5, 'export = true;')),
    files(module('Kernel', 7, 'swappiness = 20;'), module('Daw', 8, 'daw = 1;')),
  ),
  closure: compareClosures(
    [path('ardour-9.0', 10_000_000), path('helm-0.9.0', 5_000_000), path('etc', 10)],
    [path('ardour-9.2', 12_000_000), path('surge-xt-1.3.4', 65_000_000), path('etc', 10, '1')],
  ),
};

describe('a report of differences', () => {
  it('says so when there are none', () => {
    assert.equal(differs(SAME), false);
    assert.equal(
      reportText(SAME, paint),
      'studio on root@studio.local runs generation 41, deployed 2026-05-28 20:26 UTC by alice@desk\n\n✔ No differences: a deployment would change nothing\n',
    );
  });

  it('tells constructs, packages and sizes', () => {
    assert.ok(differs(CHANGED));
    assert.equal(
      reportText(CHANGED, paint),
      `studio on root@studio.local runs generation 41, deployed 2026-05-28 20:26 UTC by alice@desk

Constructs

~ studio/Kernel  a kernel (bin/studio.ts:7)
    -swappiness = 10;
    +swappiness = 20;

+ studio/Daw  a daw (bin/studio.ts:8)
    +daw = 1;

- studio/Export  a export (bin/studio.ts:5)
    -export = true;

Packages

~ ardour    9.0    →  9.2  +2.0 MB
- helm      0.9.0          -5.0 MB
+ surge-xt  1.3.4          +65.0 MB

1 file of the configuration itself
3 paths, 15.0 MB → 3 paths, 77.0 MB (+62.0 MB)

~ 3 constructs and 3 packages differ. «cdk deploy studio» brings it there
`,
    );
  });

  it('says when nothing of ours was ever there', () => {
    const { deployed: _, definitions: __, ...never } = CHANGED;
    assert.match(
      reportText(never, paint),
      /^studio on root@studio\.local was never deployed to with cdk: .*\(generation 41\)\n\nPackages\n/,
    );
  });

  it('says when somebody else made what runs', () => {
    const text = reportText({ ...SAME, isChangedByHand: true, running: { system: '/nix/store/x', generation: 44 } }, paint);
    assert.match(
      text,
      /runs a system that somebody else made \(generation 44\)\n! Constructs are compared with generation 41, deployed 2026-/,
    );
    assert.match(text, /\n~ The systems differ\. «cdk deploy studio»/);
  });

  it('says when the machine boots next what it does not run yet', () => {
    const staged = {
      ...CHANGED,
      definitions: SAME.definitions!,
      deployed: { ...SAME.deployed!, system: CHANGED.system!, needsReboot: true },
    };
    assert.match(reportText(staged, paint), /\n~ 3 packages differ\. The machine boots that next\n$/);
  });

  it('lets no machine move the cursor', () => {
    const evil = compareDefinitions('studio', files(module('Evil', 4, 'a = "\u001b[2J\u009b";')), files());
    assert.doesNotMatch(reportText({ ...SAME, definitions: evil }, paint), /[\u001b\u009b]/);
  });
});
