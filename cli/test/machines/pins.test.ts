import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseGenerations, restOf, rowOf, rowOfPin } from '../../src/machines/generations';
import { checkName, isName, nameOf, parsePins } from '../../src/machines/pins';
import { readWanted, wayBack } from '../../src/machines/way-back';

const PINS = parsePins(`name=tour generation=40 system=/nix/store/a-nixos at=1779400000 by=ada@desk menu=yes
name=spring generation=12 system=/nix/store/s-nixos at=1770000000 by= menu=no
`);
const GENERATIONS = parseGenerations(`number=40 system=/nix/store/a-nixos pinned=tour,other current=no booted=no deployed=
number=41 system=/nix/store/b-nixos current=yes booted=yes deployed=
number=42 system=/nix/store/a-nixos pinned=tour current=no booted=no deployed=
`);
const KEEPS = { generations: GENERATIONS, pins: PINS };
const refuses = (work: () => unknown, why: RegExp): void =>
  assert.throws(work, (error: Error) => error.name === 'UserError' && why.test(error.message));

describe('names of generations', () => {
  it('are read from what the guard prints', () => {
    assert.deepEqual(PINS[0], {
      name: 'tour',
      generation: 40,
      system: '/nix/store/a-nixos',
      at: 1779400000,
      by: 'ada@desk',
      isInMenu: true,
    });
    assert.deepEqual(PINS[1], { name: 'spring', generation: 12, system: '/nix/store/s-nixos', at: 1770000000, isInMenu: false });
  });

  it('are what the guard says, whatever somebody calls himself', () => {
    const [pin] = parsePins('name=tour generation=40 system=/nix/store/a-nixos at=1 by=eve system=/nix/store/e-nixos name=spring menu=no');
    assert.deepEqual([pin!.name, pin!.system, pin!.by], ['tour', '/nix/store/a-nixos', 'eve']);
  });

  it('can be any text, and are then left out or harmless', () => {
    const part = fc.constantFrom('name=', 'tour', 'system=', '/nix', ' ', '\n', '\u001b[2J', 'generation=', '9', '=', 'Ü', '../..');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        for (const pin of parsePins(parts.join(''))) {
          assert.match(pin.name, /^[a-z][a-z0-9_]*$/);
          for (const cell of rowOfPin(pin)) assert.doesNotMatch(cell, /\p{Cc}/u);
        }
      }),
    );
  });

  it('are shown beside their generations, and those that outlived theirs below', () => {
    assert.match(rowOf(GENERATIONS[0]!, 41).at(-1)!, /^«tour», «other»$/);
    assert.deepEqual(restOf(PINS, GENERATIONS).map(rowOfPin), [['-', '-', '-', '-', '«spring», kept; it was generation 12']]);
  });

  it('are what each boot menu takes; for others one is proposed', () => {
    assert.equal(checkName('--name', 'tour_2026'), 'tour_2026');
    refuses(() => checkName('--name', 'Tour 2026'), /^--name «Tour 2026» is no name.* How about «tour_2026»\?$/);
    refuses(() => checkName('--name', 'Frühling-Tour!'), /How about «fruhling_tour»\?$/);
    refuses(() => checkName('--name', '2026'), /a letter first\.$/);
    refuses(() => checkName('--name', '../../etc'), /How about «etc»\?/);
    refuses(() => checkName('--name', ''), /is no name/);
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (isName(text)) return;
        refuses(() => checkName('--name', text), /is no name/);
      }),
    );
    assert.ok(isName(nameOf(41)));
  });
});

describe('the way back', () => {
  it('is the generation before, a number or a name', () => {
    assert.deepEqual(wayBack('one', KEEPS, 41, undefined), { generation: 40 });
    assert.deepEqual(wayBack('one', KEEPS, 41, readWanted('42')), { generation: 42 });
    assert.deepEqual(wayBack('one', KEEPS, 41, readWanted('tour')), { generation: 42 });
    assert.deepEqual(wayBack('one', KEEPS, 40, readWanted('tour')), { generation: 40 }, 'that of now, so that nothing is done');
  });

  it('is the system itself where the generation is gone', () => {
    assert.deepEqual(wayBack('one', KEEPS, 41, 'spring'), { system: '/nix/store/s-nixos' });
  });

  it('is not made up', () => {
    refuses(() => wayBack('one', KEEPS, 41, 'autumn'), /^one has no generation of the name «autumn»\. Names there: tour and spring\.$/);
    refuses(() => wayBack('one', { ...KEEPS, pins: [] }, 41, 'autumn'), /or of any other\. «cdk pin one --name autumn»/);
    refuses(() => wayBack('one', KEEPS, 41, 9), /^one has no generation 9\. There are 40, 41 and 42/);
    refuses(() => wayBack('one', KEEPS, 40, undefined), /none before that/);
    refuses(() => readWanted('--x'), /not the number of a generation, nor a name/);
  });
});
