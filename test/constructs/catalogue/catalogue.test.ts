import assert from 'node:assert/strict';
import {
  findPackage,
  OUTSIDE_OF_THE_CATALOGUE,
  packages,
  REMOVED,
  RENAMED,
  sameName,
  SECTIONS,
  similarName,
} from '../../../src/constructs/catalogue';
import { Daw } from '../../../src/constructs/daw';
import { isIdentifier } from '../../../src/nix';

describe('The catalogue of audio software', () => {
  it('has every package once', () => {
    const all = SECTIONS.flatMap((section) => Object.keys(section));
    assert.equal(all.length, packages().size);
    assert.ok(all.length >= 140);
  });

  it('calls packages by names that Nix can write plainly', () => {
    assert.deepEqual(
      [...packages().keys()].filter((name) => !isIdentifier(name)),
      [],
    );
  });

  it('keeps each section in the order of the alphabet', () => {
    for (const section of SECTIONS) {
      const names = Object.keys(section);
      assert.deepEqual(
        names,
        [...names].sort((a, b) => (a < b ? -1 : 1)),
      );
    }
  });

  it('says for every package what it is, as a phrase', () => {
    for (const [name, { about }] of packages()) assert.match(about, /^[^.]{10,100}[^.\s]$/, name);
  });

  it('never says which program to start where that carries a version', () => {
    for (const [name, { program }] of packages()) assert.doesNotMatch(program ?? '', /\d$/, name);
    for (const name of ['ardour', 'muse']) assert.equal(packages().get(name)?.program, undefined);
  });

  it('gives a format once, and knows no empty list of them', () => {
    for (const [name, { formats }] of packages()) {
      if (!formats) continue;
      assert.ok(formats.length > 0, name);
      assert.equal(new Set(formats).size, formats.length, name);
    }
  });

  it('leads every old name to a package that it has, or that lies outside of audio', () => {
    for (const [old, { to }] of Object.entries(RENAMED)) {
      assert.ok(packages().has(to) || OUTSIDE_OF_THE_CATALOGUE.includes(to), `${old} → ${to}`);
      assert.ok(!packages().has(old), `${old} is both old and new`);
    }
  });

  it('names successors of removed packages that it has', () => {
    for (const [old, { successor }] of Object.entries(REMOVED)) {
      assert.ok(successor === undefined || packages().has(successor), `${old} → ${successor}`);
      assert.ok(!packages().has(old) && !Object.hasOwn(RENAMED, old), `${old} is removed and known`);
    }
  });

  it('writes days as days', () => {
    for (const { since } of [...Object.values(RENAMED), ...Object.values(REMOVED)])
      assert.match(since ?? '2026-01-01', /^20[12]\d-[01]\d-[0-3]\d$/);
  });

  it('has a constant in Daw for every DAW and host', () => {
    const constants = Object.values(Daw as unknown as Record<string, Daw>).map(({ pkg }) => pkg.name);
    for (const [name, { kind }] of packages()) if (kind === 'daw' || kind === 'host') assert.ok(constants.includes(name), name);
  });
});

describe('A look into the catalogue', () => {
  it('finds what is there, what was renamed and what is gone', () => {
    assert.equal(findPackage('calf').kind, 'found');
    assert.deepEqual(findPackage('surge-XT'), {
      kind: 'renamed',
      renamed: { to: 'surge-xt', since: '2026-02-12' },
      entry: packages().get('surge-xt'),
    });
    assert.equal(findPackage('jack_rack').kind, 'removed');
    assert.equal(findPackage('no-such-thing').kind, 'unknown');
  });

  it('is not fooled by names that every JavaScript object has', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) assert.equal(findPackage(name).kind, 'unknown', name);
  });

  it('tells a name that is the same but for its dashes from one that is only similar', () => {
    assert.equal(sameName('MDA-lv2'), 'mda_lv2');
    assert.equal(sameName('zynaddsubfxx'), undefined);
    assert.equal(similarName('zynaddsubfxx'), 'zynaddsubfx');
    assert.equal(similarName('something-else-entirely'), undefined);
  });
});
