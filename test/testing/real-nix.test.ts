import assert from 'node:assert/strict';
import fc from 'fast-check';
import { collect, configurationFile } from '../../src/core';
import { Nix, printFile } from '../../src/nix';
import { Template } from '../../src/testing';
import { evalExpr, FIXTURES, nixPath } from '../support/nix';
import { saying, type Say } from './support';

/** The options that machines are made of here, with the types that merge in different ways. Others are ignored, as is the machine itself. */
const OPTIONS = `{ lib, ... }: with lib; let t = types; opt = type: mkOption { inherit type; }; in {
  options = {
    _module.args = opt (t.lazyAttrsOf t.raw);
    boot = {
      number = opt (t.nullOr t.int);
      name = opt t.str;
      lines = opt t.lines;
      list = opt (t.listOf t.str);
      set = opt (t.attrsOf t.int);
      lists = opt (t.attrsOf (t.listOf t.str));
      group.a = opt t.int;
      group.b = opt t.int;
      choice = opt (t.either t.int (t.listOf t.str));
    };
    users.users = opt (t.attrsOf (t.submodule { options = { uid = opt t.int; extraGroups = opt (t.listOf t.str); }; }));
  };
}`.replace('_module.args = opt (t.lazyAttrsOf t.raw);', '');

const PATHS = [
  'boot.number',
  'boot.name',
  'boot.lines',
  'boot.list',
  'boot.set',
  'boot.set.a',
  'boot.set.b',
  'boot.lists',
  'boot.lists.a',
  'boot.group',
  'boot.group.a',
  'boot.group.b',
  'boot.choice',
  'users.users.alice',
  'users.users.alice.uid',
  'users.users.alice.extraGroups',
];

const number = fc.integer({ min: 1, max: 2 });
const text = fc.constantFrom('x', 'y', 'two\nlines');
const list = fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 2 });
const numbers = fc.dictionary(fc.constantFrom('a', 'b'), number, { noNullPrototype: true });

/** Values with the words of the module system around them, those that Nix alone can follow included. */
function weighed(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const words: ((content: unknown) => unknown)[] = [
    (x) => Nix.mkForce(x),
    (x) => Nix.mkDefault(x),
    (x) => Nix.mkOverride(70, x),
    (x) => Nix.mkIf(true, x),
    (x) => Nix.mkIf(false, x),
    (x) => Nix.mkIf(Nix.raw('1 == 1'), x),
    (x) => Nix.mkIf(Nix.raw('1 == 2'), Nix.mkForce(x)),
    (x) => Nix.raw(`lib.mkForce (${Nix.of(x).toString()})`),
    (x) => Nix.raw(`(${Nix.of(x).toString()})`),
  ];
  return fc.oneof(
    { weight: 6, arbitrary: value },
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...words), value).map(([word, content]) => word(content)) },
    { weight: 1, arbitrary: fc.tuple(value, value).map(([a, b]) => Nix.mkMerge([a, Nix.mkDefault(b)])) },
  );
}

const ordered = fc
  .tuple(
    fc.constantFrom(
      (x: unknown) => x,
      (x: unknown) => Nix.mkBefore(x),
      (x: unknown) => Nix.mkAfter(x),
      (x: unknown) => Nix.mkOrder(1200, x),
    ),
    list,
  )
  .map(([word, content]) => word(content));

const user = fc.record({ uid: weighed(number), extraGroups: weighed(list) }, { requiredKeys: [] });
const definition: fc.Arbitrary<readonly [string, unknown]> = fc.oneof(
  said('boot.number', weighed(fc.oneof(number, fc.constant(null)))),
  said('boot.name', weighed(text)),
  said('boot.lines', weighed(text)),
  said('boot.list', weighed(list)),
  said('boot.list', ordered),
  said('boot.set', weighed(numbers)),
  said('boot.set.a', weighed(number)),
  said('boot.lists', weighed(fc.record({ a: weighed(list) }))),
  said('boot.lists.a', ordered),
  said('boot.group', weighed(numbers)),
  said('boot.group.b', weighed(number)),
  said('boot.choice', weighed(fc.oneof(number, list))),
  said('users.users.alice', weighed(user)),
  said('users.users.alice.extraGroups', ordered),
);

function said(path: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<readonly [string, unknown]> {
  return value.map((content) => [path, content] as const);
}

/** Machines on which up to eight constructs speak of few options, so that they often speak of the same one. */
const machines = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.array(definition, { minLength: 1, maxLength: 8 }))
  .map(([, all]) => all.map(([path, value], index): Say => [`C${index}`, path, value]));

describe('Template, beside real Nix', () => {
  it('has the value that NixOS finds, or none', async () => {
    const stacks = fc.sample(machines, { numRuns: 400, seed: 26 }).map((all) => saying(...all));
    const found = (await evalExpr(expression(stacks.map((stack) => printFile(configurationFile(collect(stack, stack.nixpkgs), '', [])))))) as Found[][];
    const tally = { same: 0, absent: 0, onlyNix: 0, refused: 0 };
    for (const [index, stack] of stacks.entries()) {
      const template = Template.of(stack);
      for (const [at, path] of PATHS.entries()) tally[compare(template, path, found[index]![at]!)]++;
    }
    // Of what is set and what Nix accepts, far more is decided than left open: otherwise this test would say little.
    assert.ok(tally.same > 600 && tally.same > tally.onlyNix, JSON.stringify(tally));
    assert.ok(tally.onlyNix > 50 && tally.absent > 600, JSON.stringify(tally));
  }).timeout(60_000);
});

type Found = { readonly value: unknown } | { readonly defined: boolean };

function compare(template: Template, path: string, found: Found): 'same' | 'absent' | 'onlyNix' | 'refused' {
  let value: unknown;
  try {
    value = template.option(path);
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith('Nothing')) return 'onlyNix';
    template.lacksOption(path);
    // Sets of options exist without definitions: they are groups.
    assert.ok(!('value' in found) || isEmpty(found.value), `${path}: nothing sets it, but Nix finds ${JSON.stringify(found)}\n${template.toNix()}`);
    return 'absent';
  }
  if (!('value' in found)) return 'refused'; // contradictions are found elsewhere
  if (value instanceof Nix) return 'onlyNix';
  assert.deepEqual(plain(value), found.value, `${path}\n${template.toNix()}`);
  return 'same';
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.values(value).every(isEmpty);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** For every machine and every path: its value, or nothing where Nix refuses it or knows none. */
function expression(configurations: readonly string[]): string {
  const lib = `(import ${nixPath(`${FIXTURES}/nixpkgs/lib`)})`;
  const read = (path: string): string => `(attempt (machine.${path} or (throw "nothing")))`;
  return `let
    lib = ${lib};
    declared = ${OPTIONS};
    attempt = value: let tried = builtins.tryEval (builtins.deepSeq value value); in if tried.success then { inherit (tried) value; } else { defined = false; };
    evaluate = configuration: let machine = (lib.evalModules { modules = [ declared { _module.check = false; } configuration ]; specialArgs.pkgs = { }; }).config; in
      [ ${PATHS.map(read).join(' ')} ];
  in map evaluate [ ${configurations.map((text) => `(${text})`).join('\n')} ]`;
}
